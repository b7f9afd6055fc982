from django.apps import AppConfig


class ProactiveConfig(AppConfig):
    name = "nuanban.proactive"
    label = "proactive"
    verbose_name = "免申办"

    def ready(self) -> None:
        """Readers and jobs announce themselves when their module is read."""
        from nuanban.proactive import jobs, subscribers  # noqa: F401
