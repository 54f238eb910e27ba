"""Earlier addresses of a document: links to them still find it, whatever happened in between."""

import pytest

from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.sweeping import sweep
from tests.pages_for_tests import home, publish_example

pytestmark = pytest.mark.django_db

FIRST, SECOND = "https://partner.example", "https://zweite.example"


@pytest.fixture
def page():
    """One that stood at ``/alt/`` before."""
    page = publish_example(slug="alt")
    sweep()
    rename(page, "neu")
    return page


def rename(page, slug):
    page.refresh_from_db()
    page.slug = slug
    page.save_revision().publish()
    sweep()


def move(page, target):
    page.refresh_from_db()
    target.refresh_from_db()
    page.move(target, pos="last-child")
    page.refresh_from_db()
    sweep()


def aliases(page):
    return item_of(page).data.get("aliases", [])


def test_an_earlier_address_is_an_alias(page):
    assert aliases(page) == [f"{FIRST}/alt/"]


def test_the_latest_comes_first_and_the_present_one_is_left_out(page):
    rename(page, "neuer")
    rename(page, "alt")
    assert aliases(page) == [f"{FIRST}/neuer/", f"{FIRST}/neu/"]


def test_they_survive_unpublishing(page):
    page.unpublish()
    sweep()
    assert "aliases" not in item_of(page).data
    page.refresh_from_db()
    page.slug = "wieder"
    page.save_revision().publish()
    sweep()
    assert aliases(page) == [f"{FIRST}/neu/", f"{FIRST}/alt/"]


def test_each_origin_has_its_own_ones(page, other):
    move(page, other)
    assert item_of(page).origin == SECOND
    assert aliases(page) == []
    rename(page, "dort")
    assert aliases(page) == [f"{SECOND}/neu/"]


def test_they_are_there_again_when_the_page_comes_back(page, other):
    uuid = item_of(page).uuid
    move(page, other)
    rename(page, "dort")
    move(page, home())
    item = item_of(page)
    assert (item.origin, item.uuid, item.state) == (FIRST, uuid, "accepted")
    assert aliases(page) == [f"{FIRST}/neu/", f"{FIRST}/alt/"]
    assert Item.objects.get(origin=SECOND).state == "withdrawn"


def test_what_is_deleted_leaves_no_address(page):
    item = item_of(page)
    page.delete()
    sweep()
    item.refresh_from_db()
    assert item.earlier_urls == []
