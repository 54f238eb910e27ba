"""Taking along from the page: a click gives a file, and nothing is sent."""

import io
import json
import re

import docx
import icalendar
import openpyxl
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.catalogue.factories import make_item
from tests.runner.definitions import body

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAYOUTS = pytest.mark.parametrize("prefix", ["omwagtail", "omwagtail_embed"])


@pytest.fixture
def open_plan(open_page, live_server):
    """The plan with one suggested measure and one of one's own, each with what it needs."""

    def open_plan(prefix="omwagtail", **options):
        item = make_item("check", title="Betriebs-Check", language="de", body=body())
        page = open_page(live_server.url + reverse(f"{prefix}_check", args=[item.key]), **options)
        page.locator("[data-om=begin]").click()
        page.check("#point-z1 input[value=much]")
        page.locator("[data-om=submit]").click()
        page.locator("[data-om-go=plan]").click()
        page.locator("[data-om=view] [data-om=plan] button[name=s]").first.click()
        first = page.locator("[data-om-measure]").first
        first.locator("[data-om-member=until]").fill("2026-12-31")
        first.locator("[data-om-member=priority]").select_option("high")
        page.locator("[data-om=view] [data-om=new]").fill("=1+1 Aushang; überall")
        page.locator("[data-om=view] button[value=add]").click()
        expect(page.locator("[data-om-measure]")).to_have_count(2)
        page.locator("[data-om=view] .om-along > summary").click()
        return page

    return open_plan


def taken(page, format: str) -> tuple[str, bytes]:
    """Name and content of the file that a click gives."""
    with page.expect_download() as download:
        page.locator(f'[data-om=view] [data-om-format="{format}"]').click()
    return download.value.suggested_filename, download.value.path().read_bytes()


@LAYOUTS
def test_every_file_is_made_without_a_request(open_plan, prefix):
    page = open_plan(prefix)
    buttons = page.locator("[data-om=view] [data-om-format]")
    formats = buttons.evaluate_all("all => all.map(each => each.dataset.omFormat)")
    assert {"docx", "xlsx", "csv", "ics", "json"} <= set(formats)
    taken(page, "json")  # from now on everything that is needed is there
    before = len(page.requested)
    for format in formats:
        name, content = taken(page, format)
        assert re.fullmatch(rf"betriebs-check-.*\d\.{format.partition('-')[0]}", name)
        assert content
    assert [url for url in page.requested[before:] if not url.startswith("blob:")] == []
    assert not any("Content Security Policy" in each for each in page.complaints)


def test_plan_on_the_page_is_in_the_files(open_plan):
    page = open_plan()
    document = docx.Document(io.BytesIO(taken(page, "docx")[1]))
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert rows[1][1].startswith("Ziele aufschreiben")
    assert rows[1][3:5] == ["Geschäftsführung", "31.12.2026"]
    assert rows[2][1] == "=1+1 Aushang; überall"
    sheet = openpyxl.load_workbook(io.BytesIO(taken(page, "xlsx")[1])).worksheets[0]
    assert sheet["D2"].value.isoformat()[:10] == "2026-12-31"
    assert sheet["A3"].value == "=1+1 Aushang; überall"
    assert "'=1+1 Aushang" in taken(page, "csv")[1].decode("utf-8-sig")
    (event,) = icalendar.Calendar.from_ical(taken(page, "ics")[1]).walk("VEVENT")
    assert event["DTSTART"].dt.isoformat() == "2026-12-31"


def test_file_to_go_on_with_says_of_which_check_it_is(open_plan):
    record = json.loads(taken(open_plan(), "json")[1])
    assert record["v"] == "om-answers/1"
    assert record["answers"] == {"z1": "much"}
    assert record["check"]["title"] == "Betriebs-Check"
    assert len(record["edition"]["fingerprint"]) == 64
    assert len(record["plan"]["measures"]) == 2
    assert record["date"]


def test_server_gives_the_files_where_no_script_runs(open_page, live_server):
    item = make_item("check", title="Betriebs-Check", language="de", body=body())
    address = live_server.url + reverse("omwagtail_check", args=[item.key])
    page = open_page(address, java_script_enabled=False)
    page.locator("[data-om=begin]").click()
    page.check("#point-z1 input[value=much]")
    page.locator("[data-om=submit]").click()
    page.locator(".om-along > summary").click()
    with page.expect_download() as download:
        page.locator("[data-om-format=json]").click()
    record = json.loads(download.value.path().read_bytes())
    assert record["answers"] == {"z1": "much"}
