"""The checklist in a browser: it follows what is typed, and its links lead to the fields."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail import VERSION as WAGTAIL_VERSION

from tests.browser import PHONE, accessibility_violations
from tests.content.admin_in_browser import logged_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

TRIES = 12


def violations_of_the_panel(page):
    return [found for found in accessibility_violations(page) if "om-checklist" in found]


def test_from_the_first_hint_to_the_field_and_back(open_page, live_server, editor, home):
    kind = ["omwagtail_pages", "practiceexamplepage", home.pk]
    url = reverse("wagtailadmin_pages:add", args=kind) + "?start=empty"
    page = open_page(live_server.url + url, **logged_in(editor, live_server))
    panel = page.locator("[data-om-checklist]")

    panel.locator('[data-om-field="summary"]').press("Enter")
    expect(page.locator("#id_summary")).to_be_focused()
    panel.locator("summary").press("Enter")

    # A folded panel opens, and one can go on by keyboard.
    contacts = page.locator('[data-contentpath="contacts"]')
    expect(contacts).to_be_hidden()
    panel.locator('[data-om-field="contacts"]').press("Enter")
    expect(contacts.locator("button").first).to_be_focused()
    expect(contacts.locator("button").first).to_be_in_viewport(ratio=1)

    assert violations_of_the_panel(page) == []
    page.set_viewport_size(PHONE)
    assert violations_of_the_panel(page) == []
    assert panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth")


# Wagtail 7.4 does not save by itself; there the list comes with the page.
@pytest.mark.skipif(WAGTAIL_VERSION < (8, 0), reason="this Wagtail does not autosave")
def test_the_list_grows_shorter_as_one_writes(open_page, live_server, editor, home):
    kind = ["omwagtail_pages", "practiceexamplepage", home.pk]
    url = reverse("wagtailadmin_pages:add", args=kind) + "?start=empty"
    page = open_page(live_server.url + url, **logged_in(editor, live_server))
    summary = page.locator('[data-om-checklist] [data-om-field="summary"]')
    expect(summary).to_be_visible()

    page.fill("#id_title", "Gemeinsam ausbilden")
    # Wagtail takes what was typed in the first moments for what was there: one types on.
    for _ in range(TRIES):
        page.locator("#id_summary").press_sequentially("Drei Betriebe bilden zusammen aus. ")
        try:
            expect(summary).to_be_hidden()
            return
        except AssertionError:
            continue
    expect(summary).to_be_hidden()
