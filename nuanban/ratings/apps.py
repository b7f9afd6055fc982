from importlib import import_module

from django.apps import AppConfig


class RatingsConfig(AppConfig):
    name = "nuanban.ratings"
    label = "ratings"
    verbose_name = "好差评"

    def ready(self) -> None:
        """Lets the readers of this room be known."""
        import_module("nuanban.ratings.subscribers")
