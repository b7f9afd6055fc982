"""Who serves, what they can do, when they are there, and what they take along."""

from django.db import models
from django.db.models import F, Q

from nuanban.lib.keys import new_key
from nuanban.team.enums import AbsenceKind, KitKind, MemberKind, Skill


class Member(models.Model):
    """Somebody who serves. Doctors and volunteers need no account."""

    id = models.UUIDField(primary_key=True, default=new_key)
    user = models.OneToOneField("accounts.User", models.PROTECT, null=True, related_name="+")
    name = models.TextField("姓名")
    kind = models.TextField("身份", choices=MemberKind.choices)
    # Whom somebody of a township or village may serve; none: the whole city.
    division = models.ForeignKey("offices.Division", models.PROTECT, null=True, related_name="+")
    phone_sealed = models.BinaryField(null=True)
    phone_masked = models.TextField("电话", blank=True, default="")
    # What is shown at the door, on the day of a visit only.
    photo = models.ForeignKey("papers.Upload", models.PROTECT, null=True, related_name="+")
    joined_on = models.DateField("加入")
    left_on = models.DateField("离开", null=True)

    class Meta:
        ordering = ("kind", "name")
        constraints = (
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="member_leaves_after_joining",
                violation_error_message="离开日期不能早于加入日期。",
            ),
        )

    def __str__(self) -> str:
        return self.name


class HeldSkill(models.Model):
    """What a member can do, from when until when, and how that was shown."""

    id = models.UUIDField(primary_key=True, default=new_key)
    member = models.ForeignKey("team.Member", models.PROTECT, related_name="+")
    skill = models.TextField("技能", choices=Skill.choices)
    since = models.DateField("起")
    expires_on = models.DateField("到期", null=True)
    evidence = models.TextField("凭什么", blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("skill",)
        constraints = (
            models.UniqueConstraint(
                fields=["member", "skill"],
                condition=Q(withdrawn_at__isnull=True),
                name="skill_held_once",
                violation_error_message="这项技能已经登记过，请先撤下旧的再登记。",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("since")),
                name="skill_expires_after_it_began",
                violation_error_message="到期日要晚于起始日。",
            ),
        )

    def __str__(self) -> str:
        return self.skill


class Shift(models.Model):
    """When a member is there on a day, and when they eat."""

    id = models.UUIDField(primary_key=True, default=new_key)
    member = models.ForeignKey("team.Member", models.PROTECT, related_name="+")
    day = models.DateField("日期")
    starts_at = models.TimeField("上班")
    ends_at = models.TimeField("下班")
    break_from = models.TimeField("午休最早", null=True)
    break_to = models.TimeField("午休最晚", null=True)
    break_minutes = models.PositiveSmallIntegerField("午休分钟", default=0)

    class Meta:
        ordering = ("day", "starts_at")
        constraints = (
            models.UniqueConstraint(
                fields=["member", "day"],
                name="shift_once_a_day",
                violation_error_message="这个人这一天已经排了班。",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="shift_starts_before_it_ends",
                violation_error_message="上班时间要早于下班时间。",
            ),
            models.CheckConstraint(
                condition=Q(break_minutes=0)
                | Q(
                    break_from__gte=F("starts_at"),
                    break_to__lte=F("ends_at"),
                    break_from__lt=F("break_to"),
                ),
                name="shift_break_lies_inside",
                violation_error_message="午休要排在上班时间以内。",
            ),
        )
        indexes = (models.Index(fields=["day"], name="shift_by_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.starts_at}-{self.ends_at}"


class Absence(models.Model):
    """Days on which a member is not there, whatever the shifts say."""

    id = models.UUIDField(primary_key=True, default=new_key)
    member = models.ForeignKey("team.Member", models.PROTECT, related_name="+")
    kind = models.TextField("原因", choices=AbsenceKind.choices)
    from_day = models.DateField("从")
    to_day = models.DateField("到")
    words = models.TextField("说明", blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-from_day",)
        constraints = (
            models.CheckConstraint(
                condition=Q(to_day__gte=F("from_day")),
                name="absence_ends_after_it_begins",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_day}—{self.to_day}"


class Vehicle(models.Model):
    """A car of the team, 爱心专车 among them."""

    id = models.UUIDField(primary_key=True, default=new_key)
    plate = models.CharField("车牌", max_length=12, unique=True)
    name = models.TextField("名称")
    seats = models.PositiveSmallIntegerField("座位")
    wheelchair_places = models.PositiveSmallIntegerField("轮椅位", default=0)
    is_in_use = models.BooleanField("在用", default=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Kit(models.Model):
    """A device that is taken along."""

    id = models.UUIDField(primary_key=True, default=new_key)
    code = models.CharField("编号", max_length=20, unique=True)
    kind = models.TextField("种类", choices=KitKind.choices)
    is_in_use = models.BooleanField("在用", default=True)

    class Meta:
        ordering = ("kind", "code")

    def __str__(self) -> str:
        return self.code
