from importlib import import_module

from django.apps import AppConfig


class ProactiveConfig(AppConfig):
    name = "nuanban.proactive"
    label = "proactive"
    verbose_name = "免申办"

    def ready(self) -> None:
        """Readers and jobs announce themselves when their module is read."""
        import_module("nuanban.proactive.jobs")
        import_module("nuanban.proactive.subscribers")
