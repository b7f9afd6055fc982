"""What a refusal says, in the language of the page."""

from django.utils.translation import get_language, gettext

from nuanban.lib.errors import Refusal

_GIVEN = "{sentence}"


def sentence_of(refusal: Refusal) -> str:
    """For pages of residents; people at work read `str(refusal)`.

    What was said only in Chinese becomes, in another language, what every refusal says.
    """
    doc = _doc(type(refusal))
    if doc != _GIVEN:
        return gettext(doc).format(**refusal.values)
    said = str(refusal)
    if (translated := gettext(said)) != said or (get_language() or "").startswith("zh"):
        return translated
    return gettext(_doc(Refusal))


def _doc(kind: type[Refusal]) -> str:
    return (kind.__doc__ or "").strip()
