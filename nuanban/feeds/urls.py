from django.urls import path

from nuanban.feeds import views

app_name = "feeds"
urlpatterns = [
    path("desk/feeds/", views.feed_list, name="list"),
    path("desk/feeds/<slug:kind>/new/", views.upload, name="upload"),
    path("desk/feeds/<slug:kind>/template.<slug:ending>", views.template, name="template"),
    path("desk/feeds/files/<uuid:delivery_id>/", views.delivery, name="delivery"),
    path("desk/feeds/files/<uuid:delivery_id>/progress/", views.progress, name="progress"),
    path("desk/feeds/files/<uuid:delivery_id>/start/", views.start, name="start"),
    path("desk/feeds/files/<uuid:delivery_id>/release/", views.release, name="release"),
    path("desk/feeds/files/<uuid:delivery_id>/set-aside/", views.set_aside, name="set_aside"),
    path("desk/feeds/files/<uuid:delivery_id>/rerun/", views.rerun, name="rerun"),
    path("desk/feeds/files/<uuid:delivery_id>/rows.csv", views.export_rows, name="export_rows"),
    path("desk/feeds/rows/<uuid:row_id>/", views.row, name="row"),
    path("desk/feeds/rows/<uuid:row_id>/register/", views.register, name="register"),
    path("desk/feeds/rows/<uuid:row_id>/reveal/", views.reveal, name="reveal"),
    path("desk/feeds/rows/<uuid:row_id>/drop/", views.drop, name="drop"),
]
