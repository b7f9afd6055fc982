from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "nuanban.notices"
    label = "notices"
    verbose_name = "通知"
