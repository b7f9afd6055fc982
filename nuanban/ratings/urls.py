from django.urls import path

from nuanban.ratings import views

app_name = "ratings"
urlpatterns = [
    path("t/<str:code>/", views.ticket_page, name="ticket"),
    path("rating/", views.device, name="device"),
    path("desk/ratings/spoken/", views.spoken, name="spoken"),
    path("desk/call-backs/", views.call_backs, name="call_backs"),
    path("desk/call-backs/<uuid:task_id>/", views.call_back, name="call_back"),
]
