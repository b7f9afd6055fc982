from django.apps import AppConfig


class VillagesConfig(AppConfig):
    name = "nuanban.villages"
    label = "villages"
    verbose_name = "集中下乡"
