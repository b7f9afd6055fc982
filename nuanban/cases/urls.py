from django.urls import path

from nuanban.cases import views

app_name = "cases"
_ONE = "desk/cases/<uuid:case_id>"
urlpatterns = [
    path("desk/cases/", views.case_list, name="list"),
    path("desk/station/", views.station, name="station"),
    path("desk/station/<uuid:resident_id>/", views.station_case, name="station_case"),
    path(f"{_ONE}/", views.case, name="case"),
    path(f"{_ONE}/presence/", views.presence, name="presence"),
    path(f"{_ONE}/papers/<uuid:upload_id>/", views.show_upload, name="show_upload"),
    path(f"{_ONE}/missing/", views.missing_list, name="missing_list"),
    path(f"{_ONE}/result/", views.result, name="result"),
]
