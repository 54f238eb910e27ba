"""Other Wagtail sites embed a page by its address: the finder and the block."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedNotFoundException, EmbedUnsupportedProviderException
from wagtail.embeds.finders import get_finders

from omwagtail.catalogue.capture import item_of
from omwagtail.embed.blocks import OmEmbedBlock
from omwagtail.embed.finder import OmEmbedFinder
from tests.rendering.markup import Markup
from tests.rendering.samples import foreign_item
from tests.transport.hostile import HostileServer, answer

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _forgotten():
    """What is remembered of other sites, and of the settings."""
    cache.clear()
    get_finders.cache_clear()
    yield
    cache.clear()
    get_finders.cache_clear()


@pytest.fixture
def origin(live_server, settings):
    """The live server is the other site's public address."""
    settings.OMWAGTAIL = {
        **settings.OMWAGTAIL,
        "ORIGINS": {"localhost": live_server.url},
        "DEMO_MODE": True,
    }
    settings.WAGTAILEMBEDS_FINDERS = [{"class": "omwagtail.embed.finder.OmEmbedFinder"}]
    return live_server.url


@pytest.fixture
def address(origin, check):
    return item_of(check).url


def frame_in(html):
    [frame] = Markup(str(html)).all("iframe")
    return frame.attributes


def test_an_editor_pastes_an_address_and_gets_the_check(address, origin):
    embed = get_embed(address)
    assert embed.title == "Betriebs-Check"
    assert embed.type == "rich"
    assert embed.cache_until is not None
    frame = frame_in(embed.html)
    assert frame["src"].startswith(f"{origin}/om/embed/1/check/")
    assert frame["title"] == "Betriebs-Check"
    assert (frame["width"], frame["height"]) == (str(embed.width), str(embed.height))


def test_the_width_of_the_place_is_kept(address):
    assert get_embed(address, max_width=320).width == 320


def test_a_site_may_want_cards(address, settings):
    settings.WAGTAILEMBEDS_FINDERS = [
        {"class": "omwagtail.embed.finder.OmEmbedFinder", "mode": "card"}
    ]
    get_finders.cache_clear()
    assert "/card/" in frame_in(get_embed(address).html)["src"]


def test_what_may_only_be_linked_to_is_a_link(origin, directory):
    item = foreign_item(reuse="link")
    embed = get_embed(f"{origin}{directory.url}{item.key}/")
    assert embed.type == "link"
    assert Markup(embed.html).links() == {embed.url: item.title}


def test_only_the_origins_of_a_list_are_accepted(address, origin):
    assert OmEmbedFinder(origins=[f"{origin}/"]).accept(address)
    assert not OmEmbedFinder(origins=["https://hub.example"]).accept(address)
    assert not OmEmbedFinder(origins=[]).accept(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://hub.example/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/",
        "https://user:secret@hub.example/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "",
        "hub.example",
    ],
)
def test_addresses_that_are_none_of_the_web_are_not_accepted(url):
    assert not OmEmbedFinder().accept(url)


def test_another_site_is_left_to_other_finders(origin):
    with HostileServer({"/.well-known/omwagtail": answer(b"{}")}) as other:
        with pytest.raises(EmbedUnsupportedProviderException):
            get_embed(other.url("/video/"))
        requests = len(other.requests)
        with pytest.raises(EmbedUnsupportedProviderException):
            get_embed(other.url("/another/"))
        assert len(other.requests) == requests


def test_a_site_that_says_to_be_another_is_not_accepted(origin):
    said = answered({"v": "om/1", "origin": origin})
    with HostileServer({"/.well-known/omwagtail": said}) as other:
        assert not OmEmbedFinder().accept(other.url("/"))


def test_an_address_without_anything_is_said_so(origin, check):
    with pytest.raises(EmbedNotFoundException):
        get_embed(f"{origin}/gibt-es-nicht/")


HOSTILE = {
    "type": "rich",
    "title": "<script>alert(1)</script>",
    "width": 600,
    "height": 400,
    "cache_age": 10**12,
    "thumbnail_url": "https://tracker.example/p.gif",
}


@pytest.fixture
def hostile(settings):
    """`hostile(html, **members)`: what becomes of a site's answer."""
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "DEMO_MODE": True}

    def hostile(html="", **members):
        with HostileServer() as other:
            origin = other.url().rstrip("/")
            said = {**HOSTILE, "html": html.replace("HERE", origin), **members}
            asked = {"url": f"{origin}/seite/", "format": "json", "mode": "full"}
            other.routes |= {
                "/.well-known/omwagtail": answered({"v": "om/1", "origin": origin}),
                f"/om/oembed/?{urlencode(asked)}": answered(said),
            }
            finder = OmEmbedFinder()
            assert finder.accept(asked["url"])
            return finder.find_embed(asked["url"])

    return hostile


def answered(data):
    return answer(json.dumps(data).encode())


GOOD = '<iframe src="HERE/om/embed/1/card/x/"></iframe>'


def test_no_html_of_another_site_gets_into_a_page(hostile):
    embed = hostile(f'<script>alert(1)</script><p onclick="x()">{GOOD}<img src=x onerror=y()>')
    markup = Markup(str(embed["html"]))
    assert [element.tag for element in markup.elements] == ["iframe"]
    frame = markup.elements[0].attributes
    assert frame["title"] == HOSTILE["title"]
    assert "allow-top-navigation" not in frame["sandbox"]
    assert embed["thumbnail_url"] == ""


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Text</p>",
        '<iframe src="https://tracker.example/om/embed/1/card/x/"></iframe>',
        '<iframe src="HERE/konto/"></iframe>',
        '<iframe src="HERE/om/embed/1/../../konto/"></iframe>',
        '<iframe src="HERE/om/embed/1/%2e%2e/%2e%2e/konto/"></iframe>',
        '<iframe src="HERE/om/embed/1/x/&quot; onload=&quot;alert(1)"></iframe>',
        '<iframe src="javascript:alert(1)//HERE/om/embed/1/"></iframe>',
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    ],
)
def test_a_frame_that_is_none_of_the_sites_own_is_refused(hostile, html):
    with pytest.raises(EmbedNotFoundException):
        hostile(html)


@pytest.mark.parametrize("size", [0, -1, "600", None, True, 10**9, [600]])
def test_a_size_that_is_none_is_refused(hostile, size):
    with pytest.raises(EmbedNotFoundException):
        hostile(GOOD, width=size)


@pytest.mark.parametrize("title", [None, 5, [], {}, ""])
def test_a_frame_always_has_a_title(hostile, title):
    assert frame_in(hostile(GOOD, title=title)["html"])["title"]


def test_the_block_shows_the_check(address, origin):
    block = OmEmbedBlock()
    value = block.clean(block.to_python(address))
    assert frame_in(block.render(value))["src"].startswith(f"{origin}/om/embed/1/check/")
    assert block.get_prep_value(value) == address


def test_the_block_says_why_there_is_nothing(origin):
    block = OmEmbedBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python(f"{origin}/gibt-es-nicht/"))


def test_a_wagtail_site_needs_no_more_than_the_finder(address, origin):
    """The package is not among its apps: see minimal_site.py."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.embed.minimal_site", address],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["title"] == "Betriebs-Check"
    assert frame_in(found["html"])["src"].startswith(f"{origin}/om/embed/1/check/")
