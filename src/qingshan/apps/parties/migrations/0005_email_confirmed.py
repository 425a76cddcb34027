"""An e-mail address is used once it was confirmed; addresses that stand are to be confirmed too."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0004_title_post'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='email_confirmed',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='email_asked',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
