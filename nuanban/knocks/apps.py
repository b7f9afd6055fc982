from importlib import import_module

from django.apps import AppConfig


class KnocksConfig(AppConfig):
    name = "nuanban.knocks"
    label = "knocks"
    verbose_name = "敲门"

    def ready(self) -> None:
        """Jobs announce themselves when their module is read."""
        import_module("nuanban.knocks.jobs")
