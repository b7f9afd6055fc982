from django.db import migrations, models

# Texts that were written before say themselves who answers for them.
FILL = """
UPDATE eligibility_policyversion
SET department = coalesce(substring(policy_text FROM '(?n)^department = "([^"]*)"'), '')
"""


class Migration(migrations.Migration):
    dependencies = [("eligibility", "0003_released_texts_stay")]
    operations = [
        migrations.AddField(
            model_name="policyversion",
            name="department",
            field=models.TextField(default="", verbose_name="归哪个部门"),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
