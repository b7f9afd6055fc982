from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "nuanban.visits"
    label = "visits"
    verbose_name = "上门办"
