"""One record per person: identities, dated statuses, needs, relatives, preferences."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from nuanban.lib.keys import new_key
from nuanban.residents.enums import (
    IdentityKind,
    Need,
    Relation,
    Sex,
    Source,
    StatusKind,
    TellBy,
)


class Resident(models.Model):
    """A person. Names are any script, never normalised; numbers live in Identity, sealed."""

    id = models.UUIDField(primary_key=True, default=new_key)
    name = models.TextField("姓名")
    birth_on = models.DateField("出生日期", null=True)
    sex = models.TextField("性别", choices=Sex.choices, blank=True, default="")
    registered_division = models.ForeignKey(
        "offices.Division", models.PROTECT, null=True, related_name="+"
    )
    resident_division = models.ForeignKey(
        "offices.Division", models.PROTECT, null=True, related_name="+"
    )
    needs = ArrayField(models.TextField(choices=Need.choices), default=list, blank=True)
    dialect = models.TextField("方言", blank=True, default="")
    tell_by = models.TextField("怎样通知", choices=TellBy.choices, default=TellBy.PHONE)
    tell_relative_too = models.BooleanField("也告诉家属", default=False)
    care = models.JSONField("关爱模式", default=dict)
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True, max_length=32)
    phone_tail_index = models.BinaryField(null=True, max_length=32)
    phone_masked = models.TextField(blank=True, default="")
    address_sealed = models.BinaryField(null=True)
    # Whole name, bigrams, pinyin and initials: people are found by these, never browsed.
    search_keys = ArrayField(models.TextField(), default=list)
    is_complete = models.BooleanField("已补全", default=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = (
            GinIndex(fields=["search_keys"], name="resident_by_search_key"),
            models.Index(fields=["birth_on", "name"], name="resident_by_birth"),
            models.Index(
                fields=["phone_tail_index"],
                name="resident_by_phone_tail",
                condition=Q(phone_tail_index__isnull=False),
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="resident_not_merged_into_self",
                violation_error_message="不能把一个人合并到自己。",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="resident_has_a_name",
                violation_error_message="请填写姓名。",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Identity(models.Model):
    """A number by which a person is known, sealed, with a blind index and a mask."""

    id = models.UUIDField(primary_key=True, default=new_key)
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    kind = models.TextField(choices=IdentityKind.choices)
    number_sealed = models.BinaryField()
    number_index = models.BinaryField(max_length=32)
    number_masked = models.TextField()
    check_overridden = models.BooleanField("校验码不符，已由工作人员确认", default=False)
    source = models.TextField(choices=Source.choices)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "number_index"],
                condition=Q(withdrawn_at__isnull=True),
                name="identity_number_belongs_to_one_person",
                violation_error_message="这个证件号已经登记在另一个人名下，请先查找是否同一个人。",
            ),
        )
        indexes = (models.Index(fields=["resident"], name="identity_by_resident"),)

    def __str__(self) -> str:
        return self.number_masked


class Status(models.Model):
    """A dated fact with source and evidence. Corrections withdraw a row and add another."""

    id = models.UUIDField(primary_key=True, default=new_key)
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    kind = models.TextField(choices=StatusKind.choices)
    category = models.TextField("类别", blank=True, default="")
    level = models.PositiveSmallIntegerField("等级", null=True)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True)
    source = models.TextField(choices=Source.choices)
    evidence = models.TextField("依据", blank=True, default="")
    recorded_at = models.DateTimeField("登记时间")
    withdrawn_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        ordering = ("kind", "-valid_from")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="status_ends_after_it_begins",
                violation_error_message="截止日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(kind=StatusKind.DISABILITY)
                | Q(category__in=list("1234567"), level__gte=1, level__lte=4),
                name="disability_has_category_and_level",
                violation_error_message="残疾要写明类别（1–7）和等级（1–4）。",
            ),
            models.UniqueConstraint(
                fields=["resident", "kind", "valid_from", "source"],
                condition=Q(withdrawn_at__isnull=True),
                name="status_recorded_once",
                violation_error_message="同一来源的这条身份已经登记过了。",
            ),
        )
        indexes = (models.Index(fields=["resident"], name="status_by_resident"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.valid_from}"


class Relative(models.Model):
    """A tie between two people on file, or to a person known by name and phone only."""

    id = models.UUIDField(primary_key=True, default=new_key)
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    other = models.ForeignKey("residents.Resident", models.PROTECT, null=True, related_name="+")
    relation = models.TextField(choices=Relation.choices)
    name = models.TextField()
    phone_sealed = models.BinaryField(null=True)
    phone_masked = models.TextField(blank=True, default="")
    source = models.TextField(choices=Source.choices)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["resident"], name="relative_by_resident"),)

    def __str__(self) -> str:
        return self.name


class Merge(models.Model):
    """Two records found to be one person, with what moved, so that it can be undone."""

    id = models.UUIDField(primary_key=True, default=new_key)
    kept = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    absorbed = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    moved = models.JSONField()
    reason = models.TextField()
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=Q(undone_at__isnull=True),
                name="resident_merged_once",
                violation_error_message="这个人已经被合并过了。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.kept_id}"


class Household(models.Model):
    """People who are registered together (户). Who belongs to it says HouseholdMember."""

    id = models.UUIDField(primary_key=True, default=new_key)
    division = models.ForeignKey("offices.Division", models.PROTECT, null=True, related_name="+")
    number_index = models.BinaryField("户号", null=True, max_length=32)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["number_index"],
                name="household_number_once",
                violation_error_message="这个户号已经登记过了。",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


_CURRENT = Q(valid_to__isnull=True, withdrawn_at__isnull=True)


class HouseholdMember(models.Model):
    """Somebody belongs to a household since a day. An end withdraws the row and adds a closed one,
    so that earlier moments stay explained.

    `relation`: what the person is to the head. `valid_to`: the last day.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    household = models.ForeignKey("residents.Household", models.PROTECT, related_name="+")
    resident = models.ForeignKey("residents.Resident", models.PROTECT, related_name="+")
    is_head = models.BooleanField("户主", default=False)
    relation = models.TextField(choices=Relation.choices, blank=True, default="")
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True)
    source = models.TextField(choices=Source.choices)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["resident"],
                condition=_CURRENT,
                name="one_household_at_a_time",
                violation_error_message="这个人已经在一户里了，请先从那一户迁出。",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=_CURRENT & Q(is_head=True),
                name="household_has_one_head",
                violation_error_message="这一户已经有户主了。",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_ends_after_it_begins",
                violation_error_message="迁出的日期不能早于迁入的日期。",
            ),
        )
        indexes = (
            models.Index(fields=["resident"], name="membership_by_resident"),
            models.Index(fields=["household"], name="membership_by_household"),
        )

    def __str__(self) -> str:
        return f"{self.resident_id} {self.valid_from}"
