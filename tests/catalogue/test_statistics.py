"""What the periodic work tells SQLite, so that a search reads its index and not whole documents."""

import pytest
from django.db import connection

from omwagtail.catalogue import statistics
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.statistics import refresh_statistics
from tests.catalogue.factories import make_item

pytestmark = pytest.mark.django_db

only_on_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="other databases look for themselves"
)


@only_on_sqlite
def test_afterwards_a_search_reads_no_documents(monkeypatch):
    monkeypatch.setattr(statistics, "FEWEST", 1)
    make_item()
    assert refresh_statistics()
    plan = Item.objects.visible().search("ausbilden").values_list("facets").order_by().explain()
    assert "COVERING INDEX omwagtail_item_search" in plan


@only_on_sqlite
def test_it_looks_again_when_there_are_twice_as_many(monkeypatch):
    monkeypatch.setattr(statistics, "FEWEST", 1)
    make_item()
    assert [refresh_statistics(), refresh_statistics()] == [True, False]
    make_item()
    assert refresh_statistics()


def test_few_documents_need_nothing():
    make_item()
    assert not refresh_statistics()
