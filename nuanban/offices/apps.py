from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "nuanban.offices"
    label = "offices"
    verbose_name = "机构与场所"
