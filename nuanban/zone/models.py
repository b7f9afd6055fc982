"""Tickets of the hall, their numbers, hand-overs, calls for help, passes of entry."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from nuanban.lib.keys import new_key
from nuanban.zone.enums import HelpKind, Lane, Post, TicketState, Via

OPEN = [TicketState.WAITING, TicketState.CALLED, TicketState.SERVING]
OPEN += [TicketState.HELD, TicketState.MISSED]
AT_A_WINDOW = [TicketState.CALLED, TicketState.SERVING]


class Ticket(models.Model):
    """A place in the queue of one hall on one day."""

    id = models.UUIDField(primary_key=True, default=new_key)
    site = models.ForeignKey("offices.Site", models.PROTECT, related_name="+")
    day = models.DateField("日期")
    prefix = models.CharField(max_length=4)
    number = models.PositiveIntegerField("号")
    label = models.GeneratedField(
        expression=models.Func(
            models.F("prefix"),
            models.F("number"),
            template="(prefix || lpad(number::text, greatest(3, length(number::text)), '0'))",
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
    # Public code in the QR: 16 characters that cannot be guessed.
    code = models.CharField(max_length=24, unique=True)
    lane = models.TextField(choices=Lane.choices)
    reasons = models.JSONField("优先原因", default=list)
    resident = models.ForeignKey("residents.Resident", models.PROTECT, null=True, related_name="+")
    name_masked = models.TextField(blank=True, default="")
    # Number and name of a person nobody knew at check-in, sealed until the record is completed.
    person_sealed = models.BinaryField(null=True)
    person_index = models.BinaryField(null=True, max_length=32)
    birth_on = models.DateField(null=True)
    groups = ArrayField(models.TextField(), default=list, blank=True)
    needs = ArrayField(models.TextField(), default=list, blank=True)
    item = models.ForeignKey("catalogue.Item", models.PROTECT, null=True, related_name="+")
    skill = models.TextField("办理部门", blank=True, default="")
    via = models.TextField(choices=Via.choices)
    device_id = models.UUIDField(null=True)
    state = models.TextField(choices=TicketState.choices, default=TicketState.WAITING)
    window = models.ForeignKey("offices.Window", models.PROTECT, null=True, related_name="+")
    forwarded_to = models.ForeignKey("offices.Window", models.PROTECT, null=True, related_name="+")
    server = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    leader = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    note = models.TextField("交接说明", blank=True, default="")
    # Another ticket of the same person: staff who call one see the other.
    other_ticket = models.ForeignKey("zone.Ticket", models.PROTECT, null=True, related_name="+")
    arrived_at = models.DateTimeField()
    queued_at = models.DateTimeField("排队时间")
    appointment_at = models.DateTimeField(null=True)
    forwarded_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    call_reason = models.TextField("为什么先叫", blank=True, default="")
    calls = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    misses = models.PositiveSmallIntegerField(default=0)
    returned_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    overtaken = models.PositiveSmallIntegerField("被超过次数", default=0)
    calls_since_return = models.PositiveSmallIntegerField(default=0)
    wait_low = models.PositiveSmallIntegerField(null=True)
    wait_high = models.PositiveSmallIntegerField(null=True)
    clock_skewed = models.BooleanField("取号机时钟不准", default=False)
    # The last move and what stood before it, so that it can be undone within a minute.
    last_move = models.JSONField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (
            models.Index(
                fields=["site", "day", "state"],
                name="ticket_open_by_site",
                condition=Q(state__in=OPEN),
            ),
            models.Index(fields=["site", "day", "-called_at"], name="ticket_by_call"),
            models.Index(fields=["resident"], name="ticket_by_resident"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["site", "day", "prefix", "number"],
                name="ticket_number_once_a_day",
                violation_error_message="这个号码今天已经发出过。",
            ),
            models.UniqueConstraint(
                fields=["resident", "site", "day", "item"],
                condition=Q(state__in=OPEN, resident__isnull=False),
                nulls_distinct=False,
                name="one_open_ticket_per_person_and_item",
                violation_error_message="您已经取过这件事的号，不用再取。",
            ),
            models.UniqueConstraint(
                fields=["person_index", "site", "day", "item"],
                condition=Q(state__in=OPEN, person_index__isnull=False),
                nulls_distinct=False,
                name="one_open_ticket_per_card_and_item",
                violation_error_message="这张证件已经取过这件事的号，不用再取。",
            ),
            models.UniqueConstraint(
                fields=["window"],
                condition=Q(state__in=AT_A_WINDOW),
                name="one_person_at_a_window",
                violation_error_message="这个窗口正在接待另一位，请先完成或暂停。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AT_A_WINDOW) | Q(window__isnull=False),
                name="called_ticket_has_a_window",
                violation_error_message="叫号时要有窗口。",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="ticket_numbers_begin_at_1",
                violation_error_message="号码从 1 开始。",
            ),
            models.CheckConstraint(
                condition=Q(lane=Lane.ORDINARY) | ~Q(reasons=[]),
                name="priority_has_a_reason",
                violation_error_message="优先要写明原因。",
            ),
        )

    def __str__(self) -> str:
        return str(self.label)


class TicketCounter(models.Model):
    """Last number of a prefix at a site on a day: numbers have no gaps."""

    id = models.UUIDField(primary_key=True, default=new_key)
    site = models.ForeignKey("offices.Site", models.PROTECT, related_name="+")
    day = models.DateField()
    prefix = models.CharField(max_length=4)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["site", "day", "prefix"],
                name="one_counter_per_site_day_prefix",
                violation_error_message="这个号段已经有计数器。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.prefix}{self.last}"


class Lease(models.Model):
    """A number prefix that one kiosk holds, to go on issuing tickets while the network is away."""

    id = models.UUIDField(primary_key=True, default=new_key)
    site = models.ForeignKey("offices.Site", models.PROTECT, related_name="+")
    device_id = models.UUIDField(unique=True)
    prefix = models.CharField(max_length=4)
    granted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["site", "prefix"],
                name="prefix_held_by_one_kiosk",
                violation_error_message="这个号段已经给了另一台取号机。",
            ),
        )

    def __str__(self) -> str:
        return self.prefix


class HandOver(models.Model):
    """One post hands a person to the next, with times (三岗制)."""

    id = models.UUIDField(primary_key=True, default=new_key)
    ticket = models.ForeignKey("zone.Ticket", models.PROTECT, related_name="+")
    from_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    to_user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    to_post = models.TextField(choices=Post.choices)
    offered_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("offered_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(ended_at__isnull=True),
                name="one_leader_at_a_time",
                violation_error_message="已经有人在领办这位群众。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} → {self.to_post}"


class HelpCall(models.Model):
    """Somebody in the hall asks for a person, a wheelchair, an interpreter."""

    id = models.UUIDField(primary_key=True, default=new_key)
    site = models.ForeignKey("offices.Site", models.PROTECT, related_name="+")
    kind = models.TextField(choices=HelpKind.choices)
    place = models.TextField("在哪里")
    ticket = models.ForeignKey("zone.Ticket", models.PROTECT, null=True, related_name="+")
    called_at = models.DateTimeField()
    taken_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("called_at",)

    def __str__(self) -> str:
        return f"{self.kind} {self.place}"


class EntryPass(models.Model):
    """Registration at the entrance on paper or card: the pass of people without a phone."""

    id = models.UUIDField(primary_key=True, default=new_key)
    site = models.ForeignKey("offices.Site", models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.PositiveIntegerField()
    name = models.TextField("姓名")
    resident = models.ForeignKey("residents.Resident", models.PROTECT, null=True, related_name="+")
    registered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["site", "day", "number"],
                name="entry_number_once_a_day",
                violation_error_message="这个入门登记号今天已经用过。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.number}"
