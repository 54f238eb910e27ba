"""Frozen editions of checks, what a feed passes on, a wish for a sweep, and the orders of lists."""

import json
from datetime import UTC, datetime

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

NO_DATE = datetime(1000, 1, 1, tzinfo=UTC)
SORTED = ["reuse", "sort_published", "sort_modified", "sort_title"]
BATCH = 500


def fill_sorted_columns(apps, schema_editor):
    """As ``Item.fill_columns`` does for what is written from now on."""
    from omwagtail.vocabularies.collation import german_sort_key

    items = apps.get_model("omwagtail", "Item").objects.using(schema_editor.connection.alias)
    batch = []
    for item in items.only("doc", "title", "published", "modified").iterator(chunk_size=BATCH):
        reuse = json.loads(item.doc).get("reuse", "full") if item.doc else "full"
        item.reuse = reuse if reuse in ("full", "excerpt") else "link"
        item.sort_published = item.published or NO_DATE
        item.sort_modified = item.modified or NO_DATE
        item.sort_title = german_sort_key(item.title)[0][:64]
        batch.append(item)
        if len(batch) == BATCH:
            items.bulk_update(batch, SORTED)
            batch = []
    items.bulk_update(batch, SORTED)


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
            name="earlier_urls",
            field=models.JSONField(blank=True, default=list, editable=False),
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
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("relay__gt", "")),
                fields=["seq"],
                name="omwagtail_item_relayed",
            ),
        ),
        migrations.CreateModel(
            name="KeyUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kid", models.CharField(max_length=43, unique=True)),
                ("public", models.CharField(max_length=43)),
                ("created", models.DateTimeField(default=django.utils.timezone.now)),
                ("revoked", models.DateTimeField(null=True)),
            ],
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
                ("last_rev", models.BigIntegerField()),
                ("date", models.DateField(null=True)),
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
        migrations.AddField(
            model_name="item",
            name="reuse",
            field=models.CharField(default="full", editable=False, max_length=7),
        ),
        migrations.AddField(
            model_name="item",
            name="sort_published",
            field=models.DateTimeField(default=NO_DATE, editable=False),
        ),
        migrations.AddField(
            model_name="item",
            name="sort_modified",
            field=models.DateTimeField(default=NO_DATE, editable=False),
        ),
        migrations.AddField(
            model_name="item",
            name="sort_title",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(fill_sorted_columns, migrations.RunPython.noop, elidable=True),
        migrations.RemoveIndex(model_name="item", name="omwagtail_item_list"),
        *(
            migrations.AddIndex(
                model_name="item",
                index=models.Index(
                    fields=[*columns, f"sort_{order}", "id", "expires"],
                    name=f"omwagtail_{order}{ending}",
                ),
            )
            for order in ("published", "modified", "title")
            for columns, ending in ((["state"], ""), (["state", "type"], "_of_type"))
        ),
    ]
