"""Outlines are brought, looked at and taken on a page."""

from django.core.files.uploadedfile import SimpleUploadedFile

from nuanban.accounts.enums import Role
from nuanban.lib.keys import new_key
from nuanban.offices import queries
from nuanban.offices.tests.drawn import TWO, collection, feature, square
from tests.cast import Cast
from tests.clients import colleague

PAGE = "/desk/places/outlines/"


def sent(content: bytes) -> dict[str, object]:
    """The form, filled."""
    file = SimpleUploadedFile("边界.geojson", content)
    return {"op": str(new_key()), "file": file, "datum": "wgs84"}


def test_a_file_is_looked_at_and_then_taken(cast: Cast) -> None:
    client = colleague(cast, Role.SYSTEM_ADMIN)
    wrong = feature(square(121.4, 31.2), name="三眼桥街道")
    answer = client.post(PAGE, sent(collection(*TWO, wrong)))
    assert answer.status_code == 303
    shown = client.get(answer["Location"]).content.decode()
    assert "望岳路街道" in shown
    assert "本市以外" in shown
    assert queries.outlines_drawn() == 0
    assert client.post(answer["Location"], {"op": str(new_key())}).status_code == 303
    assert queries.outlines_drawn() == 2
    assert "用不着再换" in client.get(answer["Location"]).content.decode()
    assert "边界.geojson" in client.get(PAGE).content.decode()


def test_a_wrong_file_is_answered_in_words_and_nothing_is_kept(cast: Cast) -> None:
    client = colleague(cast, Role.SYSTEM_ADMIN)
    answer = client.post(PAGE, sent(b"PK\x03\x04"))
    assert answer.status_code == 422
    assert "压缩包" in answer.content.decode()
    assert not queries.outline_files().exists()
