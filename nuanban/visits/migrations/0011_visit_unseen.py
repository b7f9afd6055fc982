from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('visits', '0010_cash_void'),
    ]

    operations = [
        migrations.AddField(
            model_name='visit',
            name='unseen',
            field=models.BooleanField(default=False, verbose_name='没见过面的人约的'),
        ),
    ]
