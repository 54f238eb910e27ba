"""Advisers: whom a site names to turn to with the result of a check."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('omwagtail', '0007_health'),
        ('wagtailcore', '0095_groupsitepermission'),
    ]

    operations = [
        migrations.CreateModel(
            name='Adviser',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='name')),
                ('role', models.CharField(blank=True, max_length=255, verbose_name='responsible for')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=60, verbose_name='telephone')),
                ('regions', models.JSONField(blank=True, default=list, verbose_name='regions')),
                ('topics', models.JSONField(blank=True, default=list, verbose_name='topics')),
                ('public', models.BooleanField(default=False, verbose_name='may be shown')),
                ('sort_order', models.PositiveSmallIntegerField(default=0, verbose_name='place in the list')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='omwagtail.organisation', verbose_name='organisation')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.site', verbose_name='site')),
            ],
            options={
                'verbose_name': 'adviser',
                'verbose_name_plural': 'advisers',
                'ordering': ['sort_order', 'name', 'pk'],
            },
        ),
    ]
