from django.urls import path

from nuanban.visits import views

app_name = "visits"
urlpatterns = [
    path("desk/visits/", views.visit_list, name="list"),
    path("desk/visits/new/<uuid:resident_id>/", views.new_visit, name="new"),
    path("desk/visits/crews/", views.crews, name="crews"),
    path("desk/visits/crews/new/", views.new_crew, name="new_crew"),
    path("desk/visits/crews/<int:crew_id>/stop/", views.stop_crew, name="stop_crew"),
    path("desk/visits/crews/<int:crew_id>/", views.route_sheet, name="route_sheet"),
    path("desk/visits/board/", views.board, name="board"),
    path("desk/visits/board/try/", views.board_try, name="board_try"),
    path("desk/visits/board/move/", views.board_move, name="board_move"),
    path("desk/visits/board/undo/", views.board_undo, name="board_undo"),
    path("desk/visits/<uuid:visit_id>/", views.visit, name="visit"),
    path("desk/visits/<uuid:visit_id>/hold/", views.hold, name="hold"),
    path("desk/visits/<uuid:visit_id>/send/", views.send, name="send"),
    path("desk/visits/<uuid:visit_id>/confirm/", views.confirm, name="confirm"),
    path("desk/visits/<uuid:visit_id>/cancel/", views.cancel, name="cancel"),
    path("desk/visits/<uuid:visit_id>/set-out/", views.set_out, name="set_out"),
    path("desk/visits/<uuid:visit_id>/arrive/", views.arrive, name="arrive"),
    path("desk/visits/<uuid:visit_id>/nobody/", views.nobody, name="nobody"),
    path("desk/visits/<uuid:visit_id>/finish/", views.finish, name="finish"),
    path("desk/visits/<uuid:visit_id>/settle/<uuid:conflict_id>/", views.settle, name="settle"),
    path("desk/visits/cash/", views.cash, name="cash"),
    path("desk/visits/cash/in/", views.hand_in, name="hand_in"),
    path("desk/visits/cash/books/", views.give_book, name="give_book"),
    path("desk/visits/cash/books/<uuid:book_id>/", views.take_book_back, name="take_book_back"),
    path("desk/visits/<uuid:visit_id>/photos/<uuid:photo_id>/", views.photo, name="photo"),
    path("round/", views.round_page, name="round"),
    path("round/sw.js", views.round_worker, name="round_worker"),
    path("round/day/", views.round_day, name="round_day"),
    path("round/sync/", views.round_sync, name="round_sync"),
    path("round/photo/", views.round_photo, name="round_photo"),
    path("door/<str:code>/", views.door, name="door"),
    path("door/<str:code>/photo/<int:turn>/", views.door_photo, name="door_photo"),
]
