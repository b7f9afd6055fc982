"""What a helper ended at home is ended in the city, or a person reads why not."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuanban.accounts.queries import actor_of
from nuanban.cases import actions as cases
from nuanban.cases import perms as cases_perms
from nuanban.cases import queries as case_queries
from nuanban.cases.enums import Shown
from nuanban.cases.queries import Case
from nuanban.journal import queries as journal
from nuanban.lib.errors import Refusal
from nuanban.visits.actions.moves import tell
from nuanban.visits.enums import HomeState
from nuanban.visits.models import HomeDecision, Visit, VisitForm, VisitPhoto

Fate = tuple[HomeState, str]
_UNDONE = (HomeState.WAITS, HomeState.OPEN)


def decide_what_waits(visit: Visit, item: str, case: Case | None, at: datetime) -> None:
    """Every decision of this visit on an item that has not come to anything yet."""
    mine = HomeDecision.objects.filter(visit=visit, item=item, state__in=_UNDONE)
    for decision in mine.select_related("user__site"):
        state, why = _obstacle(decision, case) or _finished(decision, case)
        if (state, why) == (decision.state, decision.why):
            continue
        HomeDecision.objects.filter(pk=decision.pk).update(state=state, why=why)
        by = actor_of(decision.user)
        tell(visit, "decided_at_home", by, at, item=item, state=state.value)


def _finished(decision: HomeDecision, case: Case | None) -> Fate:
    """In the helper's name, at the moment it happened."""
    assert case is not None
    when = max(decision.happened_at, case.submitted_at or case.opened_at)
    is_handed = bool(decision.handed) or not case.version.result
    try:
        with transaction.atomic():
            by = actor_of(decision.user)
            cases.finish_at_home(case, is_handed=is_handed, by=by, at=when)
    except Refusal as refusal:
        case.refresh_from_db()
        return HomeState.OPEN, str(refusal)
    return HomeState.DECIDED, ""


def _obstacle(decision: HomeDecision, case: Case | None) -> Fate | None:
    """Why it cannot be decided, or not yet."""
    if case is None:
        return HomeState.WAITS, "表还没有送到，送到以后接着办。"
    if case.state not in case_queries.FILLABLE:
        return _ended_before(decision, case)
    unable = _unable(decision, case)
    if unable:
        return HomeState.OPEN, unable
    on_the_way = len(set(decision.photos) - _photos_here(decision))
    if on_the_way:
        return HomeState.WAITS, f"还有 {on_the_way} 张照片没有送到，送到以后接着办。"
    missing = case_queries.materials_of(case).filter(shown=Shown.MISSING)
    names = "、".join(missing.values_list("name", flat=True))
    return (HomeState.OPEN, f"还缺材料：{names}。") if names else None


def _ended_before(decision: HomeDecision, case: Case) -> Fate:
    ours = HomeDecision.objects.filter(visit=decision.visit_id, item=decision.item_id)
    if ours.filter(state=HomeState.DECIDED).exists():
        return HomeState.ALREADY, ""
    last = journal.entries_on(case.pk).last()
    who = last.actor_name if last else "同事"
    word = case.get_state_display()
    return HomeState.OPEN, f"{who}已经把办件办成“{word}”，没有再办一次，请核对。"


def _unable(decision: HomeDecision, case: Case) -> str:
    days = case.version.promised_days
    if days:
        return f"这个事项要 {days} 个工作日，由部门来定，不能当场办结。"
    if not cases_perms.may_decide(decision.user, case):
        return "这个账号不能办结这里的办件，请大厅接着办。"
    changed_by = _changed_by(decision, case)
    if changed_by:
        return f"{changed_by}在这期间改过办件，请核对以后再办结。"
    if VisitForm.objects.filter(visit=decision.visit_id, case=case, differs__gt=0).exists():
        return "表里有几处和市里的不一样，请核对以后再办结。"
    return ""


def _changed_by(decision: HomeDecision, case: Case) -> str:
    """Whoever was not at this door, and touched the case after the phone heard of it."""
    here = decision.visit_id
    ours = {
        decision.user_id,
        *VisitForm.objects.filter(visit=here).values_list("user", flat=True),
        *VisitPhoto.objects.filter(visit=here).values_list("upload__uploaded_by", flat=True),
    }
    later = journal.entries_on(case.pk).filter(pk__gt=decision.last_entry)
    first = later.exclude(actor_id__in=ours).first()
    return first.actor_name if first else ""


def _photos_here(decision: HomeDecision) -> set[UUID | None]:
    found = VisitPhoto.objects.filter(visit=decision.visit_id)
    return set(found.values_list("key", flat=True))
