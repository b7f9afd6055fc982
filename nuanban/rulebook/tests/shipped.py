"""The policies that are shipped, with their examples."""

from nuanban.rulebook.book import HOME, load_book
from nuanban.rulebook.examples import Example, read_examples

BOOK = load_book()


def examples_of(policy: str) -> list[Example]:
    """The golden examples of a shipped policy."""
    file = HOME / policy / "examples.toml"
    return read_examples(file.read_text("utf-8"), f"{policy}/examples.toml", BOOK)
