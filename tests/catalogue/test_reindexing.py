"""om_reindex, and finding what lost its words or codes."""

import pytest
from django.core.management import call_command

from omwagtail.catalogue.facets import counts
from omwagtail.catalogue.models import Item, ItemState, ItemTerm
from omwagtail.catalogue.reindexing import missing, reindex, write_missing
from omwagtail.catalogue.search.writing import remove_words
from tests.catalogue.factories import make_item

pytestmark = pytest.mark.django_db


def titles(text):
    return [item.title for item in Item.objects.visible().search(text)]


@pytest.fixture
def lost():
    item = make_item(title="Verlorenes", topics=["health"])
    remove_words([item.pk])
    item.terms.all().delete()
    Item.objects.filter(pk=item.pk).update(facets=0)
    return item


def test_om_reindex_writes_words_codes_and_their_number_anew(lost, capsys):
    make_item(title="Anderes", topics=["risk"])
    call_command("om_reindex")
    assert titles("verlorenes") == ["Verlorenes"]
    assert counts(Item.objects.visible(), "topic") == {"health": 1, "risk": 1}
    assert Item.objects.with_term("topic", "health").get() == lost
    assert "2 items written anew" in capsys.readouterr().out


def test_it_goes_on_after_an_item(lost):
    later = make_item(title="Späteres")
    assert reindex(after=lost.pk) == 1
    assert titles("verlorenes") == []
    assert titles(later.title) == ["Späteres"]


def test_it_tells_where_to_go_on(lost, capsys):
    call_command("om_reindex")
    assert f"--after {lost.pk}" in capsys.readouterr().out


def test_codes_that_the_document_no_longer_has_go():
    item = make_item(topics=["health"])
    ItemTerm.objects.create(item=item, scheme="topic", code="risk")
    reindex()
    assert counts(Item.objects.visible(), "topic") == {"health": 1}


def test_words_of_what_is_not_shown_go():
    item = make_item(title="Abgelehntes")
    Item.objects.filter(pk=item.pk).update(state=ItemState.REJECTED)
    reindex()
    Item.objects.filter(pk=item.pk).update(state=ItemState.ACCEPTED)
    assert titles("abgelehntes") == []


def test_what_is_missing_is_found_and_written(lost):
    make_item(title="Vollständiges", topics=["risk"])
    make_item(title="Ohne Codes")
    assert missing() == [lost]
    assert write_missing() == 1
    assert missing() == []
    assert titles("verlorenes") == ["Verlorenes"]
