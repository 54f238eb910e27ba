"""How public pages behave towards browsers and the caches between."""

import pytest
from django.test import Client

from omwagtail.catalogue.capture import capture
from omwagtail.pages.models import DirectoryPage
from tests.catalogue.factories import FOREIGN_ORIGIN, make_item
from tests.content.checks import TWO_TOPICS, add_check
from tests.pages_for_tests import home, publish_example, publish_network

pytestmark = pytest.mark.django_db


def own(page):
    capture(page)
    return page.url


def foreign():
    directory = home().add_child(instance=DirectoryPage(title="Alle", slug="alle"))
    return f"{directory.url}{make_item(origin=FOREIGN_ORIGIN).key}/"


PAGES = {
    "practice example": lambda: own(publish_example()),
    "network": lambda: own(publish_network()),
    "check": lambda: own(add_check(home(), published=True, sections=TWO_TOPICS)),
    "directory": lambda: home().add_child(instance=DirectoryPage(title="A", slug="a")).url,
    "foreign document": foreign,
}


@pytest.fixture(params=PAGES)
def address(request):
    return PAGES[request.param]()


def test_a_visitor_gets_no_cookie(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies


def test_the_answer_depends_on_the_language_and_says_so(client, address):
    assert "Accept-Language" in client.get(address)["Vary"]


def test_head_is_get_without_the_body(client, address):
    found, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Type"] == found["Content-Type"]


def test_a_browser_that_has_the_page_gets_304_with_djangos_middleware(settings, address):
    settings.MIDDLEWARE = ["django.middleware.http.ConditionalGetMiddleware", *settings.MIDDLEWARE]
    client = Client()
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(address, headers={"If-None-Match": '"other"'})
    assert other.status_code == 200
