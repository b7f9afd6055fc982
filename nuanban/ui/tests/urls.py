"""Only what ui itself needs, so that its tests stand alone."""

import time

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import RequestContext, Template
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from nuanban.lib.errors import Refusal

handler400 = "nuanban.ui.views.bad_request"
handler403 = "nuanban.ui.views.forbidden"
handler404 = "nuanban.ui.views.not_found"
handler500 = "nuanban.ui.views.server_error"


class TicketMoved(Refusal):
    """{number} 号刚才已经被 3 号窗口叫走了。"""


@login_not_required
def refuse(request: HttpRequest) -> HttpResponse:
    raise TicketMoved(number="A012")


@login_not_required
def stumble(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


PAGES = {
    "card": """{% extends "ui/device.html" %}
        {% block body_attributes %} data-idle="17" data-idle-to="/try/start/"{% endblock %}
        {% block main %}<h1>取号</h1><button type="button" data-key="X">叉</button>
        <form action="/try/start/" data-card><label>证件<input name="card" data-card-box></label>
        </form>{% endblock %}""",
    "start": """{% extends "ui/device.html" %}
        {% block main %}<h1>开始</h1>{{ request.GET.card }}{% endblock %}""",
    "form": """{% extends "ui/staff.html" %}{% block main %}
        <form method="post" action="/try/slow/" data-autosave="visit"><label>备注<input name="note">
        </label><label>密码<input type="password" name="secret"></label>
        <button name="go" value="1">提交</button></form>{% endblock %}""",
    "live": """{% extends "ui/device.html" %}
        {% block main %}<nb-age data-late-after="2">刚刚</nb-age>{% endblock %}""",
}
sent: list[str] = []
polls: list[str] = []


@login_not_required
def try_page(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(Template(PAGES[name]).render(RequestContext(request)))


@csrf_exempt
@login_not_required
def slow(request: HttpRequest) -> HttpResponse:
    sent.append(request.POST.get("note", ""))
    time.sleep(0.4)
    return HttpResponse(status=204)


@login_not_required
def poll(request: HttpRequest) -> HttpResponse:
    polls.append(request.headers.get("If-None-Match", ""))
    if request.headers.get("If-None-Match") == '"1"':
        return HttpResponse(status=304)
    return JsonResponse({"waiting": 3}, headers={"ETag": '"1"'})


urlpatterns = [
    path("try/slow/", slow),
    path("try/poll/", poll),
    path("try/<slug:name>/", try_page),
    path("", include("nuanban.ui.urls")),
    path("refuse/", refuse),
    path("stumble/", stumble),
]
