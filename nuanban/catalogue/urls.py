from django.urls import path

from nuanban.catalogue import views

app_name = "catalogue"
_GUIDE = "desk/catalogue/<slug:code>"
urlpatterns = [
    path("items/", views.item_list, name="items"),
    path("items/<slug:code>/", views.item, name="item"),
    path("items/<slug:code>/print/", views.item_print, name="item_print"),
    path("bundles/<slug:code>/", views.bundle, name="bundle"),
    path("bundles/<slug:code>/print/", views.bundle_print, name="bundle_print"),
    path("desk/catalogue/", views.drafts, name="drafts"),
    path("desk/catalogue/versions/<uuid:version_id>/", views.preview, name="preview"),
    path("desk/catalogue/versions/<uuid:version_id>/recall/", views.recall, name="recall"),
    path(f"{_GUIDE}/", views.guide, name="guide"),
    path(f"{_GUIDE}/start/", views.start, name="start"),
    path(f"{_GUIDE}/texts/", views.save_texts, name="save_texts"),
    path(f"{_GUIDE}/papers/", views.save_papers, name="save_papers"),
    path(f"{_GUIDE}/publish/", views.publish, name="publish"),
    path(f"{_GUIDE}/discard/", views.discard, name="discard"),
]
