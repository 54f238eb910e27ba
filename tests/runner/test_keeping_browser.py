"""Keeping what was filled in, in a real browser: on the device, as a file, as a link."""

import json
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from omwagtail.questionnaires import MAX_RECORD_BYTES, clean_record, pack
from omwagtail.runner.state import about
from tests.browser import PHONE, WIDE, accessibility_violations
from tests.catalogue.factories import edit_item, make_item
from tests.runner.definitions import body, many_topics

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def check():
    return make_item("check", title="Betriebs-Check?", summary="Kurz.", body=many_topics())


@pytest.fixture
def address(live_server, check):
    return live_server.url + reverse("omwagtail_check", args=[check.key])


@pytest.fixture
def first_topic(address):
    return f"{address}#topic-ziele"


def part(page, name):
    return page.locator(f'[data-om="{name}"]')


def complaints(page) -> list[str]:
    """Without the icon that a browser asks for once and that this server does not have."""
    return [text for text in page.complaints if "404" not in text]


def answer(page, **answers):
    for checkpoint, level in answers.items():
        page.check(f"#point-{checkpoint} input[value={level}]")


def answers_in(page) -> dict[str, str]:
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("[type=radio]:checked")]
            .map((input) => [input.name.slice(2), input.value]))"""
    )


def on_device(page) -> dict | None:
    """The record that this device holds; more than that must not be there."""
    entries = page.evaluate("Object.entries(localStorage)")
    assert len(entries) <= 1
    return json.loads(entries[0][1]) if entries else None


def wait_for_device(page, condition: str):
    """Until what is on the device fulfils this; `record` is what is there."""
    page.wait_for_function(
        f"() => {{ const record = JSON.parse(Object.values(localStorage)[0] ?? 'null');"
        f" return {condition}; }}"
    )


def beside(page, url):
    """A second window of the same browser."""
    other = page.context.new_page()
    other.goto(url)
    return other


def record_file(check, **members) -> dict:
    record = clean_record(check.data["body"], {**about(check.data), **members})
    return {
        "name": "betrieb.json",
        "mimeType": "application/json",
        "buffer": json.dumps(record).encode(),
    }


def link_for(check, address, **answers) -> str:
    fingerprint = about(check.data)["edition"]["fingerprint"]
    return f"{address}#r={pack(check.data['body'], answers, fingerprint)}"


# ---- the first page


def test_chosen_topics_come_one_after_the_other_and_the_others_stay_reachable(open_page, address):
    page = open_page(address)
    part(page, "start").locator("[value=geld]").check()
    part(page, "start").locator("[value=x1]").check()
    part(page, "begin").click()
    expect(page.locator("#topic-geld-title")).to_be_focused()
    assert page.locator("[data-om-topic]").evaluate_all("all => all.map(a => a.dataset.state)") == [
        "later",
        "open",
        "later",
        "open",
        "later",
    ]
    part(page, "next").click()
    expect(page.locator("#topic-x1-title")).to_be_focused()
    expect(part(page, "next")).to_be_hidden()
    page.locator('[data-om-topic="ziele"]').click()
    expect(page.locator("#topic-ziele-title")).to_be_focused()
    part(page, "next").click()
    expect(page.locator("#topic-menschen-title")).to_be_focused()
    part(page, "to-start").click()
    expect(page.locator("h1")).to_be_focused()
    expect(part(page, "start").locator("[value=geld]")).to_be_checked()


def test_more_than_three_topics_are_advised_against(open_page, address):
    page = open_page(address)
    boxes = part(page, "start").locator("[name=t]")
    for number in range(3):
        boxes.nth(number).check()
    expect(part(page, "many")).to_be_hidden()
    boxes.nth(3).check()
    expect(part(page, "many")).to_be_visible()
    part(page, "begin").click()
    expect(page.locator("#topic-ziele-title")).to_be_focused()


def test_first_page_and_a_note_are_filled_in_by_keyboard(open_page, address):
    page = open_page(address)
    part(page, "start").locator("[value=ziele]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#topic-ziele-title")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("3")
    page.locator("#point-z1 .om-point-note summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("2 Leute, 1 Tag")
    expect(page.locator("#note-z1")).to_have_value("2 Leute, 1 Tag")
    assert answers_in(page) == {"z1": "much"}


def test_an_answer_can_be_taken_back(open_page, first_topic):
    page = open_page(first_topic)
    undo = page.locator('#point-z1 [data-om="undo"]')
    expect(undo).to_be_hidden()
    answer(page, z1="much")
    undo.click()
    assert answers_in(page) == {}
    expect(page.locator("#point-z1 input").first).to_be_focused()
    page.keyboard.press("2")
    page.keyboard.press("Delete")
    assert answers_in(page) == {}
    expect(undo).to_be_hidden()


def test_progress_is_told_when_a_topic_is_through_and_not_before(open_page, first_topic):
    page = open_page(first_topic)
    answer(page, z1="much")
    expect(part(page, "live")).to_be_empty()
    answer(page, z2="none")
    expect(part(page, "live")).not_to_be_empty()


# ---- on the device


def test_nothing_is_on_the_device_before_it_is_asked_for(open_page, first_topic):
    page = open_page(first_topic)
    expect(part(page, "keep")).to_be_hidden()
    answer(page, z1="much")
    expect(part(page, "keep")).to_be_visible()
    part(page, "submit").click()
    expect(part(page, "keep")).to_be_visible()
    page.reload()
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.context.cookies() == []


def test_what_was_saved_is_there_again_after_the_browser_was_closed(
    open_page, address, first_topic
):
    page = open_page(first_topic)
    answer(page, z1="much")
    page.locator("#point-z1 .om-point-note summary").click()
    page.fill("#note-z1", "Mit Anna besprechen")
    part(page, "keep-save").click()
    expect(part(page, "keep-delete")).to_be_visible()
    wait_for_device(page, "record.notes.z1 === 'Mit Anna besprechen'")
    part(page, "next").click()
    answer(page, g1="none")
    wait_for_device(page, "record.answers.g1 === 'none'")
    kept = page.context.storage_state()
    page.context.close()

    page = open_page(address, storage_state=kept)
    expect(part(page, "start-kept")).to_be_visible()
    part(page, "go-on").click()
    expect(page.locator("#topic-ziele-title")).to_be_focused()
    assert answers_in(page) == {"z1": "much", "g1": "none"}
    expect(page.locator("#note-z1")).to_have_value("Mit Anna besprechen")
    assert on_device(page)["answers"] == {"z1": "much", "g1": "none"}
    assert complaints(page) == []


def test_deleting_leaves_nothing_and_can_be_undone_as_long_as_the_page_is_open(
    open_page, first_topic
):
    page = open_page(first_topic)
    answer(page, z1="much")
    part(page, "keep-save").click()
    part(page, "keep-delete").click()
    assert on_device(page) is None
    answer(page, z2="some")
    part(page, "keep-save").click()
    expect(part(page, "keep-delete")).to_be_visible()
    assert on_device(page)["answers"] == {"z1": "much", "z2": "some"}
    part(page, "keep-delete").click()
    page.reload()
    assert on_device(page) is None


@pytest.mark.parametrize(
    "script",
    [
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no') }})",
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }",
    ],
    ids=["blocked", "full"],
)
def test_a_device_that_cannot_keep_it_says_so_and_offers_other_ways(open_page, first_topic, script):
    page = open_page("about:blank")
    page.add_init_script(script)
    page.goto(first_topic)
    before = part(page, "keep-state").inner_text()
    answer(page, z1="much")
    part(page, "keep-save").click()
    expect(part(page, "keep-state")).not_to_have_text(before)
    expect(part(page, "live")).not_to_be_empty()
    page.locator(".om-keep-along summary").click()
    with page.expect_download() as download:
        part(page, "keep-file").click()
    assert json.loads(download.value.path().read_text("utf-8"))["answers"] == {"z1": "much"}


def test_a_device_that_gets_full_later_says_so_and_is_tried_again(open_page, first_topic):
    page = open_page(first_topic)
    answer(page, z1="much")
    part(page, "keep-save").click()
    expect(part(page, "keep-delete")).to_be_visible()
    page.evaluate(
        "void (Storage.prototype.write = Storage.prototype.setItem,"
        " Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') })"
    )
    answer(page, z2="some")
    expect(part(page, "keep-state")).to_contain_text("kein Platz")
    expect(part(page, "keep-delete")).to_be_visible()
    page.evaluate("void (Storage.prototype.setItem = Storage.prototype.write)")
    part(page, "keep-save").click()
    expect(part(page, "keep-state")).to_contain_text("gespeichert")
    assert on_device(page)["answers"] == {"z1": "much", "z2": "some"}


def test_a_window_never_saves_over_what_another_one_has_saved(open_page, first_topic):
    page = open_page(first_topic)
    answer(page, z1="much")
    part(page, "keep-save").click()
    expect(part(page, "keep-delete")).to_be_visible()
    other = beside(page, first_topic)
    expect(part(other, "keep-delete")).to_be_visible()
    answer(other, z2="some")
    wait_for_device(other, "record.answers.z2 === 'some'")

    expect(part(page, "notice")).to_be_focused()
    answer(page, z1="none")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert on_device(page)["answers"] == {"z1": "much", "z2": "some"}
    part(page, "notice").get_by_role("button").first.click()
    assert answers_in(page) == {"z1": "much", "z2": "some"}

    answer(page, z1="some")
    wait_for_device(page, "record.answers.z1 === 'some'")
    part(other, "notice").get_by_role("button").nth(1).click()
    wait_for_device(other, "record.answers.z1 === 'much'")


def test_two_windows_that_both_begin_to_save_are_asked(open_page, first_topic):
    page = open_page(first_topic)
    other = beside(page, first_topic)
    answer(page, z1="much")
    answer(other, z1="none")
    part(page, "keep-save").click()
    expect(part(page, "keep-delete")).to_be_visible()
    part(other, "keep-save").click()
    expect(part(other, "notice")).to_be_focused()
    assert on_device(other)["answers"] == {"z1": "much"}


# ---- as a file


def test_a_file_brings_everything_back(open_page, address, first_topic, tmp_path):
    page = open_page(first_topic)
    answer(page, z1="much", z2="not-applicable")
    page.locator("#point-z1 .om-point-note summary").click()
    page.fill("#note-z1", "Notiz")
    page.locator(".om-keep-along summary").click()
    page.fill("#om-name", "Werkstatt")
    asked = len(page.requested)
    with page.expect_download() as download:
        part(page, "keep-file").click()
    assert page.requested[asked:] == []
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert re.fullmatch(r"Betriebs-Check-\d{4}-\d\d-\d\d\.json", file.name)

    again = open_page(address)
    part(again, "start").locator(".om-start-file summary").click()
    again.set_input_files("#om-file", file)
    expect(again.locator("#topic-geld-title")).to_be_focused()
    assert answers_in(again) == {"z1": "much", "z2": "not-applicable"}
    expect(again.locator("#note-z1")).to_have_value("Notiz")
    expect(again.locator("#om-name")).to_have_value("Werkstatt")
    assert on_device(again) is None

    unscripted = open_page(address, java_script_enabled=False)
    unscripted.locator(".om-start-file summary").click()
    unscripted.set_input_files("#om-file", file)
    part(unscripted, "open").click()
    expect(unscripted.locator("#point-z1 input[value=much]")).to_be_checked()
    expect(unscripted.locator("#note-z1")).to_have_value("Notiz")


def test_a_file_may_leave_the_notes_out(open_page, first_topic):
    page = open_page(first_topic)
    answer(page, z1="much")
    page.locator("#point-z1 .om-point-note summary").click()
    page.fill("#note-z1", "Geheim")
    page.locator(".om-keep-along summary").click()
    part(page, "keep-discreet").check()
    with page.expect_download() as download:
        part(page, "keep-file").click()
    assert "Geheim" not in download.value.path().read_text("utf-8")


def test_files_that_cannot_be_opened_change_nothing(open_page, first_topic, check):
    page = open_page(first_topic)
    answer(page, z1="much")
    part(page, "to-start").click()
    page.locator(".om-start-file summary").click()
    other = make_item("check", title="Anderer Check", body=body())
    sentences = set()
    for content in (
        b"no json",
        b'{"v": "om-answers/2"}',
        b'{"v": "om-answers/1"' + b" " * MAX_RECORD_BYTES + b"}",
        record_file(other, answers={"z1": "none"})["buffer"],
    ):
        file = {"name": "x.json", "mimeType": "application/json", "buffer": content}
        page.set_input_files("#om-file", file)
        expect(part(page, "notice")).to_be_focused()
        sentences.add(part(page, "notice").locator("p").inner_text())
        part(page, "notice").get_by_role("button").click()
        expect(page.locator("#om-file")).to_be_focused()
        assert answers_in(page) == {"z1": "much"}
    assert len(sentences) == 4
    assert complaints(page) == []


def test_a_file_replaces_answers_only_when_told_to(open_page, first_topic, check):
    page = open_page(first_topic)
    answer(page, z1="much")
    part(page, "to-start").click()
    for button, answers in ((1, {"z1": "much"}), (0, {"z1": "none"})):
        page.set_input_files("#om-file", record_file(check, answers={"z1": "none"}))
        part(page, "notice").get_by_role("button").nth(button).click()
        expect(part(page, "notice")).to_be_hidden()
        assert answers_in(page) == answers


def test_a_file_replaces_a_note_or_a_plan_only_when_told_to(open_page, first_topic, check):
    page = open_page(first_topic)
    page.locator("#point-z1 .om-point-note summary").click()
    page.fill("#note-z1", "Wichtig")
    part(page, "to-start").click()
    page.set_input_files("#om-file", record_file(check, answers={"z1": "none"}))
    part(page, "notice").get_by_role("button").nth(1).click()
    expect(page.locator("#note-z1")).to_have_value("Wichtig")


def test_a_file_of_an_earlier_edition_opens_that_edition(open_page, address, check):
    file = record_file(check, answers={"z1": "much"})
    newer = many_topics()
    newer["edition"]["number"] = 3
    newer["sections"][0]["checkpoints"][0]["statement"] = "Das fragt die neue Fassung."
    edit_item(check, body=newer)
    page = open_page(address)
    expect(page.locator("#point-z1")).to_contain_text("Das fragt die neue Fassung.")
    page.set_input_files("#om-file", file)
    expect(page.locator("#point-z1")).not_to_contain_text("Das fragt die neue Fassung.")
    assert answers_in(page) == {"z1": "much"}


# ---- as a link


def test_a_link_carries_the_ratings_and_nothing_else(open_page, first_topic, address, check):
    page = open_page(first_topic, permissions=["clipboard-read", "clipboard-write"])
    answer(page, z1="much", z2="not-applicable")
    page.locator("#point-z1 .om-point-note summary").click()
    page.fill("#note-z1", "Geheim")
    page.locator(".om-keep-along summary").click()
    part(page, "keep-link").click()
    expect(part(page, "keep-copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == link_for(check, address, z1="much", z2="not-applicable")

    again = open_page(link)
    expect(again.locator("#topic-geld-title")).to_be_focused()
    assert answers_in(again) == {"z1": "much", "z2": "not-applicable"}
    expect(again.locator("#note-z1")).to_have_value("")
    assert again.url == address
    assert on_device(again) is None
    assert [url for url in again.requested if link.partition("#r=")[2] in url] == []
    answer(page, z1="none")
    expect(part(page, "keep-address")).to_be_hidden()


def test_where_copying_is_not_allowed_the_link_is_there_to_be_copied_by_hand(
    open_page, first_topic
):
    page = open_page("about:blank")
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(first_topic)
    answer(page, z1="much")
    page.locator(".om-keep-along summary").click()
    part(page, "keep-link").click()
    expect(part(page, "keep-address")).to_be_focused()
    assert "#r=" in page.evaluate("getSelection().toString()")
    assert complaints(page) == []


def test_thirty_answers_make_a_short_link(open_page, live_server):
    points = [{"id": f"c{number}", "statement": f"Aussage {number}"} for number in range(30)]
    sections = [{"id": "alle", "title": "Alle", "checkpoints": points}]
    item = make_item("check", body=body(sections=sections))
    page = open_page(live_server.url + reverse("omwagtail_check", args=[item.key]) + "#topic-alle")
    page.evaluate("document.querySelectorAll('[value=much]').forEach((input) => input.click())")
    page.locator(".om-keep-along summary").click()
    part(page, "keep-link").click()
    expect(part(page, "keep-address")).to_be_visible()
    assert len(part(page, "keep-address").input_value().partition("#")[2]) <= 40


@pytest.mark.parametrize("text", ["abc", "", "%00", "A" * 5000, "AAAAAAAAAAAA"])
def test_a_broken_link_is_said_and_the_address_is_clean(open_page, address, text):
    page = open_page(f"{address}#r={text}")
    if text:
        expect(part(page, "notice")).to_be_focused()
    assert page.url.partition("?")[0].partition("#")[0] == address
    assert "#r" not in page.url
    assert answers_in(page) == {}
    assert complaints(page) == []


def test_a_link_replaces_what_is_on_the_device_only_when_told_to(open_page, address, check):
    page = open_page(f"{address}#topic-ziele")
    answer(page, z1="much")
    part(page, "keep-save").click()
    wait_for_device(page, "record.answers.z1 === 'much'")
    for button, level in ((1, "much"), (0, "none")):
        page.goto("about:blank")
        page.goto(link_for(check, address, z1="none"))
        expect(part(page, "notice")).to_be_focused()
        assert page.url == address
        assert on_device(page)["answers"] == {"z1": "much"}
        part(page, "notice").get_by_role("button").nth(button).click()
        wait_for_device(page, f"record.answers.z1 === '{level}'")
        assert answers_in(page) == {"z1": level}


def test_a_link_to_another_edition_leaves_notes_and_what_it_is_asked_to_leave(
    open_page, first_topic, address, check
):
    link = link_for(check, address, z1="none")
    page = open_page(first_topic)
    answer(page, z1="much")
    page.locator("#point-z1 .om-point-note summary").click()
    page.fill("#note-z1", "Wichtig")
    part(page, "keep-save").click()
    wait_for_device(page, "record.notes.z1 === 'Wichtig'")
    newer = many_topics()
    newer["sections"][0]["checkpoints"][0]["statement"] = "Das fragt die neue Fassung."
    edit_item(check, body=newer)
    newer_link = link_for(check, address, z1="some")
    for brought, button, level in (
        (newer_link, 1, "much"),
        (newer_link, 0, "some"),
        (link, 0, "none"),
    ):
        page.goto("about:blank")
        page.goto(brought)
        expect(part(page, "notice")).to_be_focused()
        part(page, "notice").get_by_role("button").nth(button).click()
        wait_for_device(page, f"record.answers.z1 === '{level}'")
        wait_for_device(page, "record.notes.z1 === 'Wichtig'")
        expect(page.locator(f"#point-z1 input[value={level}]")).to_be_checked()
        expect(page.locator("#note-z1")).to_have_value("Wichtig")


def test_a_link_works_in_a_page_that_is_open_already(open_page, first_topic, address, check):
    page = open_page(first_topic)
    page.evaluate("link => { location.href = link }", link_for(check, address, z1="some"))
    expect(page.locator("#point-z1 input[value=some]")).to_be_checked()
    assert page.url == address


# ---- for everybody


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_state_of_keeping_is_accessible(open_page, address, check, viewport):
    page = open_page(address, viewport=viewport)
    expect(part(page, "begin")).to_be_visible()
    page.locator(".om-start-file summary").click()
    assert accessibility_violations(page) == []
    part(page, "begin").click()
    answer(page, z1="much")
    page.locator("#point-z1 .om-point-note summary").click()
    page.locator(".om-keep-along summary").click()
    part(page, "keep-link").click()
    part(page, "keep-save").click()
    expect(part(page, "keep-delete")).to_be_visible()
    assert accessibility_violations(page) == []
    part(page, "back").click()
    page.set_input_files("#om-file", record_file(check, answers={"z1": "none"}))
    expect(part(page, "notice")).to_be_focused()
    assert accessibility_violations(page) == []
    assert complaints(page) == []


def test_nothing_is_cut_off_at_320_pixels_and_all_is_large_enough(open_page, address):
    page = open_page(address, viewport={"width": 320, "height": 256})
    page.locator(".om-start-file summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    part(page, "begin").click()
    answer(page, z1="much")
    page.locator("#point-z1 .om-point-note summary").click()
    page.locator(".om-keep-along summary").click()
    part(page, "keep-link").click()
    expect(part(page, "keep-address")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    small = page.evaluate(
        """() => [...document.querySelectorAll(".om-check :is(label:has(input), button, summary)")]
            .filter((each) => each.checkVisibility())
            .filter((each) => each.getBoundingClientRect().height < 44)
            .map((each) => each.textContent.trim())"""
    )
    assert small == []


def test_a_screen_reader_finds_everything_in_order(open_page, address):
    page = open_page(address)
    expect(part(page, "begin")).to_be_visible()
    tree = page.locator("[data-om-check]").aria_snapshot()
    roles = re.findall(r"^\s*- (heading|group|checkbox|button|status)\b", tree, re.MULTILINE)
    assert roles[:8] == [
        "heading",
        "group",
        "checkbox",
        "checkbox",
        "checkbox",
        "checkbox",
        "checkbox",
        "status",
    ]
    part(page, "begin").click()
    tree = page.locator("[data-om-check]").aria_snapshot()
    places = [tree.index(text) for text in ("Betriebs-Check", "navigation", "Ziele", "radio")]
    assert places == sorted(places)
    assert tree.count("- radio") == 8
