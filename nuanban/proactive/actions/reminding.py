"""What runs out: people are reminded 90, 60, 30 and 7 days before, once at each step."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from nuanban.eligibility import queries as eligibility
from nuanban.journal.actions import record
from nuanban.lib.actor import SYSTEM
from nuanban.lib.days import city_day
from nuanban.notices.actions import NewNotice, tell_many
from nuanban.offices import queries as offices
from nuanban.proactive.enums import TaskKind
from nuanban.proactive.models import Reminder, ReminderDay, Task
from nuanban.proactive.running_out import STEPS, due_policies, living_city, nearest
from nuanban.proactive.telling import due_words
from nuanban.residents import queries as residents
from nuanban.residents.queries import Told, notices_of
from nuanban.rulebook.book import Book

# At this step somebody calls or knocks as well.
KNOCK_FROM = 30
# The same step is not told again before the next time something runs out.
QUIET_DAYS = 180


def remind(*, at: datetime) -> int:
    """Looks the city through once a day; gives how many were reminded."""
    day, city = city_day(at), offices.city()
    if city is None or ReminderDay.objects.filter(day=day).exists():
        return 0
    book = eligibility.book_on(day)
    found = dict(nearest(book, living_city(day, at), due_policies(book), day, city.division_id))
    return _tell(book, found, day, at)


@transaction.atomic
def _tell(book: Book, found: dict[tuple[str, str], int], day: date, at: datetime) -> int:
    _row, is_new = ReminderDay.objects.get_or_create(day=day)
    if not is_new:
        return 0
    since = day - timedelta(days=QUIET_DAYS)
    told = {
        (str(person), policy, step)
        for person, policy, step in Reminder.objects.filter(told_on__gt=since).values_list(
            "resident_id", "policy", "step"
        )
    }
    fresh = [
        Reminder(resident_id=UUID(person), policy=policy, step=step, told_on=day)
        for (person, policy), step in found.items()
        if (person, policy, step) not in told
    ]
    Reminder.objects.bulk_create(fresh, batch_size=2_000)
    city = offices.city()
    phone = city.phone if city else "12345"
    for start in range(0, len(fresh), 1_000):
        _tell_batch(book, fresh[start : start + 1_000], phone, at)
    ReminderDay.objects.filter(day=day).update(reminded=len(fresh))
    record("proactive.reminded", by=SYSTEM, at=at, payload={"people": len(fresh)})
    return len(fresh)


def _tell_batch(book: Book, batch: list[Reminder], phone: str, at: datetime) -> None:
    contacts = residents.contacts_of([r.resident_id for r in batch])
    news: list[NewNotice] = []
    for reminder in batch:
        policy, contact = book[reminder.policy], contacts.get(reminder.resident_id)
        if contact is None:
            continue
        key = f"proactive:due:{reminder.pk}"
        title = f"{policy.title}：{reminder.step} 天内"
        told = Told(contact, key, "proactive.due", title[:60], due_words(policy, phone))
        news += notices_of(told, at)
    tell_many(news, by=SYSTEM, at=at)
    _knock(book, [r for r in batch if r.step <= KNOCK_FROM], at)


def _knock(book: Book, batch: list[Reminder], at: datetime) -> None:
    Task.objects.bulk_create(
        [
            Task(
                kind=TaskKind.KNOCK,
                resident_id=reminder.resident_id,
                policy=reminder.policy,
                why=f"{book[reminder.policy].title}：{reminder.step} 天内或已经过期，请联系本人。",
                urgency=3 if reminder.step == STEPS[0] else 2,
                opened_at=at,
                due_on=reminder.told_on + timedelta(days=reminder.step),
            )
            for reminder in batch
        ],
        ignore_conflicts=True,
    )
