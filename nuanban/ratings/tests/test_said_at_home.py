"""How a visit ends: a thumb print, how the result comes, and how it was."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nuanban.accounts.enums import Role
from nuanban.journal.models import Entry
from nuanban.lib.keys import new_key
from nuanban.ratings.models import Rating
from nuanban.ratings.subscribers import keep_what_was_said_at_home
from nuanban.visits.models import DoorNote, Visit, VisitSignature
from nuanban.visits.tests.days import picture
from nuanban.visits.tests.test_round_pages import phone, row, send, visit
from tests.cast import Cast
from tests.clients import colleague

__all__ = ["phone", "visit"]


def test_a_thumb_print_is_a_photo_that_may_come_later(
    cast: Cast, visit: Visit, phone: Client
) -> None:
    day, key = phone.get("/round/day/").json(), str(new_key())
    finish = {"deed": "finish", "outcome": "settled", "based_on": "arrived"}
    bare = {"way": "thumb", "name": "王秀兰"}
    signed = {**bare, "photo": key}
    first, second = send(
        phone, row(day, **finish, signature=bare), row(day, **finish, signature=signed)
    )
    assert ("拍一张照片" in first["why"], second["answer"]) == (True, "done")
    assert str(VisitSignature.objects.get().photo_key) == key
    desk = colleague(cast, Role.SUPERVISOR)
    address = f"/desk/visits/{visit.pk}/"
    assert "还在手机里" in desk.get(address).content.decode()
    photo = SimpleUploadedFile("photo", picture(), "image/png")
    said = {"op": key, "handout": day["visits"][0]["handout"], "taken_at": row(day)["at"]}
    assert phone.post("/round/photo/", {**said, "photo": photo}).status_code == 201
    page = desk.get(address).content.decode()
    assert "看拇指印照片" in page
    link = page.split('href="')[1:]
    found = next(part.partition('"')[0] for part in link if "/photos/" in part)
    assert desk.get(found)["Content-Type"].startswith("image/")
    assert colleague(cast, Role.VOLUNTEER).get(found).status_code == 404


def _heard() -> None:
    for entry in Entry.objects.filter(kind__startswith="visits."):
        keep_what_was_said_at_home(entry)


def test_a_grade_tapped_at_home_is_the_rating_of_that_serving(visit: Visit, phone: Client) -> None:
    day = phone.get("/round/day/").json()
    tap = row(day, deed="grade", value="5")
    assert [one["answer"] for one in send(phone, tap, tap)] == ["done", "done"]
    _heard()
    assert not Rating.objects.exists()
    finish = row(day, deed="finish", outcome="settled", based_on="arrived")
    other = row(day, deed="grade", value="1")
    assert [one["answer"] for one in send(phone, finish, other)] == ["done", "already"]
    _heard()
    _heard()
    rating = Rating.objects.get()
    assert (rating.grade, rating.via, rating.serving.origin_id) == (5, "spoken", visit.pk)


def test_how_the_result_comes_is_what_was_agreed_last(visit: Visit, phone: Client) -> None:
    day = phone.get("/round/day/").json()
    taps = [row(day, deed="handover", value=value) for value in ("post", "brought", "thrown")]
    assert [one["answer"] for one in send(phone, *taps)] == ["done", "done", "refused"]
    assert DoorNote.objects.count() == 2
    assert phone.get("/round/day/").json()["visits"][0]["handover"] == "brought"
