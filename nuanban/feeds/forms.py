"""Shapes of what colleagues send and type about files."""

from typing import Any

from django import forms

from nuanban.feeds.words import masked

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NewFile(forms.Form):
    """A file and the day of which it speaks."""

    file = forms.FileField(label="文件", help_text="CSV（UTF-8 或 GBK）、XLSX 或 Parquet")
    as_of = forms.DateField(
        label="名单截至哪一天",
        help_text="不写就是今天。比已收下的名单旧，会先请人核对。",
        required=False,
        widget=_DAY,
    )


class Release(forms.Form):
    """What was checked before a held file goes on."""

    words = forms.CharField(
        label="核对了什么",
        help_text="例如：已和民政局电话核对，名单确实少了这些人。",
        max_length=400,
    )


class Why(forms.Form):
    """Why something is not taken."""

    words = forms.CharField(label="为什么", max_length=200)


class Reason(forms.Form):
    """Why whole numbers are shown or go out."""

    words = forms.CharField(label="为什么要看完整号码", min_length=4, max_length=200)


class MendedRow(forms.Form):
    """One box for each column of the file.

    Long numbers are masked unless `whole`; a box that was left alone keeps what was in the file.
    """

    def __init__(
        self,
        header: list[str],
        needed: list[bool],
        cells: list[str],
        sent: Any = None,
        *,
        whole: bool = False,
    ) -> None:
        super().__init__(sent)
        self.kept = [cell.strip() for cell in cells[: len(header)]]
        self.kept += [""] * (len(header) - len(self.kept))
        for place, name in enumerate(header):
            kept = self.kept[place]
            self.fields[f"cell{place}"] = forms.CharField(
                label=name.strip() or f"第 {place + 1} 列",
                required=needed[place],
                max_length=500,
                initial=kept if whole else masked(kept),
            )

    def cells(self) -> list[str]:
        """The cells in the order of the header."""
        typed = [str(self.cleaned_data[name]) for name in self.fields]
        return [
            kept if text == masked(kept) else text
            for text, kept in zip(typed, self.kept, strict=True)
        ]
