"""Framed lists in sandboxes that let no page open: their entries open inside the frame."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.catalogue.factories import FOREIGN_ORIGIN, make_item
from tests.embed import wordpress
from tests.embed.foreign import foreign_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCRIPTS = 'sandbox="allow-scripts"'
POPUPS = 'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"'
ELSEWHERE = f"{FOREIGN_ORIGIN}/von-anderswo/"


@pytest.fixture
def entry(live_server, settings):
    """What another host published, on a page that nobody reaches from here."""
    settings.OMWAGTAIL = settings.OMWAGTAIL | {"ORIGINS": {"localhost": live_server.url}}
    return make_item(
        "check", origin=FOREIGN_ORIGIN, title="Von anderswo", summary="Kurz.", url=ELSEWHERE
    )


@pytest.fixture
def open_list(open_page, foreign_site, live_server):
    """`open_list(SCRIPTS, mark)`: a page that frames the list of all checks."""

    def open_list(sandbox, mark="", script=""):
        address = f"{live_server.url}{reverse('omwagtail_embed_list')}?type=check&limit=3{mark}"
        line = f'<iframe {sandbox} src="{address}" title="Liste" height="400"></iframe>'
        page = open_page(foreign_site(foreign_page(f"{line}<script>{script}</script>")))
        return page, page.frame_locator("iframe")

    return open_list


def opened_inside_and_back(page, frame):
    around = page.url
    frame.get_by_role("link", name="Von anderswo").click()
    expect(frame.get_by_text("Kurz.")).to_be_visible()
    expect(frame.locator(".om-single-card")).to_be_visible()
    frame.locator(".om-single-back a").click()
    expect(frame.locator(".om-embed-list")).to_be_visible()
    assert "type=check" in page.frames[1].url
    assert page.url == around


def test_an_entry_opens_inside_where_no_page_may_open(open_list, entry):
    opened_inside_and_back(*open_list(SCRIPTS))


def test_it_does_so_by_the_keyboard_too(open_list, entry):
    page, frame = open_list(SCRIPTS)
    frame.get_by_role("link", name="Von anderswo").focus()
    page.keyboard.press("Enter")
    expect(frame.locator(".om-single-card")).to_be_visible()


def test_in_wordpress_an_entry_of_another_host_opens_inside(open_list, entry):
    mark = f"#?secret={wordpress.SECRET}"
    sandbox = f'{SCRIPTS} data-secret="{wordpress.SECRET}"'
    page, frame = open_list(sandbox, mark, wordpress.HOST_SCRIPT)
    opened_inside_and_back(page, frame)
    # WordPress still knows the frame: it is told how high it is.
    assert page.frames[1].url.endswith(mark)


def test_where_pages_may_open_an_entry_does_and_knows_nothing_of_the_frame(open_list, entry):
    page, frame = open_list(POPUPS)
    page.context.route(f"{FOREIGN_ORIGIN}/**", lambda route: route.fulfill(body="Da", status=200))
    with page.expect_popup() as popup:
        frame.get_by_role("link", name="Von anderswo").click()
    popup.value.wait_for_url(ELSEWHERE)
    assert popup.value.evaluate("window.opener") is None
    expect(frame.locator(".om-embed-list")).to_be_visible()


def test_the_way_back_leads_to_lists_of_this_site_alone(client, entry):
    card = reverse("omwagtail_embed_card", args=[entry.key])
    for given in ("//evil.example/", "https://evil.example", 'x"><script>', "\0"):
        page = client.get(card, {"list": given}).content.decode()
        assert f'<a href="{reverse("omwagtail_embed_list")}?' in page
        assert "<script>" not in page
