"""Words of closed lists that residents read, named here so that they can be translated."""

from django.utils.translation import gettext, gettext_noop

from nuanban.zone.enums import Reason

_LABELS = (
    gettext_noop("轮椅"),
    gettext_noop("大字"),
    gettext_noop("手语"),
    gettext_noop("盲文"),
    gettext_noop("方言"),
    gettext_noop("陪同"),
    gettext_noop("床边办"),
    gettext_noop("老年人"),
    gettext_noop("残疾人"),
    gettext_noop("病人"),
    gettext_noop("孕妇或带婴幼儿"),
    gettext_noop("军人军属、退役军人"),
    gettext_noop("困难群众"),
    gettext_noop("行动或交流不便"),
    gettext_noop("导服员判断需要优先"),
)


def reason_word(code: str) -> str:
    """Why somebody goes first, in the language of the page."""
    return gettext(str(Reason(code).label))
