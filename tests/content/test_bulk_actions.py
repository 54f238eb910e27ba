"""What is done to many pages at once, from a listing, reaches the catalogue."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.models import Item
from omwagtail.pages.models import PracticeExamplePage
from tests.pages_for_tests import publish_example

pytestmark = pytest.mark.django_db

LISTING = "om_practice_examples:index"


@pytest.fixture
def pages(home, committed):
    """Two practice examples that are in the catalogue."""
    with committed():
        return [
            publish_example(home, title=f"Beispiel {number}", slug=f"beispiel-{number}")
            for number in range(2)
        ]


@pytest.fixture
def do(editor, committed):
    """`do(action, pages, **data)`: as if these were chosen in the listing."""

    def do(action, pages, **data):
        base = Page._meta
        address = reverse("wagtail_bulk_action", args=[base.app_label, base.model_name, action])
        chosen = "&".join(f"id={page.pk}" for page in pages)
        with committed():
            response = editor.post(f"{address}?{chosen}&next={reverse(LISTING)}", data)
        assert response.url == reverse(LISTING)

    return do


def states(pages):
    return {(item_of(page).state, item_of(page).reason) for page in pages}


def test_the_listing_offers_them(editor, pages):
    html = editor.get(reverse(LISTING)).content.decode()
    for action in ("publish", "unpublish", "delete", "move"):
        assert f"/bulk/wagtailcore/page/{action}/" in html


def test_unpublishing_withdraws_all_and_publishing_brings_them_back(do, pages):
    do("unpublish", pages)
    assert states(pages) == {("withdrawn", "unpublished")}
    keys = {item_of(page).key for page in pages}
    do("publish", pages)
    assert states(pages) == {("accepted", "")}
    assert {item_of(page).key for page in pages} == keys


def test_deleting_withdraws_all(do, pages):
    do("delete", pages)
    assert not PracticeExamplePage.objects.exists()
    assert set(Item.objects.values_list("state", "reason")) == {("withdrawn", "deleted")}


def test_deleting_what_is_above_withdraws_what_is_below(do, home, committed):
    section = home.add_child(instance=Page(title="Beispiele", slug="beispiele"))
    with committed():
        publish_example(section)
    do("delete", [section])
    assert set(Item.objects.values_list("state", "reason")) == {("withdrawn", "deleted")}


def test_moving_changes_all_addresses(do, pages, home):
    archive = home.add_child(instance=Page(title="Archiv", slug="archiv"))
    do("move", pages, chooser=archive.pk)
    addresses = {item_of(page).url for page in pages}
    assert addresses == {
        "https://partner.example/start/archiv/beispiel-0/",
        "https://partner.example/start/archiv/beispiel-1/",
    }


def test_all_pages_of_the_installation_cannot_be_chosen_at_once(editor, home):
    """Wagtail offers it where a listing has several pages, and means more than is listed."""
    for number in range(51):
        home.add_child(instance=PracticeExamplePage(title=f"Nr. {number}", slug=f"nr-{number}"))
    response = editor.get(reverse(LISTING))
    assert response.context["page_obj"].has_other_pages()
    assert "data-bulk-action-num-objects-in-listing" not in response.content.decode()
