from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "nuanban.residents"
    label = "residents"
    verbose_name = "居民"
