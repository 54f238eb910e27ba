"""A number for the counted codes of each item, an index for what a search asks, other words."""

import json
from types import SimpleNamespace
from typing import Any

from django.db import migrations, models

from omwagtail.catalogue.search.tables import create, drop

BATCH = 500


def make_again(apps: Any, schema_editor: Any) -> None:
    """In its new form; what the old one holds cannot be asked any more."""
    drop(apps, schema_editor)
    create(apps, schema_editor)


def write_again(apps: Any, schema_editor: Any) -> None:
    """The words of all items, and the numbers of their codes."""
    from omwagtail.catalogue.search.writing import write_all
    from omwagtail.catalogue.terms import digest_of, terms_of

    items = apps.get_model("omwagtail", "Item").objects.using(schema_editor.connection.alias)
    batch, searched = [], []
    for item in items.exclude(doc="").only("doc", "language", "state").iterator(chunk_size=BATCH):
        data = json.loads(item.doc)
        item.facets = digest_of(terms_of(data))
        batch.append(item)
        if item.state in ("accepted", "pending"):
            searched.append(SimpleNamespace(pk=item.pk, data=data, language=item.language))
        if len(batch) == BATCH:
            items.bulk_update(batch, ["facets"])
            write_all(searched)
            batch, searched = [], []
    items.bulk_update(batch, ["facets"])
    write_all(searched)


class Migration(migrations.Migration):
    dependencies = [("omwagtail", "0003_editions_relay")]

    operations = [
        migrations.AddField(
            model_name="item",
            name="facets",
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                fields=[
                    "id",
                    "state",
                    "expires",
                    "type",
                    "origin",
                    "language",
                    "sort_published",
                    "facets",
                ],
                name="omwagtail_item_search",
            ),
        ),
        # What a backend of Wagtail's may hold; the same table.
        migrations.CreateModel(
            name="SearchedItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("doc", models.TextField()),
                ("state", models.CharField(max_length=12)),
            ],
            options={"db_table": "omwagtail_item", "managed": False},
        ),
        # MariaDB makes no table within a transaction.
        migrations.RunPython(make_again, migrations.RunPython.noop, atomic=False),
        migrations.RunPython(write_again, migrations.RunPython.noop),
    ]
