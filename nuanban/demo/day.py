"""One working day under way: people came, were served, decided, rated; some still wait."""

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from nuanban.accounts import queries as accounts
from nuanban.accounts.queries import User, actor_of, actor_of_device
from nuanban.cases import actions as cases
from nuanban.cases import queries as case_queries
from nuanban.cases.enums import Channel, Shown
from nuanban.cases.queries import Case
from nuanban.catalogue import queries as catalogue
from nuanban.lib.actor import Actor
from nuanban.lib.days import city_day, city_moment
from nuanban.offices import queries as offices
from nuanban.offices.queries import Window
from nuanban.ratings import actions as ratings
from nuanban.ratings.enums import Grade, RatedVia
from nuanban.residents import queries as residents
from nuanban.residents.enums import Group
from nuanban.residents.queries import Resident
from nuanban.zone import actions as zone
from nuanban.zone.enums import HelpKind, Via
from nuanban.zone.queries import Ticket

LASTS = timedelta(hours=3)
WORDS_OF_PRAISE = ("小周很耐心，一次就办好了。", "不用我填表，真好。", "轮椅推到门口，谢谢。")


class Day:
    """Plays the last hours of a hall through the same actions that people use."""

    def __init__(self, site: str, people: Sequence[Resident], now: datetime, seed: int) -> None:
        self.site, self.people, self.now = site, list(people), now
        self.chance = random.Random(seed)
        midnight = city_moment(now.astimezone().date(), datetime.min.time())
        self.begins_at = max(now - LASTS, midnight + timedelta(minutes=1))
        self.windows = list(offices.windows_of(site))
        self.items = self._items_by_group()
        self.kiosk = self._kiosk()

    def _kiosk(self) -> Actor:
        device = accounts.devices().filter(kind="kiosk", site_id=self.site).first()
        assert device is not None
        return actor_of_device(device)

    def _items_by_group(self) -> dict[str, list[str]]:
        """What people of each group come for; proactive items need nobody to come."""
        found: dict[str, list[str]] = defaultdict(list)
        ways = catalogue.channels_by_item()
        for code, groups in sorted(catalogue.groups_by_item().items()):
            if "proactive" not in ways[code]:
                for group in groups:
                    found[group.value].append(code)
        return found

    def _wish(self, person: Resident) -> str:
        groups = residents.groups_of(person, city_day(self.now)) or [Group.VULNERABLE]
        return self.chance.choice(self.items[self.chance.choice(groups).value])

    def _server(self, window: Window) -> User:
        name = "specialist" if window.is_zone else "clerk"
        user = accounts.users().filter(username=name).first()
        assert user is not None
        return user

    def play(self, served: int, waiting: int) -> None:
        """`served` people are done, `waiting` still wait; helpers and a rating or two besides."""
        span = self.now - self.begins_at
        step = span / (served + waiting + 1)
        people = iter(self.chance.sample(self.people, min(len(self.people), served + waiting)))
        for turn in range(served):
            self._serve(next(people), self.begins_at + step * turn, step)
        for turn in range(waiting):
            self._arrive(next(people), self.now - step * (waiting - turn) * 0.4)
        self._floor()

    def _arrive(self, person: Resident, at: datetime) -> Ticket:
        item = self._wish(person)
        arrival = zone.Arrival(site=self.site, via=Via.CARD, resident=person, item=item)
        return zone.check_in(arrival, by=self.kiosk, at=at).ticket

    def _serve(self, person: Resident, at: datetime, step: timedelta) -> None:
        self._arrive(person, at)
        window = self.chance.choice(self.windows)
        user = self._server(window)
        by = actor_of(user)
        called = zone.call_next(window, by=by, at=at + step * 0.1)
        if called is None:
            return
        zone.start(called, by=by, at=at + step * 0.2)
        if called.resident is not None and called.item_id:
            self._handle(called, by, at + step * 0.4)
        zone.finish(called, by=by, at=at + step * 0.9)
        self._rate(called, by, at + step * 0.95)

    def _handle(self, ticket: Ticket, by: Actor, at: datetime) -> None:
        assert ticket.resident is not None
        assert ticket.item_id is not None
        case = cases.open_case(
            item=ticket.item_id,
            resident=ticket.resident,
            channel=Channel.ZONE if ticket.lane == "priority" else Channel.ORDINARY,
            site=self.site,
            origin_id=ticket.pk,
            by=by,
            at=at,
        )
        complete = self.chance.random() < 0.85
        self._show_papers(case, by, at, complete=complete)
        if case.version.promised_days == 0 and complete:
            cases.finish_at_window(case, by=by, at=at)
            return
        cases.submit(case, by=by, at=at)
        missing = [m.code for m in case_queries.materials_of(case) if m.shown == Shown.MISSING]
        if missing:
            words = "麻烦下次来时带上，其他都齐了。"
            cases.return_for_materials(case, missing=missing, words=words, by=by, at=at)
        else:
            cases.accept(case, by=by, at=at)

    def _show_papers(self, case: Case, by: Actor, at: datetime, *, complete: bool) -> None:
        materials = [m for m in case_queries.materials_of(case) if m.shown == Shown.MISSING]
        for material in materials if complete else materials[:-1]:
            cases.note_material(case, code=material.code, shown=Shown.SEEN, by=by, at=at)

    def _rate(self, ticket: Ticket, by: Actor, at: datetime) -> None:
        serving = case_queries.serving_of_origin(ticket.pk)
        if serving is None or self.chance.random() > 0.6:
            return
        grade = self.chance.choices(list(Grade), (1, 2, 7, 30, 60))[0]
        words = self.chance.choice(WORDS_OF_PRAISE) if grade >= Grade.GOOD else "等得有点久。"
        ratings.rate(serving, grade=grade, via=RatedVia.DEVICE, words=words, by=by, at=at)

    def _floor(self) -> None:
        """Somebody asks for a wheelchair right now."""
        at = max(self.begins_at, self.now - timedelta(minutes=4))
        zone.call_help(
            site=self.site, kind=HelpKind.WHEELCHAIR, place="东门入口", by=self.kiosk, at=at
        )
