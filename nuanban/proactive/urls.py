from django.urls import path

from nuanban.proactive import views

app_name = "proactive"
urlpatterns = [
    path("b/<slug:code>/", views.told, name="told"),
    path("b/<slug:code>/all/", views.mine, name="mine"),
    path("posted/", views.postings, name="postings"),
    path("posted/<uuid:run_id>/<slug:policy>/", views.posting, name="posting"),
    path("desk/runs/", views.runs, name="runs"),
    path("desk/runs/<uuid:run_id>/", views.run, name="run"),
    path("desk/runs/<uuid:run_id>/progress/", views.progress, name="progress"),
    path("desk/runs/<uuid:run_id>/people/", views.people, name="people"),
    path("desk/runs/<uuid:run_id>/<slug:name>/", views.move_run, name="move_run"),
    path("desk/people/<uuid:resident_id>/entitlements/", views.person, name="person"),
    path("desk/entitlements/<uuid:entitlement_id>/", views.entitlement, name="entitlement"),
    path(
        "desk/entitlements/<uuid:entitlement_id>/certificate/",
        views.certificate,
        name="certificate",
    ),
    path("desk/lists/", views.partners, name="partners"),
    path("desk/lists/<uuid:list_id>/", views.partner_list, name="partner_list"),
    path("desk/lists/<uuid:list_id>/<slug:kind>/", views.partner_file, name="partner_file"),
    path("desk/overpaid/", views.overpayments, name="overpayments"),
    path("desk/overpaid/<uuid:overpayment_id>/", views.overpayment, name="overpayment"),
    path("desk/tasks/", views.tasks, name="tasks"),
    path("desk/tasks/<uuid:task_id>/", views.task, name="task"),
]
