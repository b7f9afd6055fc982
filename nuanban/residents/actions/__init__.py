"""Everything that can happen to what the city knows of a person."""

from nuanban.residents.actions.facts import (
    add_status,
    set_needs,
    set_preferences,
    tie_relative,
    withdraw_status,
)
from nuanban.residents.actions.merge import AlreadyMerged, merge, undo_merge
from nuanban.residents.actions.register import (
    IdentityTaken,
    NewResident,
    NewStatus,
    add_identity,
    complete,
    register,
    register_many,
    set_address,
    set_phone,
)
from nuanban.residents.actions.reveal import reveal
from nuanban.residents.actions.statuses import HeldStatus, keep_statuses

__all__ = [
    "AlreadyMerged",
    "HeldStatus",
    "IdentityTaken",
    "NewResident",
    "NewStatus",
    "add_identity",
    "add_status",
    "complete",
    "keep_statuses",
    "merge",
    "register",
    "register_many",
    "reveal",
    "set_address",
    "set_needs",
    "set_phone",
    "set_preferences",
    "tie_relative",
    "undo_merge",
    "withdraw_status",
]
