"""Places of the city as people choose them: a county from a list, a township or village by name."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from nuanban.offices import queries as offices
from nuanban.offices.queries import Division

Choices = list[tuple[str, str]]
MOST_NAMED = 5
NEAR_ENOUGH = 0.6


def place_choices() -> Choices:
    """The whole city (as a prefix) and its counties."""
    city = offices.city()
    if city is None:
        return []
    counties = offices.divisions_below(city.division_id)
    return [(city.division_id[:4], f"{city.name}全市"), *((d.code, d.name) for d in counties)]


def below(prefix: str) -> Iterator[tuple[str, str]]:
    """Townships and villages whose codes begin so: (code, 三市镇 or 三市镇 永红村)."""
    if not prefix.isdigit() or len(prefix) < 4:
        return
    found = Division.objects.filter(code__startswith=prefix, code__regex=r"^(\d{9}|\d{12})$")
    towns: dict[str, str] = {}
    for code, name in found.order_by("code").values_list("code", "name"):
        if len(code) == 9:
            towns[code] = name
        town = towns.get(code[:9], "")
        yield code, name if len(code) == 9 else f"{town} {name}".strip()


class PlaceNames(Mapping[str, str]):
    """Names by code, looked up when they are wanted; villages with their township."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __getitem__(self, code: str) -> str:
        if code not in self._known:
            self._known[code] = self._name(code)
        if not self._known[code]:
            raise KeyError(code)
        return self._known[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def _name(self, code: str) -> str:
        above = {9: 6, 12: 9}.get(len(code), 0)
        found = offices.division(code)
        if found is None:
            return ""
        return self.get(code[:above], "") + found.name if above else found.name


class _PlaceWidget(forms.MultiWidget):
    """The county's list, and a box that offers its townships and villages while one writes."""

    template_name = "eligibility/parts/place.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        asks = {
            "hx-get": reverse_lazy("eligibility:places"),
            "hx-trigger": "change",
            "hx-target": "next datalist",
        }
        within = forms.TextInput(attrs={"maxlength": 60, "autocomplete": "off"})
        super().__init__({"": forms.Select(attrs=asks), "within": within}, attrs)

    def decompress(self, value: str | None) -> list[str]:
        code = value or ""
        if len(code) <= 6:
            return [code, ""]
        return [code[:6], dict(below(code[:6])).get(code, code)]


class PlaceField(forms.MultiValueField):
    """A code of 4, 6, 9 or 12 digits from the county's list and, if wanted, a name within it."""

    widget = _PlaceWidget

    def __init__(self, *, choices: Sequence[tuple[str, str]] = (), **more: Any) -> None:
        fields = (forms.ChoiceField(required=False), forms.CharField(required=False, max_length=60))
        super().__init__(fields=fields, require_all_fields=False, **more)
        self.offer(list(choices))
        self.widget.widgets[0].attrs["aria-label"] = str(self.label or "")

    def offer(self, choices: Choices) -> None:
        """The list that one chooses from."""
        counties, list_of_counties = self.fields[0], self.widget.widgets[0]
        assert isinstance(counties, forms.ChoiceField)
        assert isinstance(list_of_counties, forms.Select)
        counties.choices = list_of_counties.choices = choices

    def compress(self, data_list: list[str] | None) -> str:
        first, within = ((data_list or []) + ["", ""])[:2]
        words = " ".join((within or "").split())
        if not words:
            return first or ""
        if not first:
            raise ValidationError("写了镇、村，请先选是哪个县、市、区。")
        return found_within(first, words)


def found_within(prefix: str, words: str) -> str:
    """The code of the township or village of this name; raises ValidationError in words."""
    known = dict(below(prefix))
    if words in known:
        return words
    plain = words.replace(" ", "")
    fit = [c for c, name in known.items() if plain in (name.replace(" ", ""), name.split(" ")[-1])]
    if len(fit) == 1:
        return fit[0]
    if fit:
        several = "、".join(f"{known[code]}（{code}）" for code in fit[:MOST_NAMED])
        raise ValidationError(f"有 {len(fit)} 个“{words}”：{several}。请写全，或者写代码。")
    ends = {name.split(" ")[-1]: name for name in known.values()}
    near = get_close_matches(plain, ends, 1, NEAR_ENOUGH)
    hint = f"是不是“{ends[near[0]]}”？" if near else ""
    raise ValidationError(f"没有找到“{words}”。{hint}")
