"""Everything that can happen to what the city knows of a person."""

from nuanban.residents.actions.facts import (
    add_status,
    set_needs,
    set_preferences,
    tie_relative,
    withdraw_status,
)
from nuanban.residents.actions.household_lists import NewMember, RefusedMember, keep_households
from nuanban.residents.actions.households import (
    EarlierDay,
    HasHead,
    InHousehold,
    NoHousehold,
    join_household,
    leave_household,
    open_household,
    set_head,
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
    "EarlierDay",
    "HasHead",
    "HeldStatus",
    "IdentityTaken",
    "InHousehold",
    "NewMember",
    "NewResident",
    "NewStatus",
    "NoHousehold",
    "RefusedMember",
    "add_identity",
    "add_status",
    "complete",
    "join_household",
    "keep_households",
    "keep_statuses",
    "leave_household",
    "merge",
    "open_household",
    "register",
    "register_many",
    "reveal",
    "set_address",
    "set_head",
    "set_needs",
    "set_phone",
    "set_preferences",
    "tie_relative",
    "undo_merge",
    "withdraw_status",
]
