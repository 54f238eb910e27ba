"""The side table of the full-text search; each database has its own kind."""

from django.db import migrations

from omwagtail.catalogue.search.tables import create, drop


class Migration(migrations.Migration):
    dependencies = [("omwagtail", "0001_initial")]

    # MariaDB makes no table within a transaction.
    operations = [migrations.RunPython(create, drop, atomic=False)]
