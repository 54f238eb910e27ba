"""Cards in frames: one entry, useful without scripts and at any size."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from omwagtail.catalogue.models import ItemState
from tests.browser import accessibility_violations
from tests.catalogue.factories import FOREIGN_ORIGIN, make_item
from tests.rendering.markup import Markup
from tests.rendering.samples import stored_picture
from tests.runner.definitions import body

pytestmark = pytest.mark.django_db

LICENCE = {"uri": "https://creativecommons.org/licenses/by/4.0/"}
MEMBERS = {
    "title": "Wissen weitergeben, bevor es in Rente geht",
    "summary": "Ein Familienbetrieb mit achtzehn Leuten hat Paten und Lernkarten eingeführt. " * 4,
    "publisher": {"name": "Kammer Sachsen", "url": "https://kammer.example/"},
    "licence": LICENCE,
}


def address_of(item):
    return reverse("omwagtail_embed_card", args=[item.key])


@pytest.fixture
def card(client):
    """`card(item)`: the markup of its card."""
    return lambda item: Markup(client.get(address_of(item)).content.decode())


def test_a_card_says_what_it_is_whose_and_where_there_is_more(card):
    item = make_item(**MEMBERS)
    page = card(item)
    [title] = page.all("h1")
    assert " ".join(title.text.split()) == item.title
    assert page.links() == {item.url: item.title, LICENCE["uri"]: "CC BY 4.0"}
    assert "Kammer Sachsen" in page.source
    assert "Familienbetrieb" in page.source


def test_all_links_leave_the_frame(card):
    links = card(make_item("check", body=body(), **MEMBERS)).all("a")
    assert len(links) == 3
    assert {link.attributes["target"] for link in links} == {"_blank"}
    assert all("noopener" in link.attributes["rel"] for link in links)


def test_a_card_of_a_check_leads_to_the_form(card):
    item = make_item("check", body=body())
    assert reverse("omwagtail_check", args=[item.key]) in card(item).links()


def test_a_picture_is_shown_from_here(card):
    _, image = stored_picture()
    item = make_item(origin=FOREIGN_ORIGIN, images=[image], reuse="full")
    [shown] = card(item).all("img")
    assert shown.attributes["src"].startswith("/om/media/")


@pytest.mark.parametrize(("reuse", "has_summary"), [("excerpt", True), ("link", False)])
def test_a_card_shows_no_more_than_its_publisher_allows(card, reuse, has_summary):
    _, image = stored_picture()
    item = make_item(
        "check", origin=FOREIGN_ORIGIN, body=body(), images=[image], reuse=reuse, **MEMBERS
    )
    page = card(item)
    assert ("Familienbetrieb" in page.source) == has_summary
    assert page.all("img") == []
    assert list(page.links()) == [item.url, LICENCE["uri"]]


@pytest.mark.parametrize("state", [ItemState.PENDING, ItemState.QUARANTINED])
def test_a_card_of_what_is_not_shown_says_that_there_is_none(client, state):
    response = client.get(address_of(make_item(state=state, **MEMBERS)))
    assert response.status_code == 404
    assert MEMBERS["title"] not in response.content.decode()
    assert "X-Frame-Options" not in response


def test_hostile_words_stay_words(card):
    item = make_item(title="</h1><script>alert(1)</script>", summary="<img src=x onerror=alert(1)>")
    page = card(item)
    assert [script.attributes.get("type") for script in page.all("script")] == ["module"]
    assert page.all("img") == []


def test_an_address_that_is_no_web_address_is_no_link(card):
    item = make_item()
    item.url = "javascript:alert(1)"
    item.save()
    assert card(item).links() == {}


@pytest.fixture
def framed(open_page, foreign_site, live_server):
    """`framed(item, width, height, attributes)`: a foreign page with the card in a frame."""

    def framed(item, width, height, attributes="", **options):
        src = live_server.url + address_of(item)
        html = (
            '<!doctype html><html lang=de><link rel=icon href="data:,"><title>Kammer</title>'
            f'<iframe src="{src}" title=Karte width={width} height={height} {attributes}></iframe>'
        )
        page = open_page(foreign_site(html), **options)
        return page, page.frame_locator("iframe")

    return framed


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attributes", ["sandbox", "sandbox='allow-scripts'"])
@pytest.mark.parametrize("size", [(300, 200), (600, 200)], ids=str)
def test_the_title_is_seen_whole_at_usual_sizes_in_a_sandbox(framed, attributes, size):
    item = make_item(**MEMBERS)
    page, frame = framed(item, *size, attributes)
    expect(frame.get_by_role("link", name=item.title)).to_be_in_viewport(ratio=1)
    expect(frame.get_by_text("Kammer Sachsen")).to_be_in_viewport(ratio=1)
    own = frame.locator("html").evaluate("page => [page.scrollWidth, page.clientWidth]")
    assert own[0] <= own[1]
    assert page.context.cookies() == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_card_fits_into_hostile_sizes_and_is_accessible(open_page, live_server):
    _, image = stored_picture()
    long = {"title": "Fachkräftesicherungsgemeinschaftsvertretung " * 5, "images": [image]}
    item = make_item(
        "check", origin=FOREIGN_ORIGIN, reuse="full", body=body(), **{**MEMBERS, **long}
    )
    for width, height in ((120, 80), (300, 200), (300, 400), (1000, 200)):
        page = open_page(
            live_server.url + address_of(item), viewport={"width": width, "height": height}
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert accessibility_violations(page) == []
