"""Hubs that were joined, when a hub last took a ring, and what former keys said of later ones."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('omwagtail', '0004_search_speed'),
    ]

    operations = [
        migrations.AddField(
            model_name='hubring',
            name='rung',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='keyuse',
            name='created',
            field=models.DateTimeField(default=django.utils.timezone.now, null=True),
        ),
        migrations.CreateModel(
            name='JoinedHub',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hub', models.CharField(max_length=255)),
                ('origin', models.CharField(max_length=255)),
                ('name', models.CharField(blank=True, max_length=255)),
                ('joined', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('hub', 'origin'), name='omwagtail_joinedhub_once')],
            },
        ),
        migrations.CreateModel(
            name='SignedSuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_origin', models.CharField(max_length=255)),
                ('old_kid', models.CharField(max_length=43)),
                ('new_origin', models.CharField(max_length=255)),
                ('new_kid', models.CharField(max_length=43)),
                ('sig', models.CharField(max_length=86)),
                ('created', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('old_origin', 'old_kid', 'new_origin', 'new_kid'), name='omwagtail_succession_once')],
            },
        ),
    ]
