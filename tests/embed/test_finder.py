"""Other Wagtail sites embed a page by its address: the finder and the block."""

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedNotFoundException, EmbedUnsupportedProviderException
from wagtail.embeds.finders import get_finders
from wagtail.embeds.models import Embed

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


GOOD = '<iframe src="HERE/om/embed/1/card/x/"></iframe>'


@pytest.fixture
def known_site(settings):
    """`known_site(html, **members)`: a site with an answer for its `/seite/`."""
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "DEMO_MODE": True}
    with ExitStack() as running:

        def known_site(html=GOOD, **members):
            other = running.enter_context(HostileServer())
            origin = other.url().rstrip("/")
            said = {**HOSTILE, "html": html.replace("HERE", origin), **members}
            asked = {"url": f"{origin}/seite/", "format": "json", "mode": "full"}
            other.routes |= {
                "/.well-known/omwagtail": answered({"v": "om/1", "origin": origin}),
                f"/om/oembed/?{urlencode(asked)}": answered(said),
            }
            return other

        yield known_site


@pytest.fixture
def hostile(known_site):
    """`hostile(html, **members)`: what becomes of a site's answer."""

    def hostile(*args, **members):
        url = known_site(*args, **members).url("/seite/")
        finder = OmEmbedFinder()
        assert finder.accept(url)
        return finder.find_embed(url)

    return hostile


def answered(data):
    return answer(json.dumps(data).encode())


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


def shown(block, url):
    return Markup(str(block.render(block.to_python(url))))


def test_the_block_shows_the_check(address, origin):
    block = OmEmbedBlock()
    assert block.clean(address) == address
    [frame] = shown(block, address).all("iframe")
    assert frame.attributes["src"].startswith(f"{origin}/om/embed/1/check/")


def test_a_block_may_want_cards_or_certain_sites(address, origin):
    [frame] = shown(OmEmbedBlock(mode="card", origins=[origin]), address).all("iframe")
    assert "/card/" in frame.attributes["src"]
    with pytest.raises(ValidationError):
        OmEmbedBlock(origins=["https://hub.example"]).clean(address)


@pytest.mark.parametrize("path", ["/gibt-es-nicht/", "/om/api/v1/"])
def test_the_block_says_that_there_is_nothing(origin, path):
    with pytest.raises(ValidationError):
        OmEmbedBlock().clean(origin + path)


def test_the_block_may_be_empty():
    block = OmEmbedBlock(required=False)
    assert block.clean("") == ""
    assert block.render("") == ""


def test_a_page_asks_no_other_site_while_what_it_knows_is_good(known_site):
    block, other = OmEmbedBlock(), known_site()
    first = shown(block, other.url("/seite/")).source
    requests = len(other.requests)
    assert shown(block, other.url("/seite/")).source == first
    assert len(other.requests) == requests


def test_what_was_found_stays_when_the_other_site_is_down(known_site):
    block, other = OmEmbedBlock(), known_site()
    before = shown(block, other.url("/seite/")).source
    Embed.objects.update(cache_until=timezone.now())
    other.routes.clear()
    assert shown(block, other.url("/seite/")).source == before
    requests = len(other.requests)
    assert shown(block, other.url("/seite/")).source == before
    assert len(other.requests) == requests


def test_without_anything_found_there_is_a_link(known_site):
    block, other = OmEmbedBlock(), known_site()
    other.routes.clear()
    url = other.url("/seite/?a=<b>")
    assert shown(block, url).links() == {url: url}
    requests = len(other.requests)
    shown(block, url)
    assert len(other.requests) == requests


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
    for html in (found["block"], found["embed"]):
        assert frame_in(html)["src"].startswith(f"{origin}/om/embed/1/check/")
