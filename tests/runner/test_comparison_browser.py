"""Results beside one another in a browser: on the device, by keyboard, on a phone, on paper."""

import json
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import PHONE, WIDE, accessibility_violations
from tests.catalogue.factories import edit_item, make_item
from tests.runner.definitions import body
from tests.runner.test_comparison import newer_body, people, record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def check():
    return make_item("check", title="Betriebs-Check", body=body())


@pytest.fixture
def counterpart(check):
    made = body(counterpart={"origin": check.origin, "id": check.urn})
    made["sections"][0]["title"] = "Unsere Ziele"
    return make_item("check", title="Für Vereine", body=made)


@pytest.fixture
def address(live_server, check):
    return live_server.url + reverse("omwagtail_check", args=[check.key])


def part(page, name):
    return page.locator(f'[data-om="{name}"]')


def answer(page, **answers):
    page.evaluate(
        """answers => Object.entries(answers).forEach(([id, level]) => {
            document.querySelector(`#point-${id} input[value="${level}"]`).click();
        })""",
        answers,
    )


def files_of(*records):
    return [
        {
            "name": f"{number}.json",
            "mimeType": "application/json",
            "buffer": each if isinstance(each, bytes) else json.dumps(each).encode(),
        }
        for number, each in enumerate(records)
    ]


def go_to_comparison(page):
    page.locator('.om-result [data-om="compare"], .om-result [data-om-go="comparison"]').click()


def compare(page, kind, *records):
    page.locator(f'[name="kind"][value="{kind}"]').check()
    page.locator('[data-om="file"]').set_input_files(files_of(*records))
    part(page, "do-compare").click()


def shown(page) -> str:
    """All that a comparison shows, folded parts too."""
    expect(page.locator(".om-compared")).to_be_visible()
    page.evaluate("document.querySelectorAll('.om-compared details').forEach(d => d.open = true)")
    return re.sub(r"\s+", " ", page.locator(".om-compared").inner_text()).strip()


ANSWERS = {"z1": "none", "z2": "some", "g1": "some", "p1": "none"}


def on_device(open_page, address, **answers):
    page = open_page(f"{address}#topic-ziele")
    expect(part(page, "place")).to_be_visible()
    answer(page, **answers)
    part(page, "submit").click()
    go_to_comparison(page)
    expect(part(page, "compare-form")).to_be_visible()
    return page


def on_server(open_page, address, **answers):
    page = open_page(f"{address}#topic-ziele", java_script_enabled=False)
    for id, level in answers.items():
        page.locator(f"#point-{id} input[value={level}]").check()
    part(page, "submit").click()
    go_to_comparison(page)
    return page


def cases(check, counterpart):
    last = record(check, {"z1": "much", "z2": "some", "g1": "none", "g2": "some"})
    theirs = record(counterpart, {"z1": "much", "g1": "none"}, name="Verein")
    return {"time": [last], "people": people(check), "sides": [theirs]}


@pytest.mark.parametrize("kind", ["time", "people", "sides"])
def test_both_ways_show_the_same_and_the_device_sends_nothing(
    open_page, address, check, counterpart, kind
):
    files = cases(check, counterpart)[kind]
    server = on_server(open_page, address, **ANSWERS)
    compare(server, kind, *files)
    device = on_device(open_page, address, **ANSWERS)
    posted = []
    device.on("request", lambda request: posted.append(request.method))

    compare(device, kind, *files)

    expect(device.locator('.om-compared [data-om="title"]')).to_be_focused()
    assert shown(device) == shown(server)
    assert "POST" not in posted
    # A browser looks for a picture of the site by itself.
    assert [each for each in device.complaints if "404" not in each] == []


def test_over_editions_the_earlier_definition_is_asked_for(open_page, address, check):
    last = record(check, {"z1": "much", "z2": "some"})
    edit_item(check, body=newer_body())
    server = on_server(open_page, address, z1="none", z3="some")
    compare(server, "time", last)
    device = on_device(open_page, address, z1="none", z3="some")

    compare(device, "time", last)

    assert shown(device) == shown(server)
    assert "auf Kurs" in shown(device)


def test_names_can_be_given_and_people_added(open_page, address, check):
    page = on_device(open_page, address)
    compare(page, "people", *people(check)[:2])
    expect(page.locator(".om-compared")).to_contain_text("Chefin")
    page.locator('[data-om="names"] input').nth(1).fill("Büro")
    compare(page, "people", people(check)[2])
    expect(page.locator(".om-compared")).to_contain_text("Büro")
    assert page.locator('[data-om="names"] input').count() == 3


HOSTILE = {
    "no json": b"<html>",
    "too large": b" " * (2 * 1024 * 1024 + 1),
    "deep": b"[" * 100_000,
    "no check": b'{"v": "om-answers/1", "answers": {"z1": "much"}}',
    "names of the language": {"__proto__": {"z1": "much"}, "constructor": 1},
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_a_sentence_and_changes_nothing(open_page, address, check, content):
    page = on_device(open_page, address, **ANSWERS)
    compare(page, "time", record(check, {"z1": "much"}))
    before = shown(page)
    compare(page, "time", content)
    expect(part(page, "problems").locator("li")).to_have_count(1)
    assert shown(page) == before
    # A browser looks for a picture of the site by itself.
    assert [each for each in page.complaints if "404" not in each] == []


def test_nine_files_are_too_many(open_page, address, check):
    page = on_device(open_page, address, **ANSWERS)
    compare(page, "people", *[record(check, {"z1": "much"}) for _ in range(9)])
    expect(part(page, "problems").locator("li")).to_contain_text("8")
    expect(page.locator(".om-compared")).to_have_count(0)


def test_the_result_and_the_way_back_are_near(open_page, address, check):
    page = on_device(open_page, address, **ANSWERS)
    part(page, "to-result").click()
    expect(page.locator(".om-result")).to_be_visible()
    page.go_back()
    expect(part(page, "compare-form")).to_be_visible()


def test_without_answers_files_alone_are_compared(open_page, address, check):
    page = open_page(address)
    page.locator(".om-compare-link a").click()
    compare(page, "people", *people(check))
    expect(page.locator(".om-compared")).to_contain_text("Werkstatt")


def test_a_second_press_does_not_read_a_file_again_and_one_can_start_again(
    open_page, address, check
):
    page = on_device(open_page, address, **ANSWERS)
    page.locator('[name="kind"][value="people"]').check()
    page.locator('[data-om="file"]').set_input_files(files_of(people(check)[0]))
    page.evaluate("document.querySelector('[data-om=do-compare]').click()")
    page.evaluate("document.querySelector('[data-om=do-compare]').click()")
    expect(part(page, "names").locator("input")).to_have_count(2)
    part(page, "again").click()
    expect(part(page, "heading").last).to_be_focused()
    expect(page.locator(".om-compared")).to_have_count(0)
    part(page, "do-compare").click()
    expect(part(page, "problems")).to_be_visible()


def test_a_name_stays_with_the_result_that_it_was_given_to(open_page, address, check):
    page = on_device(open_page, address, **ANSWERS)
    compare(page, "people", *people(check)[:2])
    names = part(page, "names").locator("input")
    expect(names).to_have_count(3)
    names.nth(1).fill("Meisterin")
    part(page, "again").click()
    compare(page, "people", people(check)[1])
    expect(names).to_have_count(2)
    expect(names.nth(1)).to_have_value("Werkstatt")
    names.nth(1).fill("Lager")
    compare(page, "people", people(check)[0])
    expect(names).to_have_count(3)
    expect(names.nth(1)).to_have_value("Lager")
    expect(names.nth(2)).to_have_value("Chefin")


def test_what_was_on_the_device_is_compared_with_what_is_filled_in_now(open_page, address):
    page = open_page(f"{address}#topic-ziele")
    answer(page, z1="much")
    part(page, "keep-save").click()
    expect(part(page, "keep-delete")).to_be_visible()
    page.reload()
    expect(part(page, "keep-delete")).to_be_visible()
    part(page, "submit").click()
    go_to_comparison(page)
    # With itself nothing is compared.
    expect(part(page, "kept-part")).to_be_hidden()
    part(page, "to-result").click()
    page.locator('[data-om="view"] [data-om-go="topics"]').click()
    answer(page, z1="none")
    part(page, "submit").click()
    go_to_comparison(page)
    part(page, "kept").click()
    expect(part(page, "counts").last).to_contain_text("1 Check-Punkt")
    assert "↓" in shown(page)


def test_a_result_of_weeks_ago_stays_to_be_compared_with(open_page, address):
    page = open_page(f"{address}#topic-ziele")
    answer(page, z1="much")
    part(page, "keep-save").click()
    expect(part(page, "keep-delete")).to_be_visible()
    page.evaluate(
        """() => {
            const [[key, text]] = Object.entries(localStorage);
            const record = {...JSON.parse(text), date: "2026-03-02", saved: Date.UTC(2026, 2, 2)};
            localStorage.setItem(key, JSON.stringify(record));
        }"""
    )
    for level in ("some", "none"):
        page.goto("about:blank")
        page.goto(f"{address}#topic-ziele")
        answer(page, z1=level)
        page.wait_for_function(
            "level => JSON.parse(Object.values(localStorage)[0]).answers.z1 === level", arg=level
        )
    part(page, "submit").click()
    go_to_comparison(page)
    part(page, "kept").click()
    assert "2. März 2026" in shown(page)
    assert "dringend" in shown(page)


def test_what_cannot_be_loaded_is_said(open_page, address):
    page = open_page(address)
    page.route("**/comparison/**", lambda route: route.abort())
    page.locator(".om-compare-link a").click()
    expect(part(page, "failed")).to_be_visible()
    assert page.url.startswith(address)


def test_by_keyboard_alone(open_page, address, check):
    page = on_device(open_page, address, **ANSWERS)
    page.locator('[data-om="file"]').set_input_files(files_of(record(check, {"z1": "much"})))
    page.locator('[name="kind"]:checked').focus()
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.om") == "do-compare":
            break
    page.keyboard.press("Enter")
    expect(page.locator('.om-compared [data-om="title"]')).to_be_focused()


@SIZES
@pytest.mark.parametrize("kind", ["time", "people", "sides"])
def test_it_is_accessible_and_nothing_is_cut_off(
    open_page, address, check, counterpart, kind, viewport
):
    page = open_page(f"{address}#topic-ziele", viewport=viewport)
    expect(part(page, "place")).to_be_visible()
    answer(page, **ANSWERS)
    part(page, "submit").click()
    go_to_comparison(page)
    expect(part(page, "compare-form")).to_be_visible()
    assert accessibility_violations(page) == []
    compare(page, kind, *cases(check, counterpart)[kind])
    shown(page)
    assert accessibility_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_cards_on_a_phone_are_still_a_table_for_a_screen_reader(open_page, address, check):
    page = on_device(open_page, address, **ANSWERS)
    page.set_viewport_size(PHONE)
    compare(page, "time", record(check, {"z1": "much"}))
    table = page.get_by_role("table").first
    expect(table.get_by_role("rowheader")).to_have_count(3)
    expect(table.get_by_role("columnheader")).to_have_count(4)
    expect(table.get_by_role("cell")).to_have_count(9)


def test_on_paper_everything_is_unfolded_and_the_form_is_left_out(open_page, address, check):
    page = on_device(open_page, address, **ANSWERS)
    compare(page, "time", record(check, {"z1": "much"}))
    expect(page.locator(".om-compared")).to_be_visible()
    page.emulate_media(media="print")
    expect(part(page, "compare-form")).to_be_hidden()
    expect(page.locator(".om-compared table").last).to_be_visible()
