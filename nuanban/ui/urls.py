from django.urls import path

from nuanban.ui import views

app_name = "ui"
urlpatterns = [
    path("care/", views.care, name="care"),
    path("language/", views.language, name="language"),
    path("ui/gallery/", views.gallery, name="gallery"),
    path("ui/gallery/<slug:face>/", views.gallery, name="gallery"),
]
