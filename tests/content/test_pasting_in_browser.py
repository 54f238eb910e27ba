"""Text that is copied in Word and pasted into a section, as it is published."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from omwagtail.catalogue.capture import item_of
from omwagtail.documents import plain_text
from omwagtail.documents.sanitising import ELEMENTS
from omwagtail.pages.models import PracticeExamplePage
from tests.content.admin_in_browser import logged_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

CLIPBOARD = Path(__file__).parent / "data" / "word-clipboard.html"
PASTE = """(editor, html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    editor.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })
    );
}"""
WORDS = """
    Wie es anfing
    Glashütte hat achtzehn Betriebe und eine Idee.
    Erster Punkt Darunter Zweiter Punkt
    Zuerst fragen Dann handeln
    Zum Netzwerk mit Bild
    2004 Verein gegründet 2007 Büro eröffnet
"""


def test_text_from_word_arrives_clean_and_complete(open_page, live_server, editor, home):
    url = reverse(
        "wagtailadmin_pages:add", args=["omwagtail_pages", "practiceexamplepage", home.pk]
    )
    browser = open_page(f"{live_server.url}{url}?start=short", **logged_in(editor, live_server))
    browser.fill("#id_title", "Aus Word")
    browser.fill("#id_summary", "Kurz gesagt.")
    section = browser.locator("#sections-0-value-text + * [role=textbox]")
    section.click()
    section.evaluate(PASTE, CLIPBOARD.read_text("utf-8"))
    browser.get_by_text("Büro eröffnet").wait_for()
    browser.wait_for_function(
        "document.getElementById('sections-0-value-text').value.includes('Büro eröffnet')"
    )
    browser.locator("footer [data-w-dropdown-target=toggle]").click()
    browser.locator("button[name=action-publish]").click()
    browser.wait_for_url(re.compile(rf"/pages/{home.pk}/"))

    item = item_of(PracticeExamplePage.objects.get())
    (section,) = item.data["body"]["sections"]
    assert section["kind"] == "starting-point"
    html = section["html"]
    assert set(re.findall(r"<(\w+)", html)) <= ELEMENTS
    assert set(re.findall(r"\s([\w-]+)=", re.sub(r">[^<]*", ">", html))) == {"href"}
    assert plain_text(html).split() == WORDS.split()
    assert "<ul><li>Erster Punkt<ul><li>Darunter</li></ul></li><li>Zweiter Punkt" in html
    assert "<ol><li>Zuerst fragen</li><li>Dann handeln</li></ol>" in html
    assert "<strong>achtzehn</strong>" in html
    assert "<em>eine</em>" in html
    assert 'href="https://example.org/netzwerk"' in html
    assert "<p></p>" not in html
