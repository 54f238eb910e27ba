"""A Wagtail site that has the package for its finder and its block alone, not among its apps.

Run by test_finder.py in a process of its own: asks for the address that it is given, and says what
it found as JSON.
"""

import json
import sys

import django
from django.conf import settings

urlpatterns: list = []


def main(address: str) -> None:
    settings.configure(
        SECRET_KEY="only for tests",
        INSTALLED_APPS=[
            *("wagtail.embeds", "wagtail.users", "wagtail.images", "wagtail.admin", "wagtail"),
            *("wagtail.documents", "wagtail.search", "wagtail.snippets", "taggit"),
            *("django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"),
            *("django.contrib.messages", "django.contrib.staticfiles", "modelcluster"),
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
        ],
        WAGTAILEMBEDS_FINDERS=[{"class": "omwagtail.embed.finder.OmEmbedFinder"}],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        STATIC_URL="/static/",
        ROOT_URLCONF="tests.embed.minimal_site",
        USE_TZ=True,
        # Only because the other site is on this machine.
        OMWAGTAIL={"DEMO_MODE": True},
    )
    django.setup()

    from django.db import connection
    from wagtail.embeds.embeds import get_embed
    from wagtail.embeds.models import Embed

    from omwagtail.embed.blocks import OmEmbedBlock

    with connection.schema_editor() as editor:
        editor.create_model(Embed)
    block = OmEmbedBlock()
    shown = block.render(block.clean(address))
    print(json.dumps({"block": shown, "embed": get_embed(address).html}))


if __name__ == "__main__":
    main(sys.argv[1])
