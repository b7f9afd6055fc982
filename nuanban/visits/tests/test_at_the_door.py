"""Whoever opens the door knows first who stands there."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nuanban.accounts.enums import Role
from nuanban.lib.keys import new_key
from nuanban.visits import door_queries
from nuanban.visits.models import Deed, Visit
from nuanban.visits.queries import members_of
from nuanban.visits.spoken import spoken_code
from nuanban.visits.tests.days import picture, wish
from nuanban.visits.tests.test_round_pages import phone, row, send, visit
from tests.cast import Cast
from tests.clients import colleague

__all__ = ["phone", "visit"]


def test_both_sides_know_the_same_word_and_each_visit_has_its_own(
    cast: Cast, visit: Visit, phone: Client
) -> None:
    word = phone.get("/round/day/").json()["visits"][0]["spoken"]
    assert (len(word), word.isdecimal()) == (4, True)
    assert word in Client().get(f"/door/{visit.code}/").content.decode()
    desk = colleague(cast, Role.HOTLINE_AGENT)
    assert word in desk.get(f"/desk/visits/{visit.pk}/").content.decode()
    assert len({spoken_code(it) for it in [visit, *(wish(cast) for _ in range(5))]}) > 3


def test_a_face_is_shown_on_the_day_of_the_visit_only(cast: Cast, visit: Visit) -> None:
    assert visit.crew is not None
    member = members_of(visit.crew)[0]
    desk, stranger = colleague(cast, Role.SUPERVISOR), Client()
    face = f"/door/{visit.code}/photo/0/"
    assert stranger.get(face).status_code == 404
    photo = SimpleUploadedFile("me.png", picture(), "image/png")
    said = {"op": str(new_key()), "photo": photo}
    assert desk.post(f"/desk/team/{member.pk}/photo/set/", said).status_code == 303
    assert stranger.get(face)["Content-Type"] == "image/jpeg"
    assert f"{member.name}的照片" in stranger.get(f"/door/{visit.code}/").content.decode()
    assert stranger.get(f"/door/{visit.code}/photo/9/").status_code == 404
    broken = SimpleUploadedFile("me.png", b"no picture", "image/png")
    again = {"op": str(new_key()), "photo": broken}
    page = desk.post(f"/desk/team/{member.pk}/photo/set/", again, follow=True)
    assert "只能收照片" in page.content.decode()
    Visit.objects.update(day="2026-01-01")
    assert stranger.get(face).status_code == 404


def test_the_page_at_the_door_speaks_english(cast: Cast, visit: Visit) -> None:
    guest = Client()
    guest.cookies["nb_language"] = "en"
    page = guest.get(f"/door/{visit.code}/").content.decode()
    assert "Is the person at the door one of ours?" in page
    assert "The visit you asked for" in page


def _places(day: dict[str, Any], phone: Client, said: Any, deed: str) -> list[tuple[Any, Any]]:
    send(phone, row(day, deed=deed, place=said, outcome="settled"))
    return list(Deed.objects.order_by("id").values_list("latitude", "longitude"))


def test_a_place_is_kept_at_arriving_and_leaving_and_never_needed(
    cast: Cast, visit: Visit, phone: Client
) -> None:
    day = phone.get("/round/day/").json()
    here = [visit.latitude, visit.longitude + 0.001, 12.5]
    assert _places(day, phone, here, "set_out") == [(None, None)]
    assert _places(day, phone, here, "arrive")[-1] == (here[0], here[1])
    for said in ("here", [1, 2], [91, 0, 1], [None, 1, 1], [1e999, 0, 1], True):
        assert _places(day, phone, said, "finish")[-1] == (None, None)
    (where,) = door_queries.places_of(visit)
    assert 90 < where.metres < 105
    page = colleague(cast, Role.SUPERVISOR).get(f"/desk/visits/{visit.pk}/").content.decode()
    assert "到门口的位置" in page
