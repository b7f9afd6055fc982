from django.db import migrations

from nuanban.journal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_initial")]
    operations = [
        append_only("journal_entry"),
        append_only("journal_seal"),
        append_only("journal_leaf"),
    ]
