"""What a page says of itself to machines."""

import pytest

from tests.catalogue.factories import OWN_ORIGIN
from tests.documents import factories
from tests.rendering.samples import TYPES, foreign_item, own_item, render, stored_picture

pytestmark = pytest.mark.django_db


def properties(page):
    """Name or property of each ``meta`` to its content."""
    return {
        element.attributes.get("property") or element.attributes.get("name"): content
        for element in page.all("meta")
        if (content := element.attributes.get("content"))
    }


def test_an_example_is_an_article_with_its_times(request_):
    item = own_item()

    found = properties(render(request_, item.data, item=item))

    assert found["og:type"] == "article"
    assert found["article:published_time"] == "2026-02-01T08:00:00Z"
    assert found["article:modified_time"] == "2026-02-03T09:30:00Z"


def test_a_link_to_a_page_with_a_picture_shows_it_large(request_):
    _, image = stored_picture(origin=OWN_ORIGIN)
    item = own_item("network", images=[image])

    found = properties(render(request_, item.data, item=item))

    assert found["og:image"].startswith("http://testserver/om/media/")
    assert found["og:image:alt"] == "Werkstatt"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "600")
    assert found["twitter:card"] == "summary_large_image"


def test_a_link_to_a_page_without_one_shows_words(request_):
    found = properties(render(request_, factories.minimal_check()))

    assert found["twitter:card"] == "summary"
    assert "og:image" not in found


@pytest.mark.parametrize("type", TYPES)
def test_the_document_itself_is_linked(request_, client, type):
    item = own_item(type)

    (link,) = render(request_, item.data, item=item).all("link", type="application/json")

    answer = client.get(link.attributes["href"])
    assert answer.json()["id"] == item.urn


def test_a_preview_links_no_document(request_):
    page = render(request_, factories.minimal_network())

    assert page.all("link", type="application/json") == []


@pytest.mark.parametrize(("reuse", "robots"), [("full", None), ("excerpt", "noindex")])
def test_a_page_that_only_quotes_stays_out_of_search_engines(request_, reuse, robots):
    item = foreign_item(reuse=reuse)

    assert properties(render(request_, item.data, item=item)).get("robots") == robots
