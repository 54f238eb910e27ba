"""Frozen editions of checks, what a feed passes on, and a wish for a sweep."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("omwagtail", "0002_search")]

    operations = [
        migrations.AlterField(
            model_name="item",
            name="state",
            field=models.CharField(
                choices=[
                    ("pending", "waiting for a decision"),
                    ("accepted", "accepted"),
                    ("rejected", "rejected"),
                    ("withdrawn", "withdrawn"),
                    ("quarantined", "quarantined"),
                    ("gone", "no longer offered"),
                ],
                default="accepted",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="relay",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "never passed on"),
                    ("offered", "passed on"),
                    ("gone", "no longer passed on"),
                ],
                default="",
                editable=False,
                max_length=7,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="feedhead",
            name="sweep_wanted",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("rev", models.BigIntegerField()),
                ("doc", models.TextField()),
                ("sig", models.CharField(blank=True, max_length=86)),
                ("kid", models.CharField(blank=True, max_length=43)),
                (
                    "created",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="omwagtail.item",
                    ),
                ),
            ],
            options={"verbose_name": "edition", "verbose_name_plural": "editions"},
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                fields=("item", "number", "fingerprint"), name="omwagtail_edition_once"
            ),
        ),
    ]
