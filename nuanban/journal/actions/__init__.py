"""The journal's only writer."""

from nuanban.journal.actions.once import (
    KEEP_SQL,
    LOOK_SQL,
    TO_COME,
    AlreadyAnswered,
    Answer,
    Contradiction,
    Operation,
    OperationKeyReused,
    OperationRunning,
    fingerprint_of,
    keep,
    keep_parameters,
    run_in_one_statement,
    run_once,
)
from nuanban.journal.actions.record import ENTRY_SQL, entry_parameters, record, record_many
from nuanban.journal.actions.seal import FIRST_ROOT, canonical, seal
from nuanban.journal.actions.write import write_all, write_new

__all__ = [
    "ENTRY_SQL",
    "FIRST_ROOT",
    "KEEP_SQL",
    "LOOK_SQL",
    "TO_COME",
    "AlreadyAnswered",
    "Answer",
    "Contradiction",
    "Operation",
    "OperationKeyReused",
    "OperationRunning",
    "canonical",
    "entry_parameters",
    "fingerprint_of",
    "keep",
    "keep_parameters",
    "record",
    "record_many",
    "run_in_one_statement",
    "run_once",
    "seal",
    "write_all",
    "write_new",
]
