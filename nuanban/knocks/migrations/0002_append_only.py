from django.db import migrations

from nuanban.journal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("knocks", "0001_initial"), ("journal", "0001_functions")]
    operations = [append_only("knocks_knockresult")]
