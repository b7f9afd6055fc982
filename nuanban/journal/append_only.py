"""Migration step that turns a table append-only: an accident guard beside the revoked rights."""

from django.db.migrations.operations import RunSQL


def append_only(table: str) -> RunSQL:
    """Refuses UPDATE, DELETE and TRUNCATE on `table`, except in a superuser's replica mode."""
    return RunSQL(
        f"""
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION nuanban_refuse_change();
        """,
        f"DROP TRIGGER {table}_append_only ON {table};",
    )
