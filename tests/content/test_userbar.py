"""Wagtail's bar on public pages, for those who are logged in."""

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from example_site.middleware import POLICY
from tests.pages_for_tests import publish_example


@pytest.mark.django_db
def test_visitors_see_no_bar(client):
    assert "wagtail-userbar" not in client.get(publish_example().url).content.decode()


def with_policy(route):
    """The page as a careful site sends it."""
    response = route.fetch()
    route.fulfill(
        response=response, headers={**response.headers, "content-security-policy": POLICY}
    )


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_editor_comes_from_a_page_to_its_form_under_a_strict_policy(live_server, open_page):
    page = publish_example()
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("editor", "", "secret"))
    session = {
        "name": django_settings.SESSION_COOKIE_NAME,
        "value": client.cookies[django_settings.SESSION_COOKIE_NAME].value,
        "url": live_server.url,
    }
    browser = open_page("about:blank")
    browser.context.add_cookies([session])
    browser.route(live_server.url + page.url, with_policy)
    browser.goto(live_server.url + page.url)
    browser.locator("wagtail-userbar").get_by_role("button").first.click()
    form = browser.locator("wagtail-userbar a", has_text="bearbeiten")
    assert form.get_attribute("href").endswith(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert browser.complaints == []
