from django.urls import path

from nuanban.residents import views

app_name = "residents"
_ONE = "desk/people/<uuid:resident_id>"
urlpatterns = [
    path("desk/people/", views.find, name="find"),
    path("desk/people/new/", views.register, name="register"),
    path(f"{_ONE}/", views.person, name="person"),
    path(f"{_ONE}/reveal/", views.reveal, name="reveal"),
    path(f"{_ONE}/needs/", views.set_needs, name="set_needs"),
    path(f"{_ONE}/preferences/", views.set_preferences, name="set_preferences"),
    path(f"{_ONE}/statuses/", views.add_status, name="add_status"),
    path(f"{_ONE}/relatives/", views.add_relative, name="add_relative"),
    path(f"{_ONE}/papers/", views.add_identity, name="add_identity"),
    path(f"{_ONE}/contact/", views.set_contact, name="set_contact"),
    path(f"{_ONE}/household/open/", views.open_household, name="open_household"),
    path(f"{_ONE}/household/join/", views.join_household, name="join_household"),
    path(f"{_ONE}/household/leave/", views.leave_household, name="leave_household"),
    path(f"{_ONE}/household/head/", views.set_head, name="set_head"),
    path(f"{_ONE}/merge/", views.merge, name="merge"),
    path("desk/merges/<uuid:merge_id>/undo/", views.undo_merge, name="undo_merge"),
    path("desk/statuses/<uuid:status_id>/withdraw/", views.withdraw_status, name="withdraw_status"),
]
