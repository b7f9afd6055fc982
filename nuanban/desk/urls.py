from django.urls import include, path

from nuanban.desk import outlines, views

_offices = [
    path("desk/places/", views.places, name="places"),
    path("desk/places/outlines/", outlines.bring, name="outlines"),
    path("desk/places/outlines/<uuid:key>/", outlines.outline_file, name="outline_file"),
    path("desk/places/<str:code>/", views.place, name="place"),
]
_journal = [path("desk/journal/", views.entries, name="entries")]
_desk = [
    path("desk/", views.home, name="home"),
    path("desk/search/", views.search, name="search"),
]
urlpatterns = [
    path("", include((_desk, "desk"))),
    path("", include((_offices, "offices"))),
    path("", include((_journal, "journal"))),
]
