"""Cases follow a person whose records were merged: told by the journal, done by the worker."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from nuanban.cases import actions as cases
from nuanban.cases.enums import Channel
from nuanban.cases.queries import Case
from nuanban.journal.sweeping import give_back_orphans
from nuanban.residents import actions as residents
from tests.cast import Cast, person


def open_for_wang(cast: Cast) -> Case:
    """Mrs Wang asks for something."""
    return cases.open_case(
        item="SG-RS-01",
        resident=cast.wang,
        channel=Channel.ZONE,
        site=cast.site,
        by=cast.by(),
        at=cast.at,
    )


def work() -> None:
    """The worker does what waits, then ends."""
    call_command("procrastinate", "worker", wait=False, concurrency=1)


def test_a_merge_and_its_undo_take_the_cases_along(committed: Cast) -> None:
    case = open_for_wang(committed)
    twin, _ = person("王秀兰", date(1953, 6, 1))
    by, at = committed.by(), committed.at
    done = residents.merge(twin, committed.wang, reason="同一个人", by=by, at=at)
    assert ProcrastinateJob.objects.filter(status="todo").count() == 1
    work()
    case.refresh_from_db()
    assert case.resident == twin
    residents.undo_merge(done, by=by, at=at)
    work()
    case.refresh_from_db()
    assert case.resident == committed.wang


def test_a_refused_deed_tells_nobody(committed: Cast) -> None:
    by, at = committed.by(), committed.at
    with pytest.raises(residents.AlreadyMerged):
        residents.merge(committed.wang, committed.wang, reason="同一个人", by=by, at=at)
    assert not ProcrastinateJob.objects.exists()


def test_what_a_dead_worker_held_is_given_back_and_done(committed: Cast) -> None:
    case = open_for_wang(committed)
    twin, _ = person("王秀兰", date(1953, 6, 1))
    residents.merge(twin, committed.wang, reason="同一个人", by=committed.by(), at=committed.at)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    work()
    assert Case.objects.get(pk=case.pk).resident == committed.wang
    assert give_back_orphans() == 1
    work()
    assert Case.objects.get(pk=case.pk).resident == twin
