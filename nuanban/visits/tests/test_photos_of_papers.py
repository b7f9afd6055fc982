"""A photo taken at home is of a paper: it comes to that paper of the case, in whatever order."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from nuanban.accounts.enums import Role
from nuanban.cases import actions as cases
from nuanban.cases.enums import Shown
from nuanban.cases.models import Case, CaseMaterial
from nuanban.lib.keys import new_key
from nuanban.papers import actions as papers
from nuanban.papers.models import Upload
from nuanban.visits.models import Visit, VisitPhoto
from nuanban.visits.tests.days import ITEM, picture
from nuanban.visits.tests.test_decided_at_home import PAPER, day, form
from nuanban.visits.tests.test_round_pages import phone, send, visit
from tests.cast import Cast
from tests.clients import colleague

__all__ = ["day", "phone", "visit"]
Day = dict[str, Any]


def _take(phone: Client, day: Day, **said: Any) -> str:
    """A photo of the first paper; gives its operation key."""
    now, key = timezone.now().isoformat(), str(new_key())
    of = {"item": ITEM, "paper": PAPER, "taken_at": now, "sent_at": now}
    row = {"op": key, "handout": day["visits"][0]["handout"], **of, **said}
    photo = SimpleUploadedFile("photo", picture(), "image/png")
    answer = phone.post("/round/photo/", {**row, "photo": photo})
    assert answer.json() == {"op": row["op"]}
    return str(row["op"])


def _pages(paper: CaseMaterial) -> int:
    assert paper.upload_id is not None
    return Upload.objects.get(pk=paper.upload_id).pages


def _paper() -> CaseMaterial:
    return CaseMaterial.objects.get(code=PAPER)


@pytest.mark.parametrize("photo_first", [True, False])
def test_photo_and_form_in_any_order_end_at_the_paper(
    cast: Cast, visit: Visit, phone: Client, day: Day, photo_first: bool
) -> None:
    if photo_first:
        _take(phone, day)
    send(phone, form(day, seen=[]))
    if not photo_first:
        assert _paper().shown == Shown.MISSING
        key = _take(phone, day)
        _take(phone, day, op=key)
    paper, photo = _paper(), VisitPhoto.objects.get(visit=visit)
    assert (paper.shown, paper.upload_id, photo.shown_as) == (
        Shown.PHOTO,
        photo.upload_id,
        photo.upload_id,
    )
    case = Case.objects.get()
    desk = colleague(cast, Role.SPECIALIST)
    seen = f"/desk/cases/{case.pk}/"
    assert f"{photo.upload_id}" in desk.get(seen).content.decode()
    assert paper.name in desk.get(f"/desk/visits/{visit.pk}/").content.decode()


def test_two_photos_of_one_paper_are_its_pages_and_both_are_kept(
    visit: Visit, phone: Client, day: Day
) -> None:
    _take(phone, day)
    send(phone, form(day))
    _take(phone, day)
    paper = _paper()
    assert (paper.shown, _pages(paper)) == (Shown.SEEN, 2)
    photos = VisitPhoto.objects.filter(visit=visit)
    assert {photo.shown_as for photo in photos} == {paper.upload_id}
    assert photos.count() == 2


def test_an_original_that_was_seen_stays_seen_with_its_photo(phone: Client, day: Day) -> None:
    send(phone, form(day))
    _take(phone, day)
    paper = _paper()
    assert (paper.shown, paper.upload_id is not None) == (Shown.SEEN, True)


def test_what_the_desk_put_there_stays_and_the_photo_stays_with_the_visit(
    cast: Cast, visit: Visit, phone: Client, day: Day
) -> None:
    send(phone, form(day, seen=[]))
    case, by = Case.objects.get(), cast.by()
    subject = case.resident_id
    theirs = papers.take_in([picture()], name="扫描", subject_id=subject, by=by, at=cast.at)
    cases.note_material(
        case, code=PAPER, shown=Shown.PHOTO, upload_id=theirs.pk, by=by, at=timezone.now()
    )
    _take(phone, day)
    assert _paper().upload_id == theirs.pk
    assert VisitPhoto.objects.get(visit=visit).shown_as is None


def test_a_photo_of_nothing_known_is_kept_all_the_same(
    visit: Visit, phone: Client, day: Day
) -> None:
    _take(phone, day, item="", paper="")
    _take(phone, day, item="SG-RS-02")
    _take(phone, day, paper="no-such-paper")
    send(phone, form(day))
    kept = VisitPhoto.objects.filter(visit=visit)
    assert [photo.material for photo in kept] == ["", "", "no-such-paper"]
    assert not kept.exclude(shown_as=None).exists()
    assert _paper().upload_id is None


def test_a_photo_that_comes_after_the_end_changes_nothing(
    visit: Visit, phone: Client, day: Day
) -> None:
    send(phone, form(day))
    Case.objects.update(state="granted")
    _take(phone, day)
    assert _paper().upload_id is None
    assert VisitPhoto.objects.filter(visit=visit).count() == 1
