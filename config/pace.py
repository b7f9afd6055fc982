"""How fast is too fast: check-ins of one machine, guessing at codes and asking for visits.

Buckets live in each web process, so the real limits are up to twice as high. They stand between
us and a machine gone mad or somebody who tries codes; honest people never notice them.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from config.troubles import API, problem
from nuanban.accounts.middleware import DEVICE_COOKIE, address_of
from nuanban.ui.slowed import ASKED_OFTEN, TOO_FAST
from nuanban.ui.views import problem_page

CHECK_INS = ("/api/v1/zone/check-ins", "/kiosk/")
# Pages behind a code that stands on paper.
CODES = ("/t/", "/b/", "/check/", "/door/", "/visit/")
# Here a birthday or a telephone number is asked as well.
PROOFS = ("/all/", "/visit/", "/visit/ask/")
# Anybody may ask for a visit here, and somebody would have to go there.
ASKING = "/visit/ask/"
MOST_KEYS = 10_000


class Buckets:
    """A bucket for each key; `per_second` flows in, at most `burst` stays."""

    def __init__(self, per_second: float, burst: float) -> None:
        self.per_second, self.burst = per_second, burst
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def has_some(self, key: str, now: float) -> bool:
        """Whether one could be taken."""
        with self._lock:
            return self._level(key, now) >= 1

    def take(self, key: str, now: float) -> bool:
        """Takes one, when there is one. Keys not seen for longest are forgotten first."""
        with self._lock:
            level = self._level(key, now)
            enough = level >= 1
            self._levels[key] = (level - 1 if enough else level, now)
            self._levels.move_to_end(key)
            if len(self._levels) > MOST_KEYS:
                self._levels.popitem(last=False)
        return enough

    def _level(self, key: str, now: float) -> float:
        level, seen = self._levels.get(key, (self.burst, now))
        return min(self.burst, level + (now - seen) * self.per_second)


class Pace:
    """Answers 429 when a machine checks in too fast, or an address tries too many wrong codes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        each_second = settings.CHECK_INS_PER_SECOND
        self.check_ins = Buckets(each_second, each_second * 2)
        misses = settings.WRONG_CODES_PER_MINUTE
        self.misses = Buckets(misses / 60, misses)
        wishes = settings.VISITS_ASKED_PER_HOUR
        self.wishes = Buckets(wishes / 3_600, wishes)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = time.monotonic()
        if request.method == "POST" and request.path in CHECK_INS:
            key = _machine(request)
            return self.get_response(request) if self.check_ins.take(key, now) else _slow(request)
        if not request.path.startswith(CODES):
            return self.get_response(request)
        address, asks = address_of(request), request.method == "POST" and request.path == ASKING
        if not self.misses.has_some(address, now):
            return _slow(request)
        if asks and not self.wishes.has_some(address, now):
            return _slow(request, *ASKED_OFTEN)
        response = self.get_response(request)
        if asks and response.status_code == HTTPStatus.SEE_OTHER:
            self.wishes.take(address, now)
        if response.status_code == HTTPStatus.NOT_FOUND or _is_wrong_proof(request, response):
            self.misses.take(address, now)
        return response


def _is_wrong_proof(request: HttpRequest, response: HttpResponse) -> bool:
    is_refused = response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    return is_refused and request.path.endswith(PROOFS)


def _machine(request: HttpRequest) -> str:
    """Tells machines apart without keeping their tokens."""
    token = request.headers.get("Authorization", "") or request.COOKIES.get(DEVICE_COOKIE, "")
    return hashlib.sha256((token or address_of(request)).encode()).hexdigest()


def _slow(request: HttpRequest, *said: Promise) -> HttpResponse:
    status = HTTPStatus.TOO_MANY_REQUESTS
    if request.path.startswith(API):
        detail = "这台设备取号太快，请过一秒再试；同一个操作号不会重复取号。"
        response = problem(status, detail, "too_fast")
    else:
        title, sentence = map(str, said or TOO_FAST)
        response = problem_page(request, status, title=title, sentence=sentence)
    response["Retry-After"] = "1" if request.path in CHECK_INS else "60"
    return response
