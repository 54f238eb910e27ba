"""A directory that is searched, as a browser shows it."""

import os

import pytest

from omwagtail.pages.models import DirectoryPage
from tests.browser import PHONE, WIDE, accessibility_violations
from tests.catalogue.factories import FOREIGN_ORIGIN, make_item
from tests.pages_for_tests import home as home_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "Im Kreis der Betriebe und der Kammern entstand ein Plan, den alle Betriebe tragen. " * 5


@pytest.fixture
def directory(live_server, settings):
    page = home_page().add_child(instance=DirectoryPage(title="Verzeichnis", slug="verzeichnis"))
    body = {"sections": [{"html": f"<p>{TEXT}</p>"}]}
    for number, regions in enumerate((["DED2F"], ["DE117"], ["DED21", "DE212"]), start=1):
        make_item(
            origin=FOREIGN_ORIGIN,
            title=f"Fachkräftesicherungsnetzwerkgründung {number}",
            summary="Was vor Ort gelungen ist.",
            published=f"2025-0{number}-01T08:00:00Z",
            language=["de", "de", "en"][number - 1],
            regions=regions,
            topics=["skilled-labour", "health"][: number % 3],
            body=body,
        )
    make_item(origin=FOREIGN_ORIGIN, title="Betriebe zuerst", published="2020-01-01T00:00:00Z")
    return f"{live_server.url}{page.url}"


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_search_is_readable_and_can_be_put_in_order(directory, open_page, viewport):
    page = open_page(f"{directory}?q=betriebe&region=DE", viewport=viewport)
    assert page.locator(".om-card mark").first.inner_text() == "Betriebe"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert accessibility_violations(page) == []

    page.get_by_label("Region").select_option("")
    page.locator(".om-filters button").click()
    titles = page.locator(".om-card__title")
    assert titles.first.inner_text() == "Betriebe zuerst"

    page.locator("#om-filter-order").select_option("newest")
    page.locator(".om-filters button").click()
    assert titles.last.inner_text() == "Betriebe zuerst"
    if folder := os.environ.get("OM_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/directory-{viewport['width']}.png", full_page=True)
