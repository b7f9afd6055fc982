from django.urls import path

from nuanban.accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.sign_in, name="sign_in"),
    path("login/second/", views.second, name="second"),
    path("lock/", views.lock, name="lock"),
    path("unlock/", views.unlock, name="unlock"),
    path("logout/", views.sign_out, name="sign_out"),
    path("device/pair/", views.pair, name="pair"),
    path("desk/me/", views.me, name="me"),
    path("desk/me/password/", views.change_password, name="change_password"),
    path("desk/me/authenticator/", views.confirm_totp, name="confirm_totp"),
    path("desk/me/code-card/", views.code_card, name="code_card"),
    path("desk/accounts/", views.user_list, name="users"),
    path("desk/accounts/<uuid:user_id>/", views.user_page, name="user"),
    path("desk/devices/", views.device_list, name="devices"),
    path("desk/devices/<uuid:device_id>/revoke/", views.revoke, name="revoke"),
]
