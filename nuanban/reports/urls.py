from django.urls import path

from nuanban.reports import views

app_name = "reports"
urlpatterns = [
    path("figures/", views.public, name="public"),
    path("desk/figures/", views.figure_page, name="figures"),
    path("desk/figures/rows/", views.rows, name="rows"),
    path("desk/figures/import/", views.import_past, name="import"),
    path("desk/figures/servings.<str:kind>", views.download, name="download"),
]
