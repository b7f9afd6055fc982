"""Why one row cannot be taken: the cause and the sentence."""

from nuanban.feeds.enums import Cause


class RowFault(Exception):
    """A row that is put aside. `sentence` says what is wrong and what to do."""

    def __init__(self, cause: Cause, sentence: str) -> None:
        super().__init__(sentence)
        self.cause, self.sentence = cause, sentence


def wrong(sentence: str) -> RowFault:
    """A cell that says something impossible."""
    return RowFault(Cause.WRONG_VALUE, sentence)
