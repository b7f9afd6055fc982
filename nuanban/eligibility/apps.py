from importlib import import_module

from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "nuanban.eligibility"
    label = "eligibility"
    verbose_name = "资格"

    def ready(self) -> None:
        """Readers and jobs announce themselves when their module is read."""
        import_module("nuanban.eligibility.subscribers")
