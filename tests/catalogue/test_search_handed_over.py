"""SEARCH_BACKEND: a backend of Wagtail's searches texts; here its database search."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from wagtail.search.models import IndexEntry

from omwagtail.catalogue.facets import counts
from omwagtail.catalogue.models import Item
from tests.catalogue.factories import edit_item, make_item, withdraw_item

BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database"},
    "texts": {"BACKEND": "wagtail.search.backends.database"},
}


@pytest.fixture
def handed_over(settings):
    settings.WAGTAILSEARCH_BACKENDS = BACKENDS
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "SEARCH_BACKEND": "texts"}


@pytest.fixture
def store(django_capture_on_commit_callbacks):
    """What is handed over at the commit."""

    def run(change, *args, **members):
        with django_capture_on_commit_callbacks(execute=True):
            return change(*args, **members)

    return run


def titles(text):
    return [item.title for item in Item.objects.visible().search(text).best_first(text)]


def entries():
    """What Wagtail's database search holds of items."""
    return [entry for entry in IndexEntry.objects.all() if entry.model == "searcheditem"]


@pytest.mark.django_db
def test_the_backend_searches(handed_over, store):
    body = {"sections": [{"html": "<p>Alle Betriebe wirken mit.</p>"}]}
    store(make_item, title="Im Text", body=body)
    store(make_item, title="Größere Betriebe", topics=["health"])
    assert titles("betriebe") == ["Größere Betriebe", "Im Text"]
    assert titles("GROESSERE betriebe") == ["Größere Betriebe"]
    assert titles("nichts") == titles("!") == []
    assert counts(Item.objects.visible().search("betriebe"), "topic") == {"health": 1}


@pytest.mark.django_db
def test_filters_stay_in_the_database(handed_over, store):
    store(make_item, title="Betriebe in Dresden", regions=["DED21"])
    store(make_item, title="Betriebe in Heilbronn", regions=["DE117"])
    found = Item.objects.visible().with_term("region", "DED").search("betriebe")
    assert [item.title for item in found] == ["Betriebe in Dresden"]


@pytest.mark.django_db
def test_the_backend_follows_the_document(handed_over, store):
    item = store(make_item, title="Alter Titel")
    store(edit_item, item, title="Neuer Name")
    assert titles("alter") == []
    assert titles("neuer") == ["Neuer Name"]
    store(withdraw_item, item)
    assert not entries()


@pytest.mark.django_db
def test_what_was_there_before_is_handed_over_by_wagtails_command(settings):
    make_item(title="Von früher")
    settings.WAGTAILSEARCH_BACKENDS = BACKENDS
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "SEARCH_BACKEND": "texts"}
    call_command("update_index", backend_name="texts", verbosity=0)
    assert titles("frueher") == ["Von früher"]


@pytest.mark.django_db
def test_nothing_is_written_there_without_the_setting(store):
    store(make_item, title="Nur bei uns")
    call_command("update_index", verbosity=0)
    assert not entries()


def test_a_backend_that_wagtail_does_not_have_is_an_error(settings):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "SEARCH_BACKEND": "elastisch"}
    assert [error.id for error in run_checks(tags=["omwagtail"])] == ["omwagtail.E007"]
