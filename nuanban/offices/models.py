"""Divisions, places of service, windows, opening hours, the working-day calendar."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nuanban.lib.keys import new_key
from nuanban.offices.enums import Datum, DivisionLevel, SiteKind


class Division(models.Model):
    """A city, county, township or village. The code has 6, 9 or 12 digits."""

    code = models.CharField("代码", primary_key=True, max_length=12)
    name = models.TextField("名称")
    level = models.TextField(choices=DivisionLevel.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    point_source = models.TextField("坐标来源", blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(code__regex=r"^(\d{6}|\d{9}|\d{12})$"),
                name="division_code_has_6_9_or_12_digits",
                violation_error_message="行政区划代码应为 6、9 或 12 位数字。",
            ),
        )

    def __str__(self) -> str:
        return self.name


class OutlineFile(models.Model):
    """A file of outlines, read: what of it matched, and what did not and why.

    `found`: rows of code, name, remark, shape, box (west, south, east, north), middle (latitude,
    longitude). `refused`: rows of number, name, why. Shapes are polygons of rings of longitude
    and latitude, WGS-84.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    digest = models.TextField()
    name = models.TextField("文件名")
    datum = models.TextField("坐标系", choices=Datum.choices)
    found = models.JSONField(default=list)
    refused = models.JSONField(default=list)
    brought_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["digest", "datum"],
                name="outline_file_read_once",
                violation_error_message="这个文件已经收过。",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Outline(models.Model):
    """The border of a division, light enough to be drawn."""

    division = models.OneToOneField(
        "offices.Division", models.PROTECT, primary_key=True, related_name="+"
    )
    shape = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    latitude = models.FloatField()
    longitude = models.FloatField()
    file = models.ForeignKey("offices.OutlineFile", models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(west__lt=F("east"), south__lt=F("north")),
                name="outline_surrounds_something",
                violation_error_message="轮廓要围得住一块地方。",
            ),
        )

    def __str__(self) -> str:
        return str(self.division_id)


class Site(models.Model):
    """A hall, a township centre or a village station."""

    code = models.CharField("代码", primary_key=True, max_length=16)
    division = models.ForeignKey("offices.Division", models.PROTECT, related_name="+")
    kind = models.TextField(choices=SiteKind.choices)
    name = models.TextField("名称")
    address = models.TextField("地址", blank=True, default="")
    phone = models.TextField("电话", blank=True, default="")
    way_in = models.TextField("怎么走", blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(code__startswith=F("division_id")),
                name="site_code_begins_with_its_division",
                violation_error_message="场所代码要以所在区划代码开头，例如 430600-1。",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Window(models.Model):
    """A service window of a site, its area and what it can do."""

    id = models.UUIDField(primary_key=True, default=new_key)
    site = models.ForeignKey("offices.Site", models.PROTECT, related_name="+")
    code = models.CharField("窗口号", max_length=8)
    name = models.TextField("名称")
    area = models.TextField("区域")
    # Codes of departments whose items this window takes; empty means all.
    skills = ArrayField(models.TextField(), default=list, blank=True)
    is_zone = models.BooleanField("爱心专窗", default=False)
    is_open = models.BooleanField("开放", default=True)

    class Meta:
        ordering = ("site_id", "code")
        constraints = (
            models.UniqueConstraint(
                fields=["site", "code"],
                name="window_code_once_per_site",
                violation_error_message="这个大厅已经有同号窗口。",
            ),
        )

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """When a site is open on a weekday (0 = Monday)."""

    id = models.UUIDField(primary_key=True, default=new_key)
    site = models.ForeignKey("offices.Site", models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField("星期")
    opens_at = models.TimeField("开门")
    closes_at = models.TimeField("关门")

    class Meta:
        ordering = ("weekday", "opens_at")
        constraints = (
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")),
                name="opening_before_closing",
                violation_error_message="开门时间要早于关门时间。",
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=6),
                name="weekday_is_0_to_6",
                violation_error_message="星期应为 0（周一）到 6（周日）。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.site_id} {self.weekday} {self.opens_at}-{self.closes_at}"


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday or a make-up working day."""

    day = models.DateField("日期", primary_key=True)
    is_working = models.BooleanField("上班")
    name = models.TextField("名称")
    source = models.TextField("来源")

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class City(models.Model):
    """The one city this installation serves. A demo city never turns into a real one."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    division = models.ForeignKey("offices.Division", models.PROTECT, related_name="+")
    name = models.TextField("城市")
    phone = models.TextField("求助电话")
    is_demo = models.BooleanField("演示")
    seed = models.IntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(id=1),
                name="one_city_only",
                violation_error_message="一套系统只服务一个城市。",
            ),
        )

    def __str__(self) -> str:
        return self.name
