from django.urls import path

from nuanban.papers import views

app_name = "papers"
urlpatterns = [
    path("check/", views.check, name="check_start"),
    path("check/<str:code>", views.check, name="check"),
]
