from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nuanban.accounts"
    label = "accounts"
    verbose_name = "账号"
