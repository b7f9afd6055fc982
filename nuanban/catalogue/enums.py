"""Closed lists of the catalogue."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """The ways to get an item done: the five channels, and online beside them."""

    ZONE = "zone", _("专区办")
    VISITS = "visits", _("上门办")
    ASSIST = "assist", _("帮代办")
    PROACTIVE = "proactive", _("免申办")
    CARE = "care", _("贴心办")
    ONLINE = "online", _("网上办")


FIVE_CHANNELS = tuple(channel for channel in Channel if channel is not Channel.ONLINE)


class Group(TextChoices):
    """Whom an item is mostly for: 老弱病残孕军."""

    ELDERLY = "elderly", _("老年人")
    VULNERABLE = "vulnerable", _("困难家庭")
    SICK = "sick", _("病人")
    DISABLED = "disabled", _("残疾人")
    MATERNAL = "maternal", _("孕产妇和婴幼儿")
    MILITARY = "military", _("军人军属、退役军人")


class Level(TextChoices):
    """Who may offer an item, from far to near."""

    CITY = "city", _("市政务大厅")
    COUNTY = "county", _("县（市、区）政务大厅")
    TOWNSHIP = "township", _("乡镇（街道）便民服务中心")
    VILLAGE = "village", _("村（社区）便民服务站")


class VersionState(TextChoices):
    """A version is written, then published on a day. Published text never changes."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"


class PaperSource(TextChoices):
    """Where a needed paper comes from."""

    BROUGHT = "brought", _("要带来")
    KNOWN = "known", _("市里查得到，不用带")
    WAIVED = "waived", _("不用交")
