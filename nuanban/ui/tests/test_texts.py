"""English follows Chinese, sentence by sentence."""

from pathlib import Path

import pytest

from nuanban.ui import texts


@pytest.mark.parametrize("room", [app.name for app in texts.apps()])
def test_every_sentence_that_residents_read_has_its_english(room: str) -> None:
    assert texts.missing(texts.CITY / room, "en") == []


def test_a_new_sentence_is_found_in_templates_and_code(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text('{% load i18n %}{% trans "请坐" %}')
    (tmp_path / "b.py").write_text('from x import gettext as _\nWORD = _("慢走")\n')
    told = '@residents_read\nclass Full(Refusal):\n    """坐满了。"""\n\n\n'
    (tmp_path / "c.py").write_text(told + 'class Own(Refusal):\n    """自己人看的。"""\n')
    assert sorted(texts.missing(tmp_path, "en")) == ["坐满了。", "慢走", "请坐"]


def test_catalogues_are_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    po = tmp_path / "ui" / "locale" / "en" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text('msgid "请坐"\nmsgstr "Please sit down"\n')
    monkeypatch.setattr(texts, "CITY", tmp_path)
    assert texts.compile_all() == 1
    assert b"Please sit down" in po.with_suffix(".mo").read_bytes()
    assert texts.compile_all() == 0
