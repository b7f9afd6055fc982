"""Care mode (关爱模式): how one person wants pages to look and sound."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal, cast, get_args
from urllib.parse import quote, unquote

from django.http import HttpRequest, HttpResponseBase
from django.utils.html import format_html
from django.utils.safestring import SafeString

Contrast = Literal["none", "dark", "light"]
CONTRASTS: Final[tuple[str, ...]] = get_args(Contrast)

COOKIE: Final = "nb_care"
COOKIE_SECONDS: Final = 365 * 24 * 3600
LARGEST: Final = 3
SLOWEST, FASTEST, CALM_RATE = 5, 20, 9


@dataclass(frozen=True, slots=True)
class CareSettings:
    """What a person chose. `rate` is in tenths of normal speech: 5 … 20."""

    on: bool = False
    size: int = 1
    contrast: Contrast = "none"
    spacing: bool = False
    simple: bool = False
    rate: int = CALM_RATE
    pointer: bool = False

    @classmethod
    def from_mapping(cls, found: Mapping[str, Any]) -> "CareSettings":
        """Read a cookie, a form or a stored preference; whatever is wrong becomes the default."""
        contrast = str(found.get("contrast", "none"))
        return cls(
            on=_truth(found.get("on")),
            size=_whole(found.get("size"), 1, LARGEST, default=1),
            contrast=cast("Contrast", contrast) if contrast in CONTRASTS else "none",
            spacing=_truth(found.get("spacing")),
            simple=_truth(found.get("simple")),
            rate=_whole(found.get("rate"), SLOWEST, FASTEST, default=CALM_RATE),
            pointer=_truth(found.get("pointer")),
        )

    def as_dict(self) -> dict[str, Any]:
        """A flat dictionary that `from_mapping` reads back: for a cookie or a preference."""
        return asdict(self)

    @property
    def as_json(self) -> str:
        """The same as text, for the hidden box that a form carries."""
        return json.dumps(self.as_dict(), separators=(",", ":"))

    @property
    def speed(self) -> str:
        """The rate as people read it, "0.9"."""
        return f"{self.rate / 10:.1f}"

    @property
    def attributes(self) -> SafeString:
        """The attributes of <html>. Off means every mode is off, yet the choices are kept."""
        return format_html(
            'data-care="{}" data-care-size="{}" data-contrast="{}" data-spacing="{}"'
            ' data-layout="{}" data-read-rate="{}" data-read-pointer="{}"',
            "on" if self.on else "off",
            self.size,
            self.contrast if self.on else "none",
            "wide" if self.on and self.spacing else "normal",
            "simple" if self.on and self.simple else "full",
            self.speed,
            "on" if self.pointer else "off",
        )


def _truth(value: object) -> bool:
    return value is True or str(value).lower() in {"1", "true", "on", "yes"}


def _whole(value: object, low: int, high: int, *, default: int) -> int:
    try:
        number = int(str(value))
    except ValueError:
        return default
    return min(max(number, low), high)


def _towards(now: CareSettings, contrast: Contrast) -> CareSettings:
    """Pressing a pressed contrast button lets it go."""
    return replace(now, on=True, contrast="none" if now.contrast == contrast else contrast)


CHANGES: Final[Mapping[str, Callable[[CareSettings], CareSettings]]] = {
    "toggle": lambda now: replace(now, on=not now.on),
    "bigger": lambda now: replace(now, on=True, size=min(now.size + 1, LARGEST) if now.on else 1),
    "smaller": lambda now: replace(now, size=max(now.size - 1, 1)),
    "dark": lambda now: _towards(now, "dark"),
    "light": lambda now: _towards(now, "light"),
    "spacing": lambda now: replace(now, on=True, spacing=not now.spacing),
    "simple": lambda now: replace(now, on=True, simple=not now.simple),
    "faster": lambda now: replace(now, rate=min(now.rate + 1, FASTEST)),
    "slower": lambda now: replace(now, rate=max(now.rate - 1, SLOWEST)),
    "reset": lambda now: CareSettings(),
}
"""One button each; they work without a script."""


def read(request: HttpRequest) -> CareSettings | None:
    """What this device remembers, or None when nothing (or nothing readable) is kept."""
    kept = request.COOKIES.get(COOKIE)
    if kept is None:
        return None
    try:
        found = json.loads(unquote(kept))
    except ValueError:
        return None
    return CareSettings.from_mapping(found) if isinstance(found, dict) else None


def keep(response: HttpResponseBase, settings: CareSettings, *, secure: bool) -> None:
    """Remember on this device for a year."""
    response.set_cookie(
        COOKIE,
        quote(settings.as_json, safe=""),
        max_age=COOKIE_SECONDS,
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def of(request: HttpRequest) -> CareSettings:
    """The settings this page is drawn with: the person's own, else the device's, else plain."""
    for settings in (
        getattr(request, "care_override", None),
        read(request),
        getattr(request, "care_default", None),
    ):
        if isinstance(settings, CareSettings):
            return settings
    return CareSettings()


def show_as(request: HttpRequest, settings: CareSettings) -> None:
    """Draw this page as the person before us likes it, whatever the device remembers."""
    vars(request)["care_override"] = settings


def start_with(request: HttpRequest, settings: CareSettings) -> None:
    """Draw this page with `settings` until somebody chooses otherwise on this device."""
    vars(request)["care_default"] = settings
