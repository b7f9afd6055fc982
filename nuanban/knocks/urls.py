from django.urls import path

from nuanban.knocks import views

app_name = "knocks"
urlpatterns = [
    path("desk/knocks/", views.knock_list, name="list"),
    path("desk/knocks/gather/", views.gather, name="gather"),
    path("desk/knocks/sheet/", views.sheet, name="sheet"),
    path("desk/knocks/map/", views.town_map, name="map"),
    path("desk/knocks/corrections/", views.corrections, name="corrections"),
    path("desk/knocks/corrections/<uuid:correction_id>/", views.answer, name="answer"),
    path("desk/knocks/<uuid:knock_id>/", views.knock, name="knock"),
    path("desk/knocks/<uuid:knock_id>/take/", views.take, name="take"),
    path("desk/knocks/<uuid:knock_id>/give-back/", views.give_back, name="give_back"),
    path("desk/knocks/<uuid:knock_id>/note/", views.note, name="note"),
    path("desk/knocks/<uuid:knock_id>/visit/", views.ask_visit, name="ask_visit"),
]
