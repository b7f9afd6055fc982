from django.urls import path

from nuanban.notices import views

app_name = "notices"
urlpatterns = [
    path("desk/notices/", views.notice_list, name="list"),
    path("desk/notices/release/", views.release, name="release"),
    path("desk/notices/retry/", views.retry_all, name="retry_all"),
    path("desk/notices/inbound/", views.inbound_list, name="inbound"),
    path("desk/notices/demo/", views.demo_box, name="demo_box"),
    path("desk/notices/<uuid:notice_id>/", views.notice, name="notice"),
    path("desk/notices/<uuid:notice_id>/cancel/", views.cancel, name="cancel"),
    path("desk/notices/<uuid:notice_id>/retry/", views.retry, name="retry"),
    path("desk/calls/", views.call_list, name="calls"),
    path("desk/calls/<uuid:notice_id>/", views.call, name="call"),
    path("desk/calls/<uuid:notice_id>/take/", views.take, name="take"),
    path("desk/letters/", views.letter_list, name="letters"),
    path("desk/letters/<uuid:notice_id>/print/", views.print_letter, name="print_letter"),
    path("desk/letters/<uuid:notice_id>/pdf/", views.letter_pdf, name="letter_pdf"),
    path("desk/letters/<uuid:notice_id>/braille/", views.letter_braille, name="braille"),
    path("desk/letters/<uuid:notice_id>/posted/", views.posted, name="posted"),
]
