from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "nuanban.demo"
    label = "demo"
    verbose_name = "演示城市"
