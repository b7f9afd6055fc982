"""What residents are refused is said in the language of their page."""

import ast
from collections.abc import Iterator
from importlib import import_module
from inspect import unwrap
from string import Formatter
from typing import Any

import pytest
from django.urls import get_resolver
from django.utils.translation import gettext, override

from nuanban.journal.actions import Contradiction
from nuanban.lib.errors import Refusal, Unusable
from nuanban.ui import texts
from nuanban.ui.sentences import sentence_of
from nuanban.zone.actions import TicketMoved
from tests.reached import Place, reached_from


def _pages(patterns: list[Any]) -> Iterator[Any]:
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from _pages(one.url_patterns)
        else:
            yield one.callback


@pytest.fixture(scope="module")
def reached() -> dict[Place, ast.AST]:
    """From the pages that need no login."""
    texts.compile_all()
    pages = _pages(get_resolver().url_patterns)
    public = [unwrap(page) for page in pages if getattr(page, "login_required", True) is False]
    return reached_from((page.__module__, page.__qualname__) for page in public)


def _refusals(reached: dict[Place, ast.AST]) -> list[type[Refusal]]:
    classes = [place for place, node in reached.items() if isinstance(node, ast.ClassDef)]
    found = (getattr(import_module(inside), name) for inside, name in classes)
    return [it for it in found if issubclass(it, Refusal)]


def _blanks(text: str) -> set[str]:
    return {name for _text, name, _form, _way in Formatter().parse(text) if name}


def test_every_refusal_of_a_public_page_has_its_english(reached: dict[Place, ast.AST]) -> None:
    sentences = [(it.__doc__ or "").strip() for it in _refusals(reached)]
    assert len(sentences) > 10
    with override("en"):
        english = {it: gettext(it) for it in sentences if it != "{sentence}"}
    assert [said for said, words in english.items() if said == words] == []
    assert [said for said, words in english.items() if _blanks(said) != _blanks(words)] == []


def test_no_public_page_tells_a_refusal_in_chinese_only(reached: dict[Place, ast.AST]) -> None:
    caught = [
        (place, handler)
        for place, node in reached.items()
        for handler in ast.walk(node)
        if isinstance(handler, ast.ExceptHandler) and "Refusal" in ast.unparse(handler.type or node)
    ]
    told = [place for place, it in caught if it.name and f"str({it.name})" in ast.unparse(it)]
    assert caught
    assert told == []


def test_a_sentence_without_english_becomes_what_every_refusal_says() -> None:
    given, general = "这张床已经有人。", "This cannot be done now. Please ask a member of staff."
    assert sentence_of(Unusable(sentence=given)) == given
    with override("en"):
        assert sentence_of(Unusable(sentence=given)) == general
        assert sentence_of(Contradiction(sentence=given)) == general
        assert sentence_of(Unusable(sentence="请写明到了找谁。")).startswith("Please say whom")
        assert "A012 is" in sentence_of(TicketMoved(label="A012", state="x"))
