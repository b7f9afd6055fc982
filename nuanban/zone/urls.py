from django.urls import path

from nuanban.zone import views

app_name = "zone"
urlpatterns = [
    path("kiosk/", views.kiosk, name="kiosk"),
    path("kiosk/help/", views.ask_help, name="ask_help"),
    path("kiosk/lease/", views.lease, name="lease"),
    path("kiosk/sw.js", views.worker, name="worker"),
    path("kiosk/sync/", views.sync, name="sync"),
    path("board/", views.board, name="board"),
    path("board/now/", views.board_now, name="board_now"),
    path("board/stream/", views.board_stream, name="board_stream"),
    path("desk/window/", views.windows, name="windows"),
    path("desk/window/<slug:code>/", views.window, name="window"),
    path("desk/window/<slug:code>/<slug:name>/", views.move, name="move"),
    path("desk/tickets/<uuid:ticket_id>/case/", views.open_case, name="open_case"),
    path("desk/tickets/<uuid:ticket_id>/person/", views.attach, name="attach"),
    path("desk/tickets/<uuid:ticket_id>/hand-over/", views.hand_over, name="hand_over"),
    path("desk/tickets/<uuid:ticket_id>/take-over/", views.take_over, name="take_over"),
    path("desk/guide/", views.guide, name="guide"),
    path("desk/guide/check-in/", views.check_in_for, name="check_in_for"),
    path("desk/guide/entry/", views.register_entry, name="register_entry"),
    path("desk/guide/direct/", views.serve_directly, name="serve_directly"),
    path("desk/guide/close-day/", views.close_day, name="close_day"),
    path("desk/help/<uuid:call_id>/<slug:name>/", views.move_help, name="move_help"),
]
