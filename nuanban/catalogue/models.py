"""What the city offers: items, how and where they are done, their guides in versions, bundles."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nuanban.catalogue.enums import Channel, Group, Level, VersionState
from nuanban.lib.keys import new_key


class Department(models.Model):
    """The department that answers for an item. Windows name the departments they serve."""

    code = models.CharField("代码", primary_key=True, max_length=4)
    name = models.TextField("名称", unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """One thing people come for."""

    code = models.CharField("代码", primary_key=True, max_length=16)
    name = models.TextField("事项名称")
    plain_name = models.TextField("大白话名称")
    name_en = models.TextField("英文名称")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    # Basic code of the national catalogue (GB/T 39554.1), where the city has one.
    basic_code = models.CharField("国家基本编码", max_length=12, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)
    # Names, other words for it, pinyin and initials, in lower case.
    search_text = models.TextField(default="")
    withdrawn_on = models.DateField("取消日期", null=True)

    class Meta:
        ordering = ("position", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z0-9]+(-[A-Z0-9]+)*$"),
                name="item_code_is_capitals_digits_and_dashes",
                violation_error_message="事项代码只用大写字母、数字和短横线，例如 SG-MZ-01。",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(plain_name=""),
                name="item_has_names",
                violation_error_message="事项要有正式名称和大白话名称。",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ItemChannel(models.Model):
    """One way in which an item is done."""

    id = models.UUIDField(primary_key=True, default=new_key)
    item = models.ForeignKey(Item, models.CASCADE, related_name="+")
    channel = models.TextField(choices=Channel.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["item", "channel"],
                name="channel_once_per_item",
                violation_error_message="这个事项已经有这种办法。",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[c.value for c in Channel]),
                name="item_channel_is_known",
                violation_error_message="没有这种办法。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.channel}"


class ItemGroup(models.Model):
    """One group of people an item is mostly for."""

    id = models.UUIDField(primary_key=True, default=new_key)
    item = models.ForeignKey(Item, models.CASCADE, related_name="+")
    group = models.TextField(choices=Group.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["item", "group"],
                name="group_once_per_item",
                violation_error_message="这个事项已经有这类人群。",
            ),
            models.CheckConstraint(
                condition=Q(group__in=[g.value for g in Group]),
                name="item_group_is_known",
                violation_error_message="没有这类人群。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.group}"


class ItemLevel(models.Model):
    """One level of places that may offer an item."""

    id = models.UUIDField(primary_key=True, default=new_key)
    item = models.ForeignKey(Item, models.CASCADE, related_name="+")
    level = models.TextField(choices=Level.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["item", "level"],
                name="level_once_per_item",
                violation_error_message="这个事项已经有这一级。",
            ),
            models.CheckConstraint(
                condition=Q(level__in=[level.value for level in Level]),
                name="item_level_is_known",
                violation_error_message="没有这一级。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.level}"


class ItemVersion(models.Model):
    """The guide of an item in plain words, from a day on."""

    id = models.UUIDField(primary_key=True, default=new_key)
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("版本号")
    state = models.TextField(choices=VersionState.choices, default=VersionState.DRAFT)
    publish_on = models.DateField("从哪天起用", null=True)
    answer = models.TextField("一句话回答")
    about = models.TextField("这是什么事")
    who = models.TextField("谁可以办")
    cost = models.TextField("要不要钱")
    visits = models.PositiveSmallIntegerField("要跑几趟", default=1)
    steps = ArrayField(models.TextField(), default=list, blank=True, verbose_name="怎么办")
    tips = ArrayField(models.TextField(), default=list, blank=True, verbose_name="提醒")
    legal_days = models.PositiveSmallIntegerField("规定最多多少个工作日")
    promised_days = models.PositiveSmallIntegerField("我们承诺多少个工作日")
    result = models.TextField("办好了拿到什么")
    source = models.TextField("依据和来源", blank=True, default="")
    # Digest of the reference file this version came from; empty when written at a desk.
    digest = models.CharField(max_length=64, blank=True, default="")
    revision = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    published_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("item_id", "number")
        constraints = (
            models.UniqueConstraint(
                fields=["item", "number"],
                name="version_number_once_per_item",
                violation_error_message="这个事项已经有同号的版本。",
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(state=VersionState.DRAFT),
                name="one_draft_per_item",
                violation_error_message="这个事项已经有一份草稿，请接着改那一份。",
            ),
            models.UniqueConstraint(
                fields=["item", "publish_on"],
                name="one_version_per_item_and_day",
                violation_error_message="这一天已经有一个版本开始使用，请换一天。",
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT, publish_on=None, published_at=None)
                | Q(
                    state=VersionState.PUBLISHED,
                    publish_on__isnull=False,
                    published_at__isnull=False,
                ),
                name="published_version_has_day_and_moment",
                violation_error_message="发布的版本要有开始使用的日期，草稿没有。",
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT)
                | ~Q(answer="") & ~Q(about="") & ~Q(who="") & ~Q(cost="") & ~Q(result=""),
                name="published_version_is_complete",
                violation_error_message="还有没写完的内容，写完才能发布。",
            ),
            models.CheckConstraint(
                condition=Q(promised_days__lte=F("legal_days")),
                name="promise_within_legal_limit",
                violation_error_message="承诺的天数不能比规定的天数长。",
            ),
            models.CheckConstraint(
                condition=Q(visits__lte=3),
                name="visits_at_most_three",
                violation_error_message="要跑的趟数最多写 3 趟。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} 第 {self.number} 版"


class Question(models.Model):
    """One question about the situation. It asks for one fact, and only if it matters."""

    id = models.UUIDField(primary_key=True, default=new_key)
    version = models.ForeignKey(ItemVersion, models.CASCADE, related_name="+")
    fact = models.SlugField("事实", max_length=60)
    text = models.TextField("问题")
    hint = models.TextField("说明", blank=True, default="")
    # Asked only when this condition holds; see conditions.py for the shape.
    asked_when = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=["version", "fact"],
                name="fact_asked_once_per_version",
                violation_error_message="同一件事不能问两遍。",
            ),
        )

    def __str__(self) -> str:
        return self.text


class Choice(models.Model):
    """One answer to a question. Bounds let a known number answer it (both inclusive)."""

    id = models.UUIDField(primary_key=True, default=new_key)
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    value = models.SlugField("取值", max_length=60)
    text = models.TextField("回答")
    at_least = models.IntegerField("从", null=True)
    at_most = models.IntegerField("到", null=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=["question", "value"],
                name="choice_once_per_question",
                violation_error_message="同一个问题里有两个相同的回答。",
            ),
            models.CheckConstraint(
                condition=Q(at_least=None) | Q(at_most=None) | Q(at_least__lte=F("at_most")),
                name="choice_bounds_in_order",
                violation_error_message="回答的范围前后颠倒了。",
            ),
        )

    def __str__(self) -> str:
        return self.text


class Material(models.Model):
    """One paper of a version: when it is needed, when the city knows it, when it is waived."""

    id = models.UUIDField(primary_key=True, default=new_key)
    version = models.ForeignKey(ItemVersion, models.CASCADE, related_name="+")
    # The same paper has the same code in every item, so that bundles ask for it once.
    code = models.SlugField("代码", max_length=60)
    name = models.TextField("名称")
    note = models.TextField("说明", blank=True, default="")
    why = models.TextField("为什么要", blank=True, default="")
    needed_when = models.JSONField(default=list, blank=True)
    known_to = models.TextField("哪个部门查得到", blank=True, default="")
    known_when = models.JSONField(default=list, blank=True)
    waived_when = models.JSONField(default=list, blank=True)
    waived_why = models.TextField("为什么不用交", blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=["version", "code"],
                name="material_once_per_version",
                violation_error_message="同一份材料写了两遍。",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Bundle(models.Model):
    """One thing in a life that takes several items (一件事): one visit, papers shown once."""

    code = models.SlugField("代码", primary_key=True, max_length=40)
    name = models.TextField("名称")
    name_en = models.TextField("英文名称")
    answer = models.TextField("一句话回答")
    who = models.TextField("谁可以办")
    tips = ArrayField(models.TextField(), default=list, blank=True)
    # Answers that the occasion itself gives: at a birth the social card is the first one.
    settled = models.JSONField("不用问的", default=dict, blank=True)
    # Codes of papers that one of the items makes or another paper replaces: nobody brings them.
    made_here = ArrayField(models.SlugField(max_length=60), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.name


class BundleItem(models.Model):
    """One item of a bundle and what it brings."""

    id = models.UUIDField(primary_key=True, default=new_key)
    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    brings = models.TextField("办好这一项您得到什么")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=["bundle", "item"],
                name="item_once_per_bundle",
                violation_error_message="这件事里已经有这个事项。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.bundle_id} {self.item_id}"
