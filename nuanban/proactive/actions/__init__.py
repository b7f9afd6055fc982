"""The only writer of runs, entitlements, grants and tasks."""

from nuanban.proactive.actions.answers import answer
from nuanban.proactive.actions.carrying import carry_out
from nuanban.proactive.actions.certifying import certify, certify_some
from nuanban.proactive.actions.overpaying import (
    OtherHands,
    OverpaymentMoved,
    claim_back,
    note_instalment,
    object_to_claim,
    waive,
)
from nuanban.proactive.actions.partners import NothingNew, make_partner_list, read_answer
from nuanban.proactive.actions.reminding import remind
from nuanban.proactive.actions.resuming import resume_runs
from nuanban.proactive.actions.runs import (
    RunMoved,
    SameHands,
    fail_run,
    last_figures,
    prepare_run,
    propose_run,
    reckon_run,
    refuse_run,
    release_run,
)
from nuanban.proactive.actions.settling import end_faded, settle
from nuanban.proactive.actions.tasks import drop_task, finish_task, note_life

__all__ = [
    "NothingNew",
    "OtherHands",
    "OverpaymentMoved",
    "RunMoved",
    "SameHands",
    "answer",
    "carry_out",
    "certify",
    "certify_some",
    "claim_back",
    "drop_task",
    "end_faded",
    "fail_run",
    "finish_task",
    "last_figures",
    "make_partner_list",
    "note_instalment",
    "note_life",
    "object_to_claim",
    "prepare_run",
    "propose_run",
    "read_answer",
    "reckon_run",
    "refuse_run",
    "release_run",
    "remind",
    "resume_runs",
    "settle",
    "waive",
]
