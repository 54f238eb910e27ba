import uuid

import django.db.models.deletion
from django.db import migrations, models
from wagtail.models import (
    BootstrapLocaleField,
    BootstrapTranslatableModel,
    BootstrapTranslationKeyField,
)


def revision(name):
    return migrations.AddField(
        "basepage",
        name,
        models.ForeignKey(
            "wagtailcore.revision",
            on_delete=django.db.models.deletion.SET_NULL,
            blank=True,
            editable=False,
            null=True,
            related_name="+",
            verbose_name=name.replace("_", " "),
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("swapped_base", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        # The first pages are there already, and have neither language nor key.
        BootstrapLocaleField("swapped_base.BasePage"),
        BootstrapTranslationKeyField("swapped_base.BasePage"),
        BootstrapTranslatableModel("swapped_base.BasePage"),
        migrations.AlterField(
            "basepage",
            "locale",
            models.ForeignKey(
                "wagtailcore.locale",
                on_delete=django.db.models.deletion.PROTECT,
                editable=False,
                related_name="+",
                verbose_name="locale",
            ),
        ),
        migrations.AlterField(
            "basepage", "translation_key", models.UUIDField(default=uuid.uuid4, editable=False)
        ),
        migrations.AlterUniqueTogether("basepage", {("translation_key", "locale")}),
        revision("latest_revision"),
        revision("live_revision"),
    ]
