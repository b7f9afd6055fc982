"""A condition put together from lists: comparisons in groups, joined by 并且 or 或者."""

from dataclasses import dataclass
from typing import Any

from django import forms

from nuanban.eligibility import builder
from nuanban.eligibility.builder import Group, Part
from nuanban.eligibility.desk_form import DeskForm
from nuanban.eligibility.places import Choices, PlaceField
from nuanban.ui.forms import DayField

_BOXES = ("fact", "how", "number", "day", "word", "text", "place")
_TURNS, _GROUPS = range(1, builder.MOST_PARTS + 1), range(1, builder.MOST_GROUPS + 1)


@dataclass(frozen=True)
class ShownGroup:
    """The boxes of one group, for the page; `is_used`: something was chosen in it."""

    number: int
    join: Any
    rows: list[list[Any]]
    is_used: bool


class ConditionForm(DeskForm):
    """Up to three groups of up to three comparisons."""

    id_prefix = "condition"
    # Which boxes have to be filled depends on what was chosen: `clean` says so.
    use_required_attribute = False

    between = forms.ChoiceField(label="几组之间", choices=list(builder.JOINS.items()))
    says = forms.CharField(label="满足时怎么说", help_text="例如：住在岳阳楼区", max_length=100)
    fails = forms.CharField(
        label="不满足时怎么说", help_text="给群众看的一句话，说清原因和办法。", max_length=200
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["between"].required = False
        for group in _GROUPS:
            self.fields[f"join_{group}"] = forms.ChoiceField(
                label="这一组里", choices=list(builder.JOINS.items()), required=False
            )
            for turn in _TURNS:
                self._row(f"{group}_{turn}", places, is_first=group == turn == 1)

    def _row(self, key: str, places: Choices, *, is_first: bool) -> None:
        nothing: list[Any] = [] if is_first else [("", "（不加）")]
        kinds = {"": "", **{name: builder.takes(name) for name in builder.names()}}
        fact = forms.ChoiceField(
            label="什么情况",
            choices=[*nothing, *builder.fact_choices()],
            widget=_Picked(kinds),
            required=is_first,
        )
        how = [(name, words) for name, (words, _sign) in builder.COMPARES.items()]
        words = [("", "请选"), *builder.word_choices()]
        boxes: dict[str, forms.Field] = {
            "fact": fact,
            "how": forms.ChoiceField(label="怎么比", choices=how, required=is_first),
            "number": forms.IntegerField(label="数", min_value=0, max_value=10**7, required=False),
            "day": DayField(label="哪一天", required=False),
            "word": forms.ChoiceField(label="选项", choices=words, required=False),
            "text": forms.CharField(label="写明", max_length=60, required=False),
            "place": PlaceField(label="地方", choices=[("", "请选"), *places], required=False),
        }
        self.fields.update({f"{name}_{key}": box for name, box in boxes.items()})

    def shown(self) -> list[ShownGroup]:
        """The groups with their boxes. What is shown then has to be filled, whatever may be empty
        of what is not.
        """
        for name, box in self.fields.items():
            box.required = box.required or not name.startswith("fact_")
        return [
            ShownGroup(
                group,
                self[f"join_{group}"],
                [[self[f"{name}_{group}_{turn}"] for name in _BOXES] for turn in _TURNS],
                any(self.data.get(f"fact_{group}_{turn}") for turn in _TURNS),
            )
            for group in _GROUPS
        ]

    def groups(self) -> list[Group]:
        """The comparisons that were filled in."""
        found = self.cleaned_data
        return [
            Group(
                [
                    self._part(f"{group}_{turn}")
                    for turn in _TURNS
                    if found.get(f"fact_{group}_{turn}")
                ],
                found.get(f"join_{group}") or "all",
            )
            for group in _GROUPS
        ]

    def _part(self, key: str) -> Part:
        values = {name: self.cleaned_data.get(f"{name}_{key}") for name in _BOXES}
        return Part(
            fact=values["fact"] or "",
            how=values["how"] or "is",
            number=values["number"],
            day=values["day"],
            word=values["word"] or "",
            text=values["text"] or "",
            place=values["place"] or "",
        )

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or {}
        if not self.errors:
            try:
                filled["when"] = builder.built(self.groups(), filled.get("between") or "all")
            except builder.Unbuildable as fault:
                self.add_error(None, str(fault))
        return filled


class _Picked(forms.Select):
    """Tells the page which boxes each option takes."""

    def __init__(self, kinds: dict[str, str]) -> None:
        super().__init__(attrs={"data-picks": ""})
        self.kinds = kinds

    def create_option(self, name: str, value: Any, *args: Any, **more: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **more)
        option["attrs"]["data-takes"] = self.kinds.get(str(value), "")
        return dict(option)
