"""The roof as a Django app, for its management commands."""

from django.apps import AppConfig


class CityConfig(AppConfig):
    name = "config"
    verbose_name = "暖办"
