"""Words of closed lists that the public reads, named here so that they can be translated."""

from django.utils.translation import gettext_noop

LABELS = (
    gettext_noop("专区办"),
    gettext_noop("上门办"),
    gettext_noop("帮代办"),
    gettext_noop("免申办"),
    gettext_noop("贴心办"),
    gettext_noop("老"),
    gettext_noop("弱"),
    gettext_noop("病"),
    gettext_noop("残"),
    gettext_noop("孕婴"),
    gettext_noop("军"),
    gettext_noop("少于 5"),
    gettext_noop("不公开"),
    gettext_noop("未记事项"),
)
