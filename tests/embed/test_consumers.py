"""Consumers as they are: WordPress's way, two oEmbed clients, and a browser with a post."""

import json
from html import unescape
from urllib.request import urlopen

import micawber
import pytest
from oembedpy.consumer import RequestParameters, fetch_content
from oembedpy.discovery import find_from_content
from playwright.sync_api import expect

from omwagtail.catalogue.capture import capture, item_of
from omwagtail.pages.models import NetworkPage
from tests.embed import wordpress
from tests.rendering.markup import Markup

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def origin(live_server, settings):
    """The live server is the site's public address."""
    settings.OMWAGTAIL = {
        **settings.OMWAGTAIL,
        "ORIGINS": {"localhost": live_server.url},
        "DEMO_MODE": True,
    }
    return live_server.url


@pytest.fixture
def address(origin, check):
    """The public address of a check's page."""
    return item_of(check).url


def fetched(url):
    with urlopen(url) as answer:
        return answer.read()


def posted(address, provider=None, **options):
    """What stands in a WordPress post for an address."""
    provider = provider or wordpress.discover(fetched(address))
    members = json.loads(fetched(wordpress.question(provider, address)))
    return wordpress.shown(members, url=address, **options)


def test_wordpress_discovers_a_check_and_shows_its_card_behind_a_quotation(address, origin):
    post = Markup(posted(address))
    assert post.links() == {address: "Betriebs-Check"}
    [frame] = [element.attributes for element in post.all("iframe")]
    assert frame["sandbox"] == "allow-scripts"
    assert frame["title"] == "Betriebs-Check"
    assert frame["src"].startswith(f"{origin}/om/embed/1/card/")
    assert int(frame["width"]) <= wordpress.WIDTH
    assert int(frame["height"]) <= wordpress.HEIGHT


def test_wordpress_shows_the_whole_check_of_a_provider_that_it_was_told_of(address, origin):
    post = Markup(posted(address, f"{origin}/om/oembed/?mode=full", is_trusted=True))
    [frame] = [element.attributes for element in post.all("iframe")]
    assert frame["src"].startswith(f"{origin}/om/embed/1/check/")
    assert "allow-forms" in frame["sandbox"]


def test_wordpress_discovers_a_directory(origin, directory):
    post = Markup(posted(origin + directory.url))
    assert "/om/embed/1/list/" in post.all("iframe")[0].attributes["src"]


@pytest.mark.usefixtures("origin")
def test_the_head_of_a_very_long_page_is_read_far_enough(home):
    members = [
        {"type": "member", "value": {"name": f"Betrieb {number} " + "x" * 200}}
        for number in range(500)
    ]
    page = NetworkPage(title="Netz", slug="netz", summary="Kurz.", members=json.dumps(members))
    home.add_child(instance=page)
    page.save_revision().publish()
    item = capture(page)
    content = fetched(item.url)
    assert len(content) > wordpress.HEAD_BYTES
    assert wordpress.discover(content[:20_000])


def test_wordpress_leaves_a_bare_link_for_what_is_gone(address, client):
    provider = wordpress.discover(fetched(address))
    answer = client.get(wordpress.question(provider, address.replace("betriebs", "weg")))
    assert answer.status_code == 404
    assert wordpress.shown(answer.json(), url=address) is None


@pytest.mark.parametrize(
    "link",
    [
        '<link title="&quot;" type="application/json+oembed" href="https://a.example/?b=1&amp;c"/>',
        "<LINK href='https://a.example/?b=1&amp;c' type='application/json+oembed' rel=alternate>",
        '<link href=https://a.example/?b=1&amp;c type="application/json+oembed">',
    ],
)
def test_the_order_of_attributes_is_nothing_to_it(link):
    page = f'<head><link rel="x" type="text/xml+oembed" href="https://x.example/">{link}</head>'
    assert wordpress.discover(page.encode()) == "https://a.example/?b=1&c"
    assert wordpress.discover(f"<head></head>{link}".encode()) is None
    assert wordpress.discover(b"<head>" + b" " * wordpress.HEAD_BYTES + link.encode()) is None


def test_oembedpy_discovers_it(address, origin):
    endpoint, asked = find_from_content(address)
    asked.max_width = 400
    content = fetch_content(endpoint, asked)
    assert endpoint == f"{origin}/om/oembed/"
    assert content.title == "Betriebs-Check"
    assert content.width <= 400
    assert "<iframe" in content.html


@pytest.mark.parametrize("written", ["json", "xml"])
def test_oembedpy_reads_both_formats(address, origin, written):
    content = fetch_content(f"{origin}/om/oembed/", RequestParameters(url=address, format=written))
    assert content.provider_url == f"{origin}/"
    assert "<iframe" in unescape(content.html)


def test_micawber_shows_it_in_the_place_of_its_address(address, origin):
    registry = micawber.ProviderRegistry()
    registry.register(rf"{origin}/\S+", micawber.Provider(f"{origin}/om/oembed/", mode="full"))
    text = Markup(micawber.parse_text(f"Machen Sie mit:\n{address}", registry))
    [frame] = text.all("iframe")
    assert frame.attributes["src"].startswith(f"{origin}/om/embed/1/check/")


def test_micawber_is_told_that_there_is_nothing(address, origin):
    provider = micawber.Provider(f"{origin}/om/oembed/")
    with pytest.raises(micawber.ProviderException):
        provider.request(f"{origin}/gibt-es-nicht/")


@pytest.fixture
def post(open_page, foreign_site, address):
    """`post(**options)`: a browser's page with a WordPress post that shows the check."""

    def post(**options):
        page = open_page(
            foreign_site(
                '<!doctype html><html lang=de><meta charset=utf-8><link rel=icon href="data:,">'
                f"<title>Blog</title>{posted(address)}<script>{wordpress.HOST_SCRIPT}</script>"
            ),
            **options,
        )
        return page, page.frame_locator("iframe")

    return post


@pytest.mark.browser
def test_in_wordpress_the_card_takes_the_place_of_the_quotation_and_leads_to_the_form(post, origin):
    page, frame = post()
    expect(page.locator("blockquote")).to_be_hidden()
    height = int(page.locator("iframe").get_attribute("height"))
    assert height == max(200, frame.locator("body").evaluate("body => body.offsetHeight"))
    frame.locator(".om-button").click()
    page.wait_for_url(f"{origin}/om/check/**")
    assert page.context.cookies() == []


@pytest.mark.browser
def test_in_wordpress_a_link_to_elsewhere_gives_way_to_the_page(post, address):
    page, frame = post()
    expect(page.locator("blockquote")).to_be_hidden()
    frame.locator("[rel~=license]").click()
    page.wait_for_url(address)


@pytest.mark.browser
def test_in_wordpress_without_scripts_the_quotation_stays(post, address):
    page, _ = post(java_script_enabled=False)
    expect(page.locator("blockquote")).to_be_visible()
    page.get_by_role("link", name="Betriebs-Check").click()
    page.wait_for_url(address)
