from importlib import import_module

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "nuanban.feeds"
    label = "feeds"
    verbose_name = "部门数据"

    def ready(self) -> None:
        """Lets the readers of this room be known."""
        import_module("nuanban.feeds.subscribers")
