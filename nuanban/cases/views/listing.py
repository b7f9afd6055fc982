"""Cases that one may see: what is left to do first."""

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanban.accounts.enums import Role
from nuanban.accounts.perms import CityRequest, requires
from nuanban.cases import perms, queries
from nuanban.cases.enums import State
from nuanban.cases.states import OPEN
from nuanban.lib.days import city_day

PER_PAGE = 25
VIEWS = {
    "mine": "我手上的",
    "open": "没办完的",
    "missing": "等补材料",
    "decide": "等决定",
    "ready": "结果待送达",
    "overdue": "超期",
    "all": "全部",
}


@never_cache
@require_safe
@requires(perms.may_see_cases)
def case_list(request: CityRequest) -> HttpResponseBase:
    """The list with its filters; the filter stays in the address."""
    day = city_day(timezone.now())
    decides = request.user.has_role(Role.DEPARTMENT_OFFICER)
    chosen = request.GET.get("view", "decide" if decides else "mine")
    seen = queries.cases_visible_to(request.user)
    lists = {
        "mine": seen.filter(holder=request.user, state__in=OPEN),
        "open": seen.filter(state__in=OPEN),
        "missing": seen.filter(state=State.RETURNED),
        "decide": seen.filter(state=State.ACCEPTED),
        "ready": seen.filter(state__in=[State.GRANTED, State.REFUSED, State.RESULT_READY]),
        "overdue": queries.overdue(request.user, day),
        "all": seen,
    }
    found = lists.get(chosen, lists["mine"])
    order = "due_on" if chosen in ("overdue", "decide") else "-opened_at"
    page = Paginator(found.order_by(order, "-number"), PER_PAGE).get_page(request.GET.get("page"))
    tabs = [(name, label, lists[name].count()) for name, label in VIEWS.items() if name != "all"]
    context = {"page": page, "tabs": tabs, "chosen": chosen, "day": day}
    return render(request, "cases/list.html", context)
