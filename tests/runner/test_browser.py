"""Filling in a check in a real browser: by keyboard, on a phone, with and without scripts."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import PHONE, WIDE, accessibility_violations
from tests.catalogue.factories import make_item
from tests.runner.definitions import body

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def address(live_server):
    item = make_item("check", title="Betriebs-Check", summary="In zehn Minuten.", body=body())
    return live_server.url + reverse("omwagtail_check", args=[item.key])


@pytest.fixture
def first_topic(address):
    """The address that leads past the first page."""
    return f"{address}#topic-ziele"


def part(page, name):
    return page.locator(f'[data-om="{name}"]')


def visible_topics(page) -> list[str]:
    return page.locator("section[data-om-section]:visible").evaluate_all(
        "topics => topics.map(topic => topic.dataset.omSection)"
    )


def states(page) -> list[str]:
    return page.locator("[data-om-topic]").evaluate_all("links => links.map(l => l.dataset.state)")


def result_of(page) -> str:
    """The result's words, without what only one of the two ways has."""
    text = page.locator(".om-result").inner_text()
    return re.sub(r"\s+", " ", text).removesuffix(part(page, "print").inner_text()).strip()


def answer(page, **answers):
    for checkpoint, level in answers.items():
        page.check(f"#point-{checkpoint} input[value={level}]")


def test_keyboard_alone_leads_from_the_first_question_to_the_result(open_page, first_topic):
    page = open_page(first_topic)
    expect(part(page, "place")).to_be_visible()
    page.locator("#point-z1 input").first.focus()
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator("#topic-geld-title")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # left open
    expect(page.locator("#topic-menschen-title")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    heading = part(page, "view").locator("h1")
    expect(heading).to_be_focused()
    titles = page.locator(".om-need h3").all_inner_texts()
    assert titles == ["Ziele", "Geld", "Menschen"]
    expect(page.locator(".om-rated")).to_contain_text("Ziele aufschreiben")


def test_tab_and_space_are_enough(open_page, first_topic):
    page = open_page(first_topic)
    expect(part(page, "place")).to_be_visible()
    page.locator("#point-p1 input").count()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "a-z1":
            break
    page.keyboard.press("Space")
    expect(page.locator("#point-z1 input").first).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#point-z1 input").nth(1)).to_be_checked()


def test_digits_outside_a_checkpoint_do_nothing(open_page, first_topic):
    page = open_page(first_topic)
    part(page, "next").focus()
    page.keyboard.press("1")
    assert page.locator("[type=radio]:checked").count() == 0


def test_one_topic_is_shown_at_a_time(open_page, first_topic):
    page = open_page(first_topic)
    assert visible_topics(page) == ["ziele"]
    part(page, "next").click()
    assert visible_topics(page) == ["geld"]
    expect(page.locator("#topic-geld-title")).to_be_focused()
    part(page, "back").click()
    assert visible_topics(page) == ["ziele"]


def test_overview_says_what_is_open_begun_and_done(open_page, first_topic):
    page = open_page(first_topic)
    assert states(page) == ["open", "open", "open"]
    answer(page, z1="much", z2="not-applicable")
    part(page, "next").click()
    answer(page, g1="none")
    assert states(page) == ["done", "begun", "open"]
    assert part(page, "bar").evaluate("bar => [bar.value, bar.max]") == [3, 5]


def test_overview_leads_to_any_topic(open_page, first_topic):
    page = open_page(first_topic)
    page.locator('[data-om-topic="menschen"]').click()
    assert visible_topics(page) == ["menschen"]
    expect(page.locator('[data-om-topic="menschen"]')).to_have_attribute("aria-current", "step")


def test_the_way_back_of_the_browser_keeps_answers(open_page, first_topic):
    page = open_page(first_topic)
    answer(page, z1="much")
    part(page, "next").click()
    answer(page, g1="some")
    part(page, "submit").click()
    page.go_back()
    assert visible_topics(page) == ["geld"]
    page.go_back()
    assert visible_topics(page) == ["ziele"]
    expect(page.locator("#point-z1 input[value=much]")).to_be_checked()
    page.go_forward()
    expect(page.locator("#point-g1 input[value=some]")).to_be_checked()


def test_result_can_be_left_to_change_answers(open_page, first_topic):
    page = open_page(first_topic)
    answer(page, z1="much")
    part(page, "submit").click()
    part(page, "change").locator("[data-om-go=topics]").click()
    answer(page, z1="none")
    part(page, "submit").click()
    assert page.locator(".om-rated").count() == 0
    expect(part(page, "strengths")).to_contain_text("Wir wissen, wohin der Betrieb soll.")


def test_with_scripts_nothing_is_sent_or_kept(open_page, address):
    page = open_page(address)
    expect(part(page, "not-sent")).to_be_visible()
    expect(part(page, "sent")).to_be_hidden()
    loaded = len(page.requested)
    part(page, "begin").click()
    answer(page, z1="much")
    part(page, "next").click()
    part(page, "submit").click()
    expect(page.locator(".om-result")).to_be_visible()
    # What is needed to make the result comes with the first answer.
    later = [re.search(r"/om/embed/1/(\S+)\?v=\w+$", url)[1] for url in page.requested[loaded:]]
    assert sorted(later) == ["result.css", "result.js"]
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("indexedDB.databases()") == []
    assert page.url == address


def test_without_scripts_the_page_says_that_answers_are_sent(open_page, address):
    page = open_page(address, java_script_enabled=False)
    expect(part(page, "sent")).to_be_visible()
    expect(part(page, "not-sent")).to_be_hidden()


def test_without_scripts_answers_lead_to_the_result_and_back(open_page, address):
    page = open_page(address, java_script_enabled=False)
    answer(page, z1="much", z2="some", g1="none")
    part(page, "submit").click()
    assert page.locator(".om-need h3").all_inner_texts() == ["Ziele", "Geld", "Menschen"]
    assert page.url == f"{address}result/"
    part(page, "change").locator("[data-om-go=topics]").click()
    expect(page.locator("#point-z1 input[value=much]")).to_be_checked()
    expect(page.locator("#point-g1 input[value=none]")).to_be_checked()
    assert page.context.cookies() == []


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"z1": "much"},
        {"z1": "much", "z2": "some", "g1": "much", "g2": "none", "p1": "not-applicable"},
        {"z1": "not-applicable", "z2": "not-applicable", "g1": "some", "g2": "some", "p1": "none"},
    ],
    ids=["none", "one", "all", "mixed"],
)
def test_both_ways_show_the_same_result(open_page, first_topic, address, answers):
    on_server = open_page(address, java_script_enabled=False)
    answer(on_server, **answers)
    part(on_server, "submit").click()
    on_device = open_page(first_topic)
    on_device.evaluate(
        """answers => Object.entries(answers).forEach(([id, level]) => {
            document.querySelector(`#point-${id} input[value="${level}"]`).click();
        })""",
        answers,
    )
    part(on_device, "submit").click()
    assert result_of(on_device) == result_of(on_server)


def test_more_than_five_urgent_checkpoints_unfold(open_page, live_server):
    many = body()
    many["sections"][0]["checkpoints"] = [
        {"id": f"c{number}", "statement": f"Aussage {number}"} for number in range(7)
    ]
    item = make_item("check", body=many)
    page = open_page(f"{live_server.url}{reverse('omwagtail_check', args=[item.key])}#topic-ziele")
    answer(page, **{f"c{number}": "much" for number in range(7)})
    part(page, "submit").click()
    assert page.locator(".om-rated:visible").count() == 5
    part(page, "more").click()
    assert page.locator(".om-rated:visible").count() == 7


def test_an_address_may_name_the_topic_to_begin_with(open_page, address):
    page = open_page(f"{address}#topic-geld")
    expect(part(page, "place")).to_be_visible()
    assert visible_topics(page) == ["geld"]


@SIZES
def test_every_state_is_accessible(open_page, first_topic, viewport):
    page = open_page(first_topic, viewport=viewport)
    expect(part(page, "place")).to_be_visible()
    assert accessibility_violations(page) == []
    page.locator("#point-z1 summary").first.click()
    answer(page, z1="much", z2="some")
    part(page, "next").click()
    assert accessibility_violations(page) == []
    part(page, "submit").click()
    assert accessibility_violations(page) == []
    assert page.complaints == []


def test_nothing_is_cut_off_at_320_pixels(open_page, live_server):
    long = "Arbeitsschutzmanagementsystemverantwortliche"
    words = body()
    words["scale"]["levels"][2]["label"] = words["sections"][0]["title"] = long
    words["sections"][0]["checkpoints"][0] |= {"statement": long, "good_practice": [long]}
    item = make_item("check", title=long, summary=long, body=words)
    address = live_server.url + reverse("omwagtail_check", args=[item.key])
    page = open_page(f"{address}#topic-ziele", viewport={"width": 320, "height": 640})
    page.locator("#point-z1 summary").first.click()
    part(page, "all").locator("summary").click()
    answer(page, z1="much")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    part(page, "submit").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_targets_are_large_enough_for_a_finger(open_page, first_topic):
    page = open_page(first_topic, viewport=PHONE)
    part(page, "all").locator("summary").click()
    small = page.evaluate(
        """() => [...document.querySelectorAll(".om-check :is(label, button, summary, nav a)")]
            .filter((each) => each.checkVisibility())
            .filter((each) => each.getBoundingClientRect().height < 44)
            .map((each) => each.textContent.trim())"""
    )
    assert small == []


def test_levels_differ_in_shape_where_colours_are_forced(open_page, first_topic):
    page = open_page(first_topic, forced_colors="active")
    shapes = page.locator("#point-z1 svg").evaluate_all(
        "symbols => symbols.map(symbol => symbol.innerHTML.trim())"
    )
    colours = page.locator("#point-z1 svg").evaluate_all(
        "symbols => symbols.map(symbol => getComputedStyle(symbol).fill)"
    )
    assert len(set(shapes)) == 3
    assert len(set(colours)) == 1


def test_printed_result_leaves_out_what_is_for_the_screen(open_page, first_topic):
    page = open_page(first_topic)
    answer(page, z1="much")
    part(page, "submit").click()
    page.emulate_media(media="print")
    expect(part(page, "change")).to_be_hidden()
    expect(page.locator(".om-rated")).to_be_visible()
    expect(page.locator(".om-check-imprint")).to_be_visible()
