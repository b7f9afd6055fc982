from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "nuanban.eligibility"
    label = "eligibility"
    verbose_name = "资格"
