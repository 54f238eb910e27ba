"""Joining a hub in a browser: by keyboard, wide and narrow, and with nothing that axe finds."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from omwagtail.feed.models import HubRing, JoinedHub
from tests.browser import PHONE, accessibility_violations
from tests.catalogue.factories import OWN_ORIGIN
from tests.content.admin_in_browser import logged_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

HUBS = "/admin/omwagtail/hubs/"
OTHER = "https://ein-recht-langer-name-eines-verbundes.praxisbeispiele.example"


@pytest.fixture
def page(open_page, live_server, admin_client):
    options = {**logged_in(admin_client, live_server), "locale": "en-US"}
    return open_page(live_server.url + HUBS, **options)


def faults(page):
    """Of our own page; the rest is Wagtail's."""
    own = page.locator(".om-hubs")
    wide = own.evaluate("part => part.scrollWidth > part.clientWidth")
    found = [fault for fault in accessibility_violations(page) if "om-hubs" in fault]
    return found + ["wider than the window"] * wide


def test_from_the_menu_to_the_hub_and_back(page, hub, settings):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "HUBS": [hub.origin]}
    page.goto(page.url)
    own = page.locator(".om-hubs")
    field = own.get_by_label("Address of the hub")
    expect(field).to_have_value(hub.origin)
    field.press("Enter")
    expect(page.get_by_text("Praxis im Verbund has your request now")).to_be_visible()
    assert [path for path, _body in hub.heard] == ["/om/api/v1/join/"]
    assert faults(page) == []

    own.get_by_role("button", name="Leave Praxis im Verbund").press("Enter")
    expect(page.get_by_text("no longer told of your news")).to_be_visible()
    expect(own.get_by_role("button", name="Leave")).to_have_count(0)
    assert not JoinedHub.objects.exists()


def test_what_went_wrong_stands_at_the_field(page, hub):
    hub.answer = (404, {}, b"")
    own = page.locator(".om-hubs")
    field = own.get_by_label("Address of the hub")
    field.fill(hub.origin)
    own.get_by_role("button", name="Ask to be read").click()
    expect(own.get_by_text("is no hub")).to_be_visible()
    expect(field).to_have_value(hub.origin)
    assert field.evaluate("field => field.getAttribute('aria-invalid')") == "true"
    assert faults(page) == []


@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, PHONE], ids=["wide", "phone"])
def test_it_can_be_read_in_every_width(page, hub, size):
    JoinedHub.objects.create(hub=hub.origin, origin=OWN_ORIGIN, name="Praxis im Verbund")
    JoinedHub.objects.create(hub=OTHER, origin=OWN_ORIGIN)
    HubRing.objects.create(hub=hub.origin, origin=OWN_ORIGIN, rung=timezone.now())
    HubRing.objects.create(
        hub=OTHER, origin=OWN_ORIGIN, failures=3, last_error="The hub answered with status 503."
    )
    page.set_viewport_size(size)
    page.reload()
    own = page.locator(".om-hubs")
    expect(own.get_by_role("heading", level=3)).to_have_count(2)
    expect(own.get_by_text("The last 3 tries did not get through")).to_be_visible()
    assert faults(page) == []
