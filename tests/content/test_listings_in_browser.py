"""The listings in a real browser: wide, on a phone, empty, and with pages chosen."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from omwagtail.models import Adviser
from tests.browser import PHONE, accessibility_violations
from tests.pages_for_tests import home, publish_example

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def admin(live_server, open_page, transactional_db):
    """`admin(name)`: a page of the admin, with somebody logged in who may do everything."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("editor", "", "secret"))
    session = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": live_server.url,
    }

    def admin(name):
        page = open_page("about:blank")
        page.context.add_cookies([session])
        page.goto(live_server.url + reverse(name))
        return page

    return admin


def test_everyone_can_use_a_listing(admin):
    page = admin("om_practice_examples:index")
    assert page.get_by_role("link", name="Praxisbeispiel hinzufügen").count() == 2
    assert accessibility_violations(page) == []
    publish_example(home(), title="Gemeinsam ausbilden", regions=["DED2F", "DED21"])
    page.reload()
    assert accessibility_violations(page) == []
    page.locator("[data-bulk-action-checkbox]").check()
    assert page.locator(".bulk-actions-choices a").first.is_visible()
    page.set_viewport_size(PHONE)
    row = page.get_by_role("row", name="Gemeinsam ausbilden")
    assert row.get_by_role("link", name="Gemeinsam ausbilden").first.is_visible()
    assert row.locator(".om-state").is_visible()
    assert not page.get_by_role("columnheader", name="Region").is_visible()
    assert accessibility_violations(page) == []


def test_everyone_can_use_the_list_of_advisers(admin):
    list_name = "wagtailsnippets_omwagtail_adviser:list"
    page = admin(list_name)
    assert accessibility_violations(page) == []
    Adviser.objects.create(
        name="Kim Beispiel", role="Ausbildung", phone="1", regions=["DED2"], topics=["health"]
    )
    Adviser.objects.create(name="Beratung", phone="1", public=True)
    page.reload()
    assert accessibility_violations(page) == []
    page.set_viewport_size(PHONE)
    row = page.get_by_role("row", name="Kim Beispiel")
    assert row.get_by_role("link", name="Kim Beispiel").first.is_visible()
    assert row.get_by_text("Region Dresden").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert accessibility_violations(page) == []
