from django.urls import path

from nuanban.team import views

app_name = "team"
urlpatterns = [
    path("desk/team/", views.member_list, name="list"),
    path("desk/team/new/", views.new_member, name="new"),
    path("desk/team/kit/", views.kit, name="kit"),
    path("desk/team/kit/vehicle/", views.vehicle, name="vehicle"),
    path("desk/team/kit/device/", views.device, name="device"),
    path("desk/team/<uuid:member_id>/", views.member, name="member"),
    path("desk/team/<uuid:member_id>/change/", views.change, name="change"),
    path("desk/team/<uuid:member_id>/photo/", views.photo, name="photo"),
    path("desk/team/<uuid:member_id>/photo/set/", views.set_photo, name="set_photo"),
    path("desk/team/<uuid:member_id>/leave/", views.leave, name="leave"),
    path("desk/team/<uuid:member_id>/skills/", views.skill, name="skill"),
    path("desk/team/<uuid:member_id>/skills/drop/", views.drop_skill, name="drop_skill"),
    path("desk/team/<uuid:member_id>/shifts/", views.shifts, name="shifts"),
    path("desk/team/<uuid:member_id>/shifts/drop/", views.drop_shift, name="drop_shift"),
    path("desk/team/<uuid:member_id>/absences/", views.absence, name="absence"),
    path("desk/team/<uuid:member_id>/absences/drop/", views.drop_absence, name="drop_absence"),
]
