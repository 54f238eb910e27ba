"""The documentation page of the API, as people see it."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.api import hostile_project
from tests.api.around import around, strict
from tests.browser import PHONE, WIDE, accessibility_violations
from tests.catalogue.factories import make_item

DOCS = "/om/api/v1/docs/"
HOST = {"host": "partner.example"}


@pytest.fixture
def site(live_server):
    with around(live_server, strict):
        yield live_server.url


def read(path=DOCS, **headers):
    return Client().get(path, headers={**HOST, **headers})


def test_it_names_every_operation_and_parameter(db, api):
    page = read().content.decode()
    for path, methods in api.get("schema/").json()["paths"].items():
        for method, operation in methods.items():
            assert f'id="{operation["operationId"]}"' in page
            assert f"{method.upper()} {path}" in page
            for parameter in operation.get("parameters", []):
                assert f"<code>{parameter['name']}</code>" in page


def test_it_speaks_the_readers_language(db):
    """What the operations do is said in English, and marked as English."""
    german = read(**{"accept-language": "de"}).content.decode()
    assert '<html lang="de">' in german
    assert ">Praxisbeispiele</h2>" in german
    assert '<p lang="en">Documents that pass all filters' in german
    assert ">Practice examples</h2>" in read(**{"accept-language": "en"}).content.decode()


def test_its_commands_and_addresses_are_those_of_the_site(db):
    item = make_item("check")
    page = read().content.decode()
    assert f"https://partner.example/om/api/v1/checks/{item.key}/" in page
    assert "curl &#x27;https://partner.example/om/api/v1/items/?" in page


def test_it_sets_no_cookie(db):
    for path in (DOCS, f"{DOCS}swagger/"):
        response = read(path)
        assert response.status_code == 200
        assert not response.cookies


@pytest.mark.slow
def test_without_its_app_there_is_no_swagger_ui_and_no_way_to_it(db):
    """A project whose INSTALLED_APPS name no library."""
    assert "swagger" in read().content.decode()
    found = hostile_project.answers()
    assert found[hostile_project.DOCS]["status"] == 200
    assert "swagger" not in found[hostile_project.DOCS]["text"]
    assert found[hostile_project.SWAGGER]["status"] == 404


def hosts_of(page):
    return {urlsplit(url).netloc for url in page.requested if url.startswith("http")}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
def test_it_is_for_everyone_under_a_strict_policy(site, open_page, viewport, locale):
    page = open_page("about:blank", viewport=viewport, locale=locale)
    page.goto(site + DOCS)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert accessibility_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.complaints == []
    assert hosts_of(page) == {urlsplit(site).netloc}
    assert page.context.cookies() == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_can_be_read_by_keyboard(site, open_page):
    page = open_page(site + DOCS)
    link = page.get_by_role("link", name="GET /om/api/v1/items/", exact=True)
    link.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "items_list"
    summary = page.locator("article[aria-labelledby=items_list] summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert (
        page.locator("article[aria-labelledby=items_list] details").first.get_attribute("open")
        is not None
    )


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_swagger_ui_works_under_its_own_policy_and_asks_nobody_else(site, open_page):
    page = open_page("about:blank")
    page.goto(f"{site}{DOCS}swagger/")
    page.locator("#operations-items-items_list").wait_for()
    assert page.complaints == []
    assert hosts_of(page) == {urlsplit(site).netloc}
    assert page.context.cookies() == []
