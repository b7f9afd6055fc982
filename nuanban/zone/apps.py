from django.apps import AppConfig


class ZoneConfig(AppConfig):
    name = "nuanban.zone"
    label = "zone"
    verbose_name = "专区办"
