"""A part of the book judges as the whole does."""

from nuanban.rulebook.book import load_book


def test_one_policy_can_be_taken_out_though_it_leads_to_others() -> None:
    book = load_book()
    for policy in book.values():
        assert policy.id in book.only([policy.id])
