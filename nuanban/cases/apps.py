from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "nuanban.cases"
    label = "cases"
    verbose_name = "办件"

    def ready(self) -> None:
        """Lets the readers of this room be known."""
        import_module("nuanban.cases.subscribers")
