from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "nuanban.team"
    label = "team"
    verbose_name = "队伍"
