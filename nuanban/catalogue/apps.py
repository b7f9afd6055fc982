from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "nuanban.catalogue"
    label = "catalogue"
    verbose_name = "事项与指南"
