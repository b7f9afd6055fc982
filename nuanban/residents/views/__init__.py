"""Pages about people: finding one, one person, writing down what is known."""

from nuanban.residents.views.change import (
    add_identity,
    add_relative,
    add_status,
    set_contact,
    set_needs,
    set_preferences,
    withdraw_status,
)
from nuanban.residents.views.find import find, register
from nuanban.residents.views.household import (
    join_household,
    leave_household,
    open_household,
    set_head,
)
from nuanban.residents.views.merge import merge, undo_merge
from nuanban.residents.views.person import person, reveal

__all__ = [
    "add_identity",
    "add_relative",
    "add_status",
    "find",
    "join_household",
    "leave_household",
    "merge",
    "open_household",
    "person",
    "register",
    "reveal",
    "set_contact",
    "set_head",
    "set_needs",
    "set_preferences",
    "undo_merge",
    "withdraw_status",
]
