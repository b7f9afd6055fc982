from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "nuanban.journal"
    label = "journal"
    verbose_name = "日志"
