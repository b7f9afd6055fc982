"""Believable content for the gallery. Nobody in it exists."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

from nuanban.ui.care import CareSettings
from nuanban.ui.forms import DayField, IdNumberInput, PickMany


@dataclass(frozen=True)
class Sample:
    """One page of the gallery. `care` is how a machine of this kind starts."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    care: CareSettings | None = None


class ApplicationForm(forms.Form):
    """A form with every kind of box, two of them filled in wrongly."""

    name = forms.CharField(label="姓名", help_text="和身份证上一样。")
    id_number = forms.CharField(
        label="身份证号码", widget=IdNumberInput(), help_text="18 位，最后一位可能是 X。"
    )
    born_on = DayField(label="出生日期", help_text="例如 1953 年 4 月 8 日。")
    helper = forms.ChoiceField(
        label="这件事是给谁办的？",
        widget=forms.RadioSelect,
        choices=[
            ("self", "给我自己办"),
            ("family", "替家里人办"),
            ("neighbour", "替邻居、朋友办"),
        ],
    )
    needs = forms.MultipleChoiceField(
        label="来的时候需要什么？",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("wheelchair", "轮椅"), ("sign", "手语翻译"), ("dialect", "讲方言的人")],
    )
    items = forms.MultipleChoiceField(
        label="办什么事？",
        required=False,
        widget=PickMany,
        choices=[
            (f"{number}", words)
            for number, words in enumerate(
                ("办社保卡", "换医保卡", "申请低保", "办残疾人证", "领高龄津贴")
            )
        ],
    )
    town = forms.ChoiceField(
        label="住在哪里？", choices=[("wulipai", "五里牌街道"), ("wangjiahe", "王家河街道")]
    )
    note = forms.CharField(label="还想说什么", required=False, widget=forms.Textarea({"rows": 3}))
    photo = forms.FileField(
        label="户口簿照片",
        required=False,
        widget=forms.FileInput({"accept": "image/*", "capture": "environment"}),
        help_text="用手机拍一张就行，不用复印。",
    )
    agree = forms.BooleanField(
        label="我同意用这个电话联系我", help_text="只用来告诉您办得怎么样了。"
    )


def _form() -> ApplicationForm:
    form = ApplicationForm(
        {
            "name": "王秀兰",
            "id_number": "43069919530231002",
            "born_on_year": "1953",
            "born_on_month": "2",
            "born_on_day": "31",
            "helper": "family",
            "items": ["3"],
            "town": "wulipai",
            "agree": "on",
        }
    )
    form.add_error("id_number", "少了一位：身份证号码是 18 位，现在是 17 位。")
    return form


STEPS = [
    {"title": "已经交上来了", "text": "3 月 2 日 9:41，由女儿刘女士代交"},
    {"title": "正在核对", "text": "人社窗口李师傅在办，最晚 3 月 6 日有结果"},
    {"title": "办好", "text": "会打电话告诉您，也会寄到家里"},
]
FACTS = [
    ("谁可以领", "80 岁以上，本市户口"),
    ("要带什么", "什么都不用带"),
    ("多久", "生日当月起"),
    ("费用", "不收费"),
]
PAIRS = [
    ("参保地", "岳阳楼区", "人社，昨天"),
    ("上次认证", "2025-02-18", "已过 12 个月"),
    ("发放账户", "社保卡 尾号 7712", "人社"),
    ("联系电话", "139****2201", "本人，刚才确认"),
]
PERSON = {
    "name": "王**",
    "id_masked": "4306**********21",
    "tags": [
        ("老年 72", "warm"),
        ("听力三级", "blue"),
        ("要大字打印", "pine"),
        ("讲岳阳话", "pine"),
    ],
    "acts": "本人办理；女儿可代办（授权到 2026-12-31）",
}
_QR = mark_safe(
    '<svg viewBox="0 0 7 7" role="img" aria-label="二维码"><path fill="#fff" d="M0 0h7v7H0z"/>'
    '<path d="M0 0h3v3H0zM4 0h3v3H4zM0 4h3v3H0zM4 4h1v1H4zM6 4h1v1H6zM5 5h1v1H5zM4 6h1v1H4z'
    'M6 6h1v1H6z"/><path fill="#fff" d="M1 1h1v1H1zM5 1h1v1H5zM1 5h1v1H1z"/></svg>'
)
TICKET = {
    "place": "岳阳市政务服务大厅·爱心专区",
    "number": "A012",
    "item": "养老金领取资格认证",
    "name": "王**",
    "area": "爱心专窗 1–2 号",
    "wait": "前面 1 位，大约等 3–8 分钟",
    "qr_svg": _QR,
    "printed": "3 月 2 日 9:41",
}
NAV = [
    {"label": "叫号与接待", "url": "#", "icon": "ticket", "count": 4, "current": True},
    {"label": "我的办件", "url": "#", "icon": "document", "count": 11},
    {"label": "待补材料", "url": "#", "icon": "flag", "count": 2},
    {"label": "找人", "url": "#", "icon": "people"},
    {"label": "回访", "url": "#", "icon": "phone", "count": 1},
    {"label": "事项与问答", "url": "#", "icon": "list"},
    {"label": "统计", "url": "#", "icon": "star"},
]
SHELL = {
    "place": "爱心专窗 2",
    "search_url": "#",
    "lock_url": "#",
    "who": "李师傅",
    "who_url": "#",
    "told": [("今日已办", "17"), ("平均等候", "6 分")],
}
QUEUE = [
    {"number": "A012", "name": "王**", "tag": ("接待中", "pine"),
     "line": "养老金资格认证 · 72 岁·听力不便", "current": True},
    {"number": "A013", "name": "陈**", "tag": ("优先", "warm"),
     "line": "残疾人证换领·轮椅·等了 4 分钟"},
    {"number": "B031", "name": "刘*", "tag": ("普通", "blue"),
     "line": "不动产登记·等了 19 分钟"},
    {"number": "A009", "name": "周**", "tag": ("过号 1 次", "red"),
     "line": "老年优待证·回来可以直接接上"},
]  # fmt: skip
GRADES = [
    ("face-5", "非常满意"),
    ("face-4", "满意"),
    ("face-3", "一般"),
    ("face-2", "不满意"),
    ("face-1", "非常不满意"),
]


def _parts() -> Sample:
    return Sample(
        "ui/gallery/parts.html",
        {
            "form": _form(),
            "steps_shown": STEPS,
            "facts_shown": FACTS,
            "pairs_shown": PAIRS,
            "person": PERSON,
            "ticket": TICKET,
            "page": Paginator(range(86), 10).page(3),
            "day": date(2026, 3, 2),
            "grades": GRADES,
        },
    )


def _desk() -> Sample:
    return Sample(
        "ui/gallery/desk.html",
        {"nav": NAV, "shell": SHELL, "queue": QUEUE, "person": PERSON, "pairs_shown": PAIRS},
    )


FACES: dict[str, Callable[[], Sample]] = {
    "": _parts,
    "item": lambda: Sample("ui/gallery/item.html", {"facts_shown": FACTS}),
    "kiosk": lambda: Sample("ui/gallery/kiosk.html", {"ticket": TICKET}, CareSettings(on=True)),
    "board": lambda: Sample("ui/gallery/board.html"),
    "rating": lambda: Sample("ui/gallery/rating.html", {"grades": GRADES}, CareSettings(on=True)),
    "desk": _desk,
}
