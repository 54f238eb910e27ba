"""The test whether other sites can show frames, through a proxy that is there."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from omwagtail.embed.framing import framing_problem
from tests.browser import accessibility_violations
from tests.catalogue.factories import make_item
from tests.embed.foreign import foreign_page
from tests.embed.proxy import in_front_of
from tests.runner.definitions import body

pytestmark = pytest.mark.django_db(transaction=True)

DENY = ("X-Frame-Options", "DENY")
SELF = ("Content-Security-Policy", "frame-ancestors 'self'")


@pytest.fixture
def proxy(live_server, settings):
    """The site's public address is that of the proxy."""
    cache.clear()
    with in_front_of(live_server.url) as proxy:
        origins = {"localhost": proxy.origin}
        settings.OMWAGTAIL = settings.OMWAGTAIL | {"ORIGINS": origins, "DEMO_MODE": True}
        yield proxy


@pytest.fixture
def check(proxy):
    return make_item("check", origin=proxy.origin, title="Betriebs-Check", body=body())


@pytest.fixture
def frame(proxy, check):
    """The frame's public address, which the proxy has kept an answer for."""
    path = reverse("omwagtail_embed_check", args=[check.key])
    proxy.answer(path, {})
    return proxy.origin + path


@pytest.fixture
def tested(open_page, proxy, check, frame):
    """`tested(DENY)`: what the public page says after a press of its button."""

    def tested(*added):
        proxy.added = list(added)
        page = open_page(proxy.origin + reverse("omwagtail_embedding", args=[check.key]))
        page.locator("button[name=test]").click()
        page.wait_for_url("**test=on**")
        return page

    return tested


@pytest.mark.browser
def test_where_nothing_forbids_it_other_sites_show_it_and_the_page_says_so(
    tested, open_page, foreign_site, frame
):
    page = tested()
    expect(page.locator("#test [role=status]")).to_be_visible()
    assert page.locator("#test [role=alert]").count() == 0
    other = open_page(foreign_site(foreign_page(f'<iframe src="{frame}" title="Check"></iframe>')))
    expect(other.frame_locator("iframe").get_by_text("Betriebs-Check").first).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("added", [DENY, SELF], ids=["X-Frame-Options", "frame-ancestors"])
def test_a_header_that_a_proxy_adds_is_named_and_whose_it_is(tested, proxy, added):
    page = tested(added)
    said = page.locator("#test [role=alert]").inner_text()
    assert ": ".join(added) in said
    assert proxy.origin.removeprefix("http://") in said
    assert accessibility_violations(page) == []


@pytest.mark.browser
def test_what_is_said_to_be_forbidden_is(open_page, foreign_site, proxy, frame):
    proxy.added = [SELF]
    page = open_page(foreign_site(foreign_page(f'<iframe src="{frame}" title="Check"></iframe>')))
    page.wait_for_load_state("networkidle")
    assert page.frame_locator("iframe").get_by_text("Betriebs-Check").count() == 0
    assert any("frame-ancestors 'self'" in said for said in page.complaints)


def test_who_only_looks_asks_the_server_once(client, proxy, check, frame):
    page = reverse("omwagtail_embedding", args=[check.key])
    asked = {"test": "on"}
    assert 'role="alert"' not in client.get(page, asked).content.decode()
    proxy.added = [DENY]
    assert 'role="alert"' not in client.get(page, asked).content.decode()
    cache.clear()
    assert "X-Frame-Options: DENY" in client.get(page, asked).content.decode()


def test_a_page_that_nobody_tested_asks_no_server(client, proxy, check):
    client.get(reverse("omwagtail_embedding", args=[check.key]))
    assert proxy.kept == {}


def test_a_cookie_on_the_way_is_named(proxy, frame):
    proxy.added = [("Set-Cookie", "lb=1; Path=/")]
    assert "lb" in framing_problem(frame)


def test_sites_that_alone_may_show_frames_are_named(client, proxy, check, frame, settings):
    settings.OMWAGTAIL = settings.OMWAGTAIL | {"EMBED_ANCESTORS": ["https://kammer.example"]}
    proxy.kept.clear()
    proxy.answer(frame.removeprefix(proxy.origin), {})
    page = client.get(reverse("omwagtail_embedding", args=[check.key]), {"test": "on"})
    assert "https://kammer.example" in page.content.decode()
    assert 'role="alert"' not in page.content.decode()
