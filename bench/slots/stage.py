"""Crews without end, people, and somebody who is signed in."""

import random
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_static.models import StaticDevice

from nuanban.accounts.queries import users
from nuanban.lib.days import city_day
from nuanban.offices import queries as offices
from nuanban.residents.models import Resident
from nuanban.visits.enums import VisitState
from nuanban.visits.models import Crew, Visit
from nuanban.visits.slots import Slot

HOUR = 3_600
BEGINS, ENDS = 8 * HOUR, 18 * HOUR
# Windows that do not touch each other: whoever is first always fits.
WINDOWS = tuple((BEGINS + n * 2 * HOUR, BEGINS + (n + 1) * 2 * HOUR) for n in range(4))
CREWS_A_DAY = 20
TOKEN = "a" * 32


class Stage:
    """Everything that stands before the first request."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        site = offices.main_hall()
        assert site is not None
        self.site = site
        self.people = [str(key) for key in Resident.objects.values_list("pk", flat=True)]
        self.before = Visit.objects.filter(state=VisitState.PROMISED).count()

    def contests(self, count: int) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """Two bodies for each slot, in any order."""
        slots: list[Slot] = []
        day = city_day(timezone.now())
        while len(slots) < count:
            day += timedelta(days=1)
            slots += [Slot(crew.pk, "", day, *w) for crew in self._crews(day) for w in WINDOWS]
        self.dice.shuffle(slots)
        return [(self._body(slot), self._body(slot)) for slot in slots[:count]]

    def _crews(self, day: date) -> list[Crew]:
        rows = (
            Crew(day=day, site=self.site, name=f"赛{number}", begins=BEGINS, ends=ENDS)
            for number in range(CREWS_A_DAY)
        )
        return Crew.objects.bulk_create(rows)

    def _body(self, slot: Slot) -> dict[str, Any]:
        where = self.site.division
        near = 0.02
        point = {
            "lat": (where.latitude or 0) + self.dice.uniform(-near, near),
            "lon": (where.longitude or 0) + self.dice.uniform(-near, near),
        }
        address = {"division": where.code, "text": "演示路 12 号", **point}
        return {
            "slot": slot.key,
            "site": self.site.code,
            "resident": self.dice.choice(self.people),
            "address": address,
            "contact": "家属",
            "why": "送材料",
            "needs": [],
        }

    def headers(self) -> dict[str, str]:
        """Of a hotline agent who has signed in with both factors."""
        user = users().get(username="hotline")
        device, _ = StaticDevice.objects.get_or_create(user=user, name="bench", confirmed=True)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.create()
        names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
        kept = zip(names, (session.session_key, TOKEN), strict=True)
        cookies = "; ".join(f"{name}={value}" for name, value in kept)
        return {"Cookie": cookies, "X-CSRFToken": TOKEN}

    def promised(self) -> int:
        """Promises made since."""
        return Visit.objects.filter(state=VisitState.PROMISED).count() - self.before
