from django.urls import path

from nuanban.eligibility import views

app_name = "eligibility"
_VERSION = "desk/policies/versions/<uuid:version_id>"
_POLICY = "desk/policies/<slug:policy>"
urlpatterns = [
    path("desk/policies/", views.policies, name="policies"),
    path("desk/divisions/", views.places, name="places"),
    path(f"{_VERSION}/", views.version, name="version"),
    path(f"{_VERSION}/save/", views.save, name="save"),
    path(f"{_VERSION}/keep/", views.keep, name="keep"),
    path(f"{_VERSION}/check/", views.check_texts, name="check"),
    path(f"{_VERSION}/try/", views.try_version, name="try_version"),
    path(f"{_VERSION}/difference/", views.difference, name="difference"),
    path(f"{_VERSION}/difference/ask/", views.ask_difference, name="ask_difference"),
    path(f"{_VERSION}/edit/<slug:deed>/", views.edit, name="edit"),
    path(f"{_VERSION}/move/<slug:name>/", views.move, name="move"),
    path(f"{_POLICY}/", views.policy, name="policy"),
    path(f"{_POLICY}/write/", views.write, name="write"),
    path(f"{_POLICY}/copy/", views.copy, name="copy"),
    path(f"{_POLICY}/try/", views.try_policy, name="try_policy"),
]
