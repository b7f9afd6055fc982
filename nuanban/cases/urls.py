from django.urls import path

from nuanban.cases import views

app_name = "cases"
_ONE = "desk/cases/<uuid:case_id>"
urlpatterns = [
    path("desk/cases/", views.case_list, name="list"),
    path(f"{_ONE}/", views.case, name="case"),
    path(f"{_ONE}/presence/", views.presence, name="presence"),
    path(f"{_ONE}/form/", views.save_form, name="save_form"),
    path(f"{_ONE}/answers/", views.answer, name="answer"),
    path(f"{_ONE}/papers/", views.note, name="note"),
    path(f"{_ONE}/papers/upload/", views.upload, name="upload"),
    path(f"{_ONE}/papers/<uuid:upload_id>/", views.show_upload, name="show_upload"),
    path(f"{_ONE}/missing/", views.missing_list, name="missing_list"),
    path(f"{_ONE}/return/", views.return_case, name="return"),
    path(f"{_ONE}/finish/", views.finish, name="finish"),
    path(f"{_ONE}/decide/", views.decide, name="decide"),
    path(f"{_ONE}/deliver/", views.deliver, name="deliver"),
    path(f"{_ONE}/result/", views.result, name="result"),
    path(f"{_ONE}/move/<slug:name>/", views.move, name="move"),
]
