"""Gives the run-time role its rights: no schema changes, no rewriting of append-only tables."""

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from nuanban.lib.postgres import Role

APP_ROLE = Role.APP.login


def append_only_tables() -> list[str]:
    """Tables whose rows are never changed."""
    return [m._meta.db_table for m in apps.get_models() if getattr(m, "append_only", False)]


class Command(BaseCommand):
    """Runs as owner, after every migration."""

    help = "Give the run-time role its rights."

    def handle(self, **_options: object) -> None:
        role = connection.ops.quote_name(APP_ROLE)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
            if cursor.fetchone() is None:
                return
            cursor.execute(
                f"GRANT USAGE ON SCHEMA public TO {role};"
                f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};"
                f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};"
                f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}"
            )
            for table in append_only_tables():
                cursor.execute(
                    f"REVOKE UPDATE, DELETE, TRUNCATE ON {connection.ops.quote_name(table)} "
                    f"FROM {role}"
                )
            cursor.execute(f"REVOKE ALL ON django_migrations FROM {role}")
            cursor.execute(f"GRANT SELECT ON django_migrations TO {role}")
