from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION nuanban_current_xid() RETURNS bigint LANGUAGE sql VOLATILE
            AS $$ SELECT pg_current_xact_id()::text::bigint $$;
            CREATE FUNCTION nuanban_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'append-only: % on % refused', TG_OP, TG_TABLE_NAME
                    USING ERRCODE = 'insufficient_privilege';
            END $$;
            """,
            """
            DROP FUNCTION nuanban_refuse_change();
            DROP FUNCTION nuanban_current_xid();
            """,
        ),
    ]
