from django.urls import path

from nuanban.villages import views

app_name = "villages"
urlpatterns = [
    path("desk/villages/", views.day_list, name="list"),
    path("desk/villages/new/", views.new_day, name="new"),
    path("desk/villages/join/<uuid:resident_id>/", views.join, name="join"),
    path("desk/villages/seats/<uuid:seat_id>/drop/", views.drop, name="drop"),
    path("desk/villages/seats/<uuid:seat_id>/served/", views.served, name="served"),
    path("desk/villages/seats/<uuid:seat_id>/absent/", views.absent, name="absent"),
    path("desk/villages/<uuid:day_id>/", views.day, name="day"),
    path("desk/villages/<uuid:day_id>/sheet/", views.sheet, name="sheet"),
    path("desk/villages/<uuid:day_id>/crew/", views.crew, name="crew"),
    path("desk/villages/<uuid:day_id>/cancel/", views.cancel, name="cancel"),
    path("villages/", views.public, name="public"),
]
