from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0001_shared_report'),
    ]

    operations = [
        migrations.CreateModel(
            name='VisitCount',
            fields=[
                ('visitor', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('count', models.IntegerField()),
                ('ends', models.DateTimeField(db_index=True)),
            ],
        ),
    ]
