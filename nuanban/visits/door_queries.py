"""What was noted at the door beside the moves of the visit."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from math import asin, cos, radians, sin, sqrt
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from nuanban.accounts.queries import User
from nuanban.cases import queries as cases
from nuanban.cases.queries import Case
from nuanban.catalogue import queries as catalogue
from nuanban.lib.days import city_day
from nuanban.visits.enums import ENDED, HomeState, NoteKind
from nuanban.visits.models import (
    CashHandIn,
    CashTaken,
    Deed,
    DoorNote,
    HomeDecision,
    ReceiptBook,
    Visit,
    VisitForm,
    VisitPhoto,
)
from nuanban.visits.receipts import Receipt, counted, receipts
from nuanban.visits.sealed import unseal

EARTH_M = 6_371_000.0


@dataclass(frozen=True)
class FilledForm:
    """A form filled at home; `differs` as (label, ours, theirs)."""

    form: VisitForm
    differs: tuple[tuple[str, str, str], ...]


def forms_of(visit: Visit) -> list[FilledForm]:
    """Forms filled at this visit, in order."""
    found = VisitForm.objects.filter(visit=visit).select_related("case__item")
    return [FilledForm(form, _differs(form)) for form in found]


def _differs(form: VisitForm) -> tuple[tuple[str, str, str], ...]:
    kept = json.loads(unseal(form.said_sealed, "form", form.key))
    return tuple((one["label"], one["ours"], one["theirs"]) for one in kept["differs"])


def decisions_of(visit: Visit) -> list[HomeDecision]:
    """What was ended at home, or could not be, in order."""
    return list(HomeDecision.objects.filter(visit=visit).select_related("item"))


@dataclass(frozen=True)
class Ended:
    """What a helper ended at home, beside what the city made of it."""

    decision: HomeDecision
    case: Case | None


def ended_at(visit: Visit) -> list[Ended]:
    """Both versions of everything that was ended at this visit."""
    found = cases.cases_of_origin(visit.pk).select_related("item", "decided_by")
    by_item = {case.item_id: case for case in found}
    return [Ended(one, by_item.get(one.item_id)) for one in decisions_of(visit)]


def results_to_bring(visit: Visit) -> QuerySet[Case]:
    """Results of this visit that lie ready and that nobody is sent with yet."""
    on_the_way = Visit.objects.filter(brings=OuterRef("pk")).exclude(state__in=ENDED)
    return cases.cases_with_result().filter(~Exists(on_the_way), origin_id=visit.pk)


def visits_bringing_from(visit: Visit) -> QuerySet[Visit]:
    """Visits that bring home what this one began."""
    return Visit.objects.filter(brings__origin_id=visit.pk).order_by("asked_at")


def left_undecided(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Those of the visits at which something was ended at home and is still open in the city."""
    made = cases.decided().filter(origin_id=OuterRef("visit"), item=OuterRef("item"))
    waits = HomeDecision.objects.filter(state__in=[HomeState.WAITS, HomeState.OPEN])
    return visits.filter(pk__in=waits.exclude(Exists(made)).values("visit"))


def decision_sent_as(key: UUID) -> HomeDecision | None:
    """What became of a decision, by the operation key of the phone."""
    return HomeDecision.objects.filter(key=key).first()


def grade_of(visit: UUID) -> DoorNote | None:
    """How it was, as tapped at the door."""
    return DoorNote.objects.filter(visit=visit, kind=NoteKind.GRADE).first()


def handover_of(visit: UUID) -> DoorNote | None:
    """How the result comes home: what was agreed last."""
    return DoorNote.objects.filter(visit=visit, kind=NoteKind.HANDOVER).last()


@dataclass(frozen=True)
class Where:
    """Where a phone was at arriving or leaving, and how far from the address that was."""

    deed: Deed
    metres: int
    accuracy_m: int


def places_of(visit: Visit) -> list[Where]:
    """At most one for each arriving and leaving that a helper agreed to tell."""
    told = Deed.objects.filter(visit=visit, latitude__isnull=False)
    here = (visit.latitude, visit.longitude)
    return [
        Where(
            deed=deed,
            metres=round(metres_between(here, (deed.latitude or 0.0, deed.longitude or 0.0))),
            accuracy_m=round(deed.accuracy_m or 0.0),
        )
        for deed in told
    ]


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """As the crow flies; (latitude, longitude) in degrees."""
    (north, east), (north_2, east_2) = ([radians(it) for it in spot] for spot in (one, other))
    half = sin((north_2 - north) / 2) ** 2
    half += cos(north) * cos(north_2) * sin((east_2 - east) / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(half)))


def cash_of(visit: Visit) -> Sequence[Receipt]:
    """Receipts written at this visit, void ones too."""
    return receipts(CashTaken.objects.filter(visit=visit))


@dataclass(frozen=True)
class NamedPhoto:
    """A photo, and the name of the paper that it shows; nothing when it is something else."""

    photo: VisitPhoto
    paper: str


def named_photos(visit: Visit) -> list[NamedPhoto]:
    """Everything photographed at a visit, in order."""
    photos = list(VisitPhoto.objects.filter(visit=visit).select_related("upload"))
    items = {photo.item for photo in photos if photo.item}
    names = {
        (item, need.code): need.name
        for item, version in catalogue.versions_in_force(items, city_day(visit.asked_at)).items()
        for need in catalogue.materials_for(version, {})
    }
    return [NamedPhoto(it, names.get((it.item, it.material), it.material)) for it in photos]


def photo_by_id(visit: Visit, key: UUID) -> VisitPhoto | None:
    """One photo of this visit."""
    return VisitPhoto.objects.filter(visit=visit, pk=key).select_related("upload").first()


def photo_sent_as(visit: Visit, key: UUID | None) -> VisitPhoto | None:
    """The photo that a phone sent under an operation key, once it is here."""
    return VisitPhoto.objects.filter(visit=visit, key=key).first() if key else None


def books_in_hand(user: User) -> Sequence[ReceiptBook]:
    """Receipt books that somebody may write from."""
    return list(ReceiptBook.objects.filter(holder=user, returned_at=None))


def numbers_used(books: Sequence[ReceiptBook]) -> list[int]:
    """Receipt numbers of these books that the city has heard of."""
    found = CashTaken.objects.filter(book__in=[book.pk for book in books])
    return sorted(found.values_list("number", flat=True))


@dataclass
class HelpersCash:
    """What one helper took on a day and handed in. In fen."""

    user: UUID
    name: str
    day: date
    receipts: list[Receipt] = field(default_factory=list)
    given: list[CashHandIn] = field(default_factory=list)

    @property
    def taken_fen(self) -> int:
        """All receipts that are not void."""
        return sum(one.owed_fen for one in self.receipts)

    @property
    def owed_fen(self) -> int:
        """What is still with them."""
        return self.taken_fen - sum(one.amount_fen for one in self.given)


def cash_on(site: str, day: date) -> list[HelpersCash]:
    """Cash of a day at a place, by helper."""
    found: dict[UUID, HelpersCash] = {}
    taken = CashTaken.objects.filter(book__site=site, day=day)
    for one in receipts(taken.select_related("visit__resident").order_by("user_name", "number")):
        key, name = one.taken.user_id, one.taken.user_name
        found.setdefault(key, HelpersCash(key, name, day)).receipts.append(one)
    for given in CashHandIn.objects.filter(site=site, day=day):
        if given.user_id in found:
            found[given.user_id].given.append(given)
    return list(found.values())


def days_owed(site: str, before: date) -> list[tuple[date, int]]:
    """Earlier days on which cash was not handed in, and how much (fen)."""
    taken = counted().filter(book__site=site, day__lt=before)
    given = CashHandIn.objects.filter(site=site, day__lt=before)
    owed = dict(taken.values_list("day").annotate(Sum("amount_fen")).order_by("day"))
    for day, fen in given.values_list("day").annotate(Sum("amount_fen")).order_by("day"):
        owed[day] = owed.get(day, 0) - fen
    return [(day, fen) for day, fen in sorted(owed.items()) if fen]


def books_of(site: str) -> Sequence[tuple[ReceiptBook, int]]:
    """Books in hands at a place, and how many receipts of each were used."""
    books = ReceiptBook.objects.filter(site=site, returned_at=None).select_related("holder")
    used = dict(CashTaken.objects.filter(book__in=books).values_list("book").annotate(Count("id")))
    return [(book, used.get(book.pk, 0)) for book in books.order_by("holder__name", "first")]


def book_at(site: str, key: UUID) -> ReceiptBook | None:
    """One book of a place."""
    return ReceiptBook.objects.filter(site=site, pk=key).first()
