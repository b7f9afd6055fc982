"""What a phone may fetch and send, and what it is told."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from nuanban.accounts.enums import Role
from nuanban.journal.models import Entry
from nuanban.lib.days import city_day
from nuanban.lib.keys import new_key
from nuanban.visits import actions, on_phone
from nuanban.visits.models import Crew, CrewMember, Visit, VisitPhoto
from nuanban.visits.tests.test_round import waits
from tests.cast import Cast
from tests.clients import colleague


def _today(visit: Visit) -> None:
    """The visit, and whoever makes it, on the day of the test."""
    day = city_day(timezone.now())
    Crew.objects.update(day=day)
    CrewMember.objects.update(day=day)
    Visit.objects.filter(pk=visit.pk).update(day=day)


@pytest.fixture
def visit(cast: Cast) -> Visit:
    """Promised for today."""
    found = waits(cast)
    _today(found)
    return found


@pytest.fixture
def phone(cast: Cast) -> Client:
    """A helper's."""
    return colleague(cast, Role.VISITING_STAFF)


def row(day: dict[str, Any], **said: Any) -> dict[str, Any]:
    """A deed as it lies in the outbox."""
    return {
        "op": str(new_key()),
        "handout": day["visits"][0]["handout"],
        "deed": "arrive",
        "at": timezone.now().isoformat(),
        "based_on": "promised",
        **said,
    }


def send(phone: Client, *rows: Any) -> list[dict[str, Any]]:
    """What became of each."""
    sent = {"sent_at": timezone.now().isoformat(), "deeds": list(rows)}
    answer = phone.post("/round/sync/", sent, content_type="application/json")
    found: list[dict[str, Any]] = answer.json()["answers"]
    return found


def test_the_phone_gets_today_and_nothing_else(visit: Visit, phone: Client) -> None:
    day = phone.get("/round/day/").json()
    (told,) = day["visits"]
    assert (told["name"], told["phone"]) == ("王秀兰", "13900002209")
    assert told["papers"]
    Crew.objects.update(day=date(2026, 1, 1))
    CrewMember.objects.update(day=date(2026, 1, 1))
    assert phone.get("/round/day/").json()["visits"] == []
    assert "王秀兰" not in phone.get("/round/").content.decode()


def test_a_day_without_visits_says_when_the_next_one_is(visit: Visit, phone: Client) -> None:
    today, in_three = city_day(timezone.now()), city_day(timezone.now()) + timedelta(days=3)
    assert phone.get("/round/day/").json()["next"] is None
    for moved in (Crew.objects, CrewMember.objects, Visit.objects):
        moved.update(day=in_three)
    told = phone.get("/round/day/").json()
    begins = Visit.objects.get().window_from
    assert (told["day"], told["crew"], told["visits"]) == (today.isoformat(), "", [])
    assert told["next"] == {"day": in_three.isoformat(), "count": 1, "begins": begins}
    assert "王秀兰" not in str(told)


def test_each_deed_gets_its_own_answer(visit: Visit, phone: Client) -> None:
    day = phone.get("/round/day/").json()
    arrive = row(day)
    silent = row(day, deed="finish", outcome="refused", based_on="arrived")
    forged = row(day, handout=day["visits"][0]["handout"] + "x")
    answers = send(phone, arrive, arrive, silent, forged, "?")
    assert [one["answer"] for one in answers] == ["done", "done", *["refused"] * 3]
    assert "请写明看到了什么" in answers[2]["why"]
    assert Entry.objects.filter(kind="visits.arrived").count() == 1


def test_a_handout_of_a_colleague_opens_nothing(cast: Cast, visit: Visit, phone: Client) -> None:
    handout = phone.get("/round/day/").json()["visits"][0]["handout"]
    assert on_phone.read_handout(handout, cast.user(Role.VISITING_STAFF)) is not None
    assert on_phone.read_handout(handout, cast.user(Role.SPECIALIST)) is None


def test_two_versions_are_told_to_both_sides(cast: Cast, visit: Visit, phone: Client) -> None:
    day = phone.get("/round/day/").json()
    actions.find_nobody(visit, words="敲门没人", by=cast.by(), at=timezone.now())
    (answer,) = send(phone, row(day))
    assert (answer["answer"], answer["ours"]["words"]) == ("conflict", "敲门没人")
    dispatcher = colleague(cast, Role.SUPERVISOR)
    assert "两边记的不一样" in dispatcher.get(f"/desk/visits/{visit.pk}/").content.decode()


def test_a_photo_is_taken_once(visit: Visit, phone: Client) -> None:
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    made = BytesIO()
    Image.new("RGB", (60, 40), "white").save(made, "PNG")
    handout = phone.get("/round/day/").json()["visits"][0]["handout"]
    said = {"op": str(new_key()), "handout": handout, "taken_at": timezone.now().isoformat()}
    for _ in range(2):
        photo = SimpleUploadedFile("photo", made.getvalue(), "image/png")
        assert phone.post("/round/photo/", {**said, "photo": photo}).json() == {"op": said["op"]}
    assert VisitPhoto.objects.filter(visit=visit).count() == 1
    broken = SimpleUploadedFile("photo", b"no picture", "image/png")
    refused = phone.post("/round/photo/", {**said, "op": str(new_key()), "photo": broken})
    assert (refused.status_code, bool(refused.json()["why"])) == (409, True)


def test_who_is_at_the_door_is_told_on_the_day_only(visit: Visit) -> None:
    stranger = Client()
    assert "组员0" in stranger.get(f"/door/{visit.code}/").content.decode()
    Visit.objects.update(day=city_day(timezone.now()) + timedelta(days=1))
    assert "组员" not in stranger.get(f"/door/{visit.code}/").content.decode()
