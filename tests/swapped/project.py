"""A developer's first hour with an own base page: run as a script, in a process of its own.

Makes migrations, migrates, checks, fills in the admin's forms and reads the site as others do.
Prints one JSON object: name of an observation -> what was seen.
"""

import json
import os
import sys
import tempfile
from io import StringIO
from pathlib import Path

import django
from django.core.management import call_command
from django.test.utils import setup_test_environment

HOST = {"host": "partner.example"}
EXAMPLE = {"title": "Gemeinsam ausbilden", "summary": "Vier Betriebe teilen sich eine Werkstatt."}
NETWORK = {"title": "IMPRO", "summary": "Achtzehn Betriebe."}
CHECK = {"title": "Betriebs-Check", "summary": "Neun Themen."}


def main():
    folder = Path(tempfile.mkdtemp())
    (folder / "made_migrations").mkdir()
    (folder / "made_migrations" / "__init__.py").touch()
    sys.path.insert(0, str(folder))
    os.environ["OMWAGTAIL_SWAPPED_MIGRATIONS"] = "made_migrations"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.swapped.settings"
    django.setup()
    # Then a response remembers the form it shows.
    setup_test_environment()
    print(json.dumps({**install(folder), **edit_and_read()}))


def said(command, *arguments, **options):
    """What a management command prints."""
    output = StringIO()
    call_command(command, *arguments, stdout=output, **options)
    return output.getvalue().strip()


def install(folder):
    from wagtail.models import Page

    said("makemigrations", "association")
    written = sorted(path.name for path in (folder / "made_migrations").glob("0*.py"))
    changes = said("makemigrations", dry_run=True)
    said("migrate", verbosity=0)
    return {
        "base page": "WAGTAIL_PAGE_MODEL" if Page._meta.swapped else "abstract class",
        "migrations written": written,
        "makemigrations": changes,
        "check": said("check", databases=["default"]),
    }


def edit_and_read():
    from django.contrib.auth import get_user_model
    from django.test import Client
    from wagtail.models import PageViewRestriction, Site

    from omwagtail.catalogue.sweeping import sweep
    from tests.swapped.association.models import CheckPage, DirectoryPage, ExamplePage, NetworkPage

    editor = Client()
    editor.force_login(get_user_model().objects.create_superuser("editor", "e@example.org", "x"))
    home = Site.objects.get(is_default_site=True).root_page
    network = publish(editor, home, NetworkPage, **NETWORK, goals=stream("goal", "Fachkräfte"))
    example = publish(
        editor,
        home,
        ExamplePage,
        **EXAMPLE,
        responsible="Frau Muster",
        related=stream(
            "related", {"page": str(network.pk), "address": "", "relation": "network-of"}
        ),
    )
    check = publish(editor, home, CheckPage, **CHECK, allow_not_applicable="on")
    directory = publish(editor, home, DirectoryPage, title="Verzeichnis", entries_per_page="24")
    visitor = Client()
    seen = {
        "captured": captured(network, example, check),
        "form": "Frau Muster" in text(editor, admin("edit", example)),
        "listing": "Gemeinsam ausbilden" in text(editor, admin("explore", home)),
        "usage": "Gemeinsam ausbilden" in text(editor, admin("usage", network)),
        "served": {
            page.title: words in text(visitor, page.url)
            for page, words in (
                (example, "Vier Betriebe teilen"),
                (network, "Fachkräfte"),
                (check, "Neun Themen"),
                (directory, "Gemeinsam ausbilden"),
            )
        },
        "feed": sorted(
            json.loads(entry["doc"])["title"]
            for entry in visitor.get("/om/api/v1/changes/", headers=HOST).json()["entries"]
        ),
        "api": visitor.get("/om/api/v1/practice-examples/", headers=HOST).json()["count"],
        "sweep": str(sweep()),
    }
    home.refresh_from_db()
    example.move(check, pos="last-child")
    seen["moved to"] = captured_data(example)["url"]
    restriction = PageViewRestriction.objects.create(page=check, restriction_type="login")
    seen["restricted above"] = captured(example)
    restriction.delete()
    example = ExamplePage.objects.get(pk=example.pk)
    seen["alias"] = captured(example.create_alias(parent=home, update_slug="zweitens"))
    seen["copy"] = captured(example.copy(update_attrs={"slug": "kopie", "title": "Kopie"}))
    example.delete()
    seen["sweep after deleting"] = str(sweep())
    foreign = foreign_example_of(network)
    seen["foreign one"] = f"{directory.get_url()}{foreign.key}/" in text(visitor, network.url)
    return seen


def foreign_example_of(network):
    from tests.catalogue.factories import FOREIGN_ORIGIN, make_item

    document = captured_data(network)
    named = {"origin": document["origin"], "id": document["id"], "relation": "network-of"}
    return make_item(origin=FOREIGN_ORIGIN, related=[named])


def publish(editor, parent, model, **values):
    """Fill in the form for a new page and press "Publish"."""
    from django.urls import reverse

    from tests.content.editing import form_data

    url = reverse(
        "wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk]
    )
    response = editor.post(url, {**form_data(model, **values), "action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    return model.objects.get(title=values["title"])


def stream(kind, *values):
    from tests.content.editing import stream

    return stream(kind, *values)


def admin(view, page):
    from django.urls import reverse

    if view == "explore":
        return reverse("wagtailadmin_explore", args=[page.pk])
    return reverse(f"wagtailadmin_pages:{view}", args=[page.pk])


def text(client, url):
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return response.content.decode()


def captured_data(page):
    from omwagtail.catalogue.capture import item_of

    return item_of(page).data


def captured(*pages):
    """Title -> state in the catalogue; pages without an item are left out."""
    from omwagtail.catalogue.capture import item_of

    items = {page.title: item_of(page) for page in pages}
    return {title: item.state for title, item in items.items() if item is not None}


if __name__ == "__main__":
    main()
