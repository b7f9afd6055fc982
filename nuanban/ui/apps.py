from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "nuanban.ui"
    label = "ui"
    verbose_name = "界面"
