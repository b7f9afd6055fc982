from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "nuanban.cases"
    label = "cases"
    verbose_name = "办件"
