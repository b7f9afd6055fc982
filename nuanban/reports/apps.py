from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "nuanban.reports"
    label = "reports"
    verbose_name = "统计"
