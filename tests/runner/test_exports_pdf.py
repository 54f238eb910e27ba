"""Printed, or saved as a PDF: every measure is in it, and it can be read aloud."""

import io

import pypdf
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.catalogue.factories import make_item
from tests.runner.definitions import body

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANSWERS = {"a-z1": "much", "a-g1": "none", "n-z1": "Zuletzt vor sieben Jahren besprochen"}
MEASURES = [
    {
        "text": f"Vorhaben Nummer {number} mit vielen Worten, damit es umbricht: {'wirklich ' * 8}",
        "who": f"Person {number}",
        "until": f"2027-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "control": f"Nachsehen am Ort {number}",
        "priority": ("high", "medium", "low")[number % 3],
    }
    for number in range(1, 31)
]


@pytest.fixture
def check():
    return make_item("check", title="Betriebs-Check für alle", language="de", body=body())


@pytest.fixture
def open_posted(open_page, live_server, check):
    """The server's own page for what is posted to it, as browsers without scripts show it."""

    def open_posted(name: str):
        page = open_page(live_server.url + reverse("omwagtail_check", args=[check.key]))
        fields = ANSWERS | {
            f"m-{place}-{member}": value
            for place, measure in enumerate(MEASURES)
            for member, value in measure.items()
        }
        page.evaluate(
            """([action, fields]) => {
                const form = document.createElement("form");
                Object.assign(form, { method: "post", action });
                for (const [name, value] of Object.entries(fields)) {
                    const input = document.createElement("input");
                    form.append(Object.assign(input, { type: "hidden", name, value }));
                }
                document.body.append(form);
                form.submit();
            }""",
            [reverse(name, args=[check.key]), fields],
        )
        expect(page.locator("[data-om=heading]")).to_be_visible()
        page.wait_for_load_state()
        return page

    return open_posted


def printed(page) -> pypdf.PdfReader:
    content = page.pdf(tagged=True, prefer_css_page_size=True)
    return pypdf.PdfReader(io.BytesIO(content))


def text_of(pdf: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def assert_can_be_read_aloud(pdf: pypdf.PdfReader) -> None:
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith("de")
    assert "Betriebs-Check für alle" in pdf.metadata.title


def test_plan_has_every_measure_with_who_and_when(open_posted):
    pdf = printed(open_posted("omwagtail_check_plan"))
    assert_can_be_read_aloud(pdf)
    text = text_of(pdf)
    for number, measure in enumerate(MEASURES, start=1):
        year, month, day = measure["until"].split("-")
        assert f"Vorhaben Nummer {number} " in text
        assert f"Person {number} " in text
        assert f"{day}.{month}.{year}" in text
        assert f"am Ort {number} " in text


def test_result_has_topics_and_where_to_start(open_posted):
    pdf = printed(open_posted("omwagtail_check_result"))
    assert_can_be_read_aloud(pdf)
    text = text_of(pdf)
    for words in ("Ziele", "Geld", "Menschen", "Wir wissen, wohin der Betrieb soll.", "dringend"):
        assert words in text
