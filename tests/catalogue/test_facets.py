"""The numbers beside the filters of a list."""

import pytest
from django.db import transaction

from omwagtail.catalogue import facets
from omwagtail.catalogue.facets import count_with_facets, counts, facet_counts, type_counts
from omwagtail.catalogue.models import Item, ItemState
from tests.catalogue.factories import FOREIGN_ORIGIN, OWN_ORIGIN, edit_item, make_item

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]


def test_codes_are_counted_by_scheme_and_columns_by_value():
    make_item(topics=["health", "risk"], regions=["DED21"])
    make_item("network", origin=FOREIGN_ORIGIN, topics=["health"], language="en")
    found = facet_counts(Item.objects.visible(), ["topic", "region", "type", "language", "origin"])
    assert found == {
        "topic": {"health": 2, "risk": 1},
        "region": {"DE": 1, "DED": 1, "DED2": 1, "DED21": 1},
        "type": {"network": 1, "practice-example": 1},
        "language": {"de": 1, "en": 1},
        "origin": {FOREIGN_ORIGIN: 1, OWN_ORIGIN: 1},
    }


def test_a_land_counts_an_item_with_two_of_its_districts_once():
    make_item(regions=["DED21", "DED2F"])
    assert counts(Item.objects.visible(), "region")["DED"] == 1


def test_only_what_is_shown_is_counted():
    make_item(topics=["health"])
    make_item(topics=["health"], state=ItemState.PENDING)
    make_item(topics=["health"], expires="2020-01-01T00:00:00Z")
    assert counts(Item.objects.visible(), "topic") == {"health": 1}
    assert type_counts(Item.objects.visible().search("gibtesnicht")) == {}


def test_a_changed_document_is_counted_as_it_is_now():
    item = make_item(topics=["health"])
    assert counts(Item.objects.visible(), "topic") == {"health": 1}
    edit_item(item, topics=["risk", "health"])
    assert counts(Item.objects.visible(), "topic") == {"health": 1, "risk": 1}


def test_what_was_rolled_back_is_forgotten():
    item = make_item(topics=["health"])
    with transaction.atomic():
        edit_item(item, topics=["risk"])
        assert counts(Item.objects.visible(), "topic") == {"risk": 1}
        transaction.set_rollback(True)
    assert counts(Item.objects.visible(), "topic") == {"health": 1}


def test_an_item_that_a_query_finds_twice_counts_once():
    make_item(topics=["health", "risk"])
    twice = Item.objects.visible().filter(terms__scheme="topic")
    assert counts(twice, "topic") == {"health": 1, "risk": 1}


def test_items_without_a_number_are_counted_by_their_terms():
    make_item(topics=["health"])
    Item.objects.update(facets=0)
    assert counts(Item.objects.visible(), "topic") == {"health": 1}
    make_item(topics=["risk"])
    Item.objects.update(facets=0)
    assert counts(Item.objects.visible(), "topic") == {"health": 1, "risk": 1}


def test_counting_again_reads_one_number_per_item(django_assert_num_queries):
    for _ in range(3):
        make_item(topics=["health"])
    found = Item.objects.visible()
    facet_counts(found, ["topic"])
    with django_assert_num_queries(1):
        facet_counts(found, ["topic", "region", "type", "organisation-type"])


def test_items_and_their_codes_are_counted_in_one_walk(django_assert_num_queries):
    make_item(topics=["health", "risk"])
    make_item(topics=["health"])
    facet_counts(Item.objects.visible(), ["topic"])
    with django_assert_num_queries(1):
        total, found = count_with_facets(Item.objects.visible(), ["topic"])
    assert (total, found["topic"]) == (2, {"health": 2, "risk": 1})


def test_of_many_unknown_numbers_all_terms_are_read_in_one_query(
    monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(facets, "FEW", 1)
    # Together they occur nowhere else, so no test before made them known.
    make_item(topics=["health"], regions=["DEF0D"])
    make_item(topics=["health", "risk"], regions=["DEF0D"])
    make_item("network", topics=["demography"], regions=["DEF0D"])
    with django_assert_num_queries(2):
        found = counts(Item.objects.visible().of_type("practice-example"), "topic")
    assert found == {"health": 2, "risk": 1}
