from importlib import import_module

from django.apps import AppConfig


class VillagesConfig(AppConfig):
    name = "nuanban.villages"
    label = "villages"
    verbose_name = "集中下乡"

    def ready(self) -> None:
        """What it tells on the phones of visits is known when its module is read."""
        import_module("nuanban.villages.on_round")
