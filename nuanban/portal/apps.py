from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "nuanban.portal"
    label = "portal"
    verbose_name = "群众页面"
