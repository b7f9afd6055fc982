from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "nuanban.papers"
    label = "papers"
    verbose_name = "文书"
