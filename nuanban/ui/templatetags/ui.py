from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from nuanban.lib.keys import new_key
from nuanban.ui.icons import ICONS

register = template.Library()

TONES = ("plain", "pine", "warm", "blue", "red")
NOTICE_ICONS = {"pine": "check", "warm": "alert", "blue": "info", "red": "cross"}


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An own drawing; with `label` it is announced, without it stays silent. size: "large"."""
    paths = mark_safe(f'<path d="{ICONS[name]}"/>')
    voice = format_html('role="img" aria-label="{}"', label) if label else "aria-hidden=true"
    return format_html(
        '<svg class="icon {}" {} viewBox="0 0 24 24" width="24" height="24" fill="none"'
        ' stroke="currentColor" stroke-width="1.8" stroke-linecap="round"'
        ' stroke-linejoin="round" focusable="false">{}</svg>',
        size,
        voice,
        paths,
    )


@register.filter
def day_words(day: date | None) -> str:
    """A day as people of the page's language say it: 3 月 6 日 星期五; Friday, 6 March."""
    if day is None:
        return ""
    is_english = (get_language() or "").startswith("en")
    return format_date(day, "l, j F" if is_english else "n 月 j 日 l")


@register.simple_tag
def tag(text: object, tone: str = "plain") -> SafeString:
    """A word with a shape. Tones: plain, pine (going well), warm (first), blue (note), red."""
    return format_html('<span class="tag {}">{}</span>', _tone(tone), text)


@register.simple_tag
def key(name: str) -> SafeString:
    """The key shown on a button that carries the same data-key."""
    shown = {"Enter": "⏎", "Escape": "Esc", " ": "空格"}.get(name, name)
    return format_html('<kbd aria-hidden="true">{}</kbd>', shown)


@register.simple_tag
def op() -> SafeString:
    """The hidden operation key of one form, another each time: a form sent twice acts once."""
    return format_html('<input type="hidden" name="op" value="{}">', new_key())


@register.simple_block_tag
def answer(content: str) -> SafeString:
    """The answer a page begins with."""
    return format_html('<div class="answer">{}</div>', content)


@register.simple_block_tag
def notice(content: str, tone: str = "blue", role: str = "") -> SafeString:
    """A message beside its drawing. role="status" or "alert" when it appears by itself."""
    return format_html(
        '<div class="notice {}"{}>{}<div>{}</div></div>',
        _tone(tone),
        format_html(' role="{}"', role) if role else "",
        icon(NOTICE_ICONS.get(tone, "info")),
        content,
    )


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField, source: str = "", css: str = "") -> dict[str, Any]:
    """One question. `source` says where a filled-in value came from ("公安，昨天")."""
    return {"field": bound, "source": source, "css": css}


@register.inclusion_tag("ui/parts/errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is missing or wrong, above the form, each a link to its box."""
    return {"form": form}


@register.inclusion_tag("ui/parts/steps.html")
def steps(entries: Iterable[Mapping[str, Any] | str], current: int = 0) -> dict[str, Any]:
    """Numbered steps: texts or {"title", "text"}. `current` counts from 1; earlier are done."""
    shown = [entry if isinstance(entry, Mapping) else {"title": entry} for entry in entries]
    return {"steps": shown, "current": current}


@register.inclusion_tag("ui/parts/progress.html")
def progress(done: int, whole: int, label: str = "") -> dict[str, Any]:
    """ "第 2 步，共 4 步" with a bar. `done` counts from 1."""
    return {"done": done, "whole": whole, "label": label}


@register.inclusion_tag("ui/parts/facts.html")
def facts(pairs: Iterable[tuple[str, object]]) -> dict[str, Any]:
    """(question, answer) pairs in a grid: who, what to bring, how long, cost."""
    return {"pairs": pairs}


@register.inclusion_tag("ui/parts/pairs.html")
def pairs(rows: Iterable[tuple[str, object] | tuple[str, object, str]]) -> dict[str, Any]:
    """(label, value) or (label, value, source) rows for people at work."""
    return {"rows": [(row[0], row[1], row[2] if len(row) > 2 else "") for row in rows]}


@register.inclusion_tag("ui/parts/empty.html")
def empty(sentence: str, link: str = "", label: str = "", drawing: str = "check") -> dict[str, Any]:
    """Nothing here, and what to do instead."""
    return {"sentence": sentence, "link": link, "label": label, "drawing": drawing}


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: template.Context, page: Any) -> dict[str, Any]:
    """Earlier and later pages of a django.core.paginator.Page; other filters stay."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    if query is not None:
        query.pop("page", None)
    return {"page": page, "query": query.urlencode() if query else ""}


@register.filter
def widget_kind(bound: BoundField) -> str:
    """choices, check, file or box: how a field is laid out."""
    kind = getattr(bound.field.widget, "input_type", "")
    if hasattr(bound.field.widget, "subwidgets") and kind in ("radio", "checkbox"):
        return "check" if bound.field.widget.__class__.__name__ == "CheckboxInput" else "choices"
    return "group" if bound.field.widget.use_fieldset else kind or "box"


@register.filter
def takes_pictures(bound: BoundField) -> bool:
    """Whether a box for files is for what a camera sees."""
    return "image" in str(bound.field.widget.attrs.get("accept", ""))


@register.simple_block_tag(takes_context=True)
def confirm(context: template.Context, content: str, name: str, title: str) -> SafeString:
    """A dialog for what cannot be undone. Open it with data-opens="name"; put the form inside."""
    return mark_safe(
        render_to_string(
            "ui/parts/confirm.html", {"name": name, "title": title, "content": content}
        )
    )


def _tone(tone: str) -> str:
    if tone not in TONES:
        raise ValueError(f"{tone!r} 不是标签的颜色：{'、'.join(TONES)}")
    return tone
