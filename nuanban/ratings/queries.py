"""Questions others may ask about ratings."""

from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet

from nuanban.accounts.queries import User
from nuanban.cases.queries import Serving
from nuanban.ratings import perms
from nuanban.ratings.enums import BAD_GRADES, CallBackState
from nuanban.ratings.models import CallBack, Rating


def rating_of(serving: Serving) -> Rating | None:
    """The grade of one serving."""
    return Rating.objects.filter(serving=serving).first()


def call_backs_visible_to(user: User) -> QuerySet[CallBack]:
    """Call-backs of the user's place, those still open first."""
    tasks = CallBack.objects.select_related("rating__serving__item", "called_by", "site")
    if not perms.may_answer_ratings(user):
        return tasks.none()
    return tasks.filter(site_id=user.site_id).order_by("-state", "call_due_on")


def call_back_visible_to(user: User, task_id: UUID) -> CallBack | None:
    """One call-back of the user's place."""
    return call_backs_visible_to(user).filter(pk=task_id).first()


def open_call_backs(user: User) -> int:
    """How many people still wait for a call."""
    return call_backs_visible_to(user).filter(state=CallBackState.OPEN).count()


def totals() -> dict[str, float]:
    """How many ratings, their mean grade, and the share of bad ones that were mended."""
    bad = Q(grade__in=[int(g) for g in BAD_GRADES])
    found = Rating.objects.aggregate(n=Count("id"), mean=Avg("grade"), bad=Count("id", filter=bad))
    mended = CallBack.objects.filter(state=CallBackState.DONE).count()
    return {
        "ratings": found["n"],
        "mean": round(found["mean"] or 0, 2),
        "bad": found["bad"],
        "mended": mended,
    }
