from importlib import import_module

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "nuanban.visits"
    label = "visits"
    verbose_name = "上门办"

    def ready(self) -> None:
        """Readers and jobs announce themselves when their module is read."""
        import_module("nuanban.visits.jobs")
        import_module("nuanban.visits.subscribers")
