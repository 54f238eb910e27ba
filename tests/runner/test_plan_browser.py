"""Result, plan, self-declaration and hand-over in a real browser, with and without scripts."""

import re
from urllib.parse import unquote

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import PHONE, WIDE, accessibility_violations
from tests.catalogue.factories import make_item
from tests.runner.definitions import body

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
RULES = [{"rule": "sections", "count": 1}, {"rule": "measures", "count": 1, "columns": ["who"]}]
PLAN = [
    {"key": "measure", "label": "Maßnahme"},
    {"key": "priority", "label": "Wichtigkeit"},
    {"key": "who", "label": "Wer"},
    {"key": "until", "label": "Bis wann"},
    {"key": "cost", "label": "Kosten"},
]


@pytest.fixture
def address(live_server):
    make_item("practice-example", title="Beispiel nebenan", topics=["strategy"])
    item = make_item(
        "check",
        title="Betriebs-Check",
        topics=["strategy"],
        body=body(completion=RULES, plan=PLAN),
        contacts=[{"name": "Anna", "email": "anna@kammer.example"}],
    )
    return live_server.url + reverse("omwagtail_check", args=[item.key])


def part(page, name):
    return page.locator(f'[data-om="{name}"]:visible')


def result(open_page, address, **options):
    """The page with the result of a few answers."""
    page = open_page(address, **options)
    has_scripts = options.get("java_script_enabled", True)
    if has_scripts:
        part(page, "begin").click()
    for checkpoint, level in {"z1": "much", "g1": "some", "p1": "none"}.items():
        radio = page.locator(f"#point-{checkpoint} input[value={level}]")
        if has_scripts:
            radio.evaluate("radio => radio.click()")
        else:
            radio.check()
    page.locator('[data-om="submit"]').click()
    expect(page.locator(".om-result")).to_be_visible()
    return page


def plan(open_page, address, **options):
    """The page with a plan that has a measure taken over and one of one's own."""
    page = result(open_page, address, **options)
    part(page, "to-plan").click()
    page.locator('[data-om="suggested"] [name=s]').first.click()
    expect(measures(page)).to_have_count(1)
    part(page, "new").fill("Anrufen")
    page.locator("[name=do][value=add]").click()
    expect(measures(page)).to_have_count(2)
    return page


def measures(page):
    return page.locator(".om-measure")


def texts(page) -> list[str]:
    return page.locator('.om-measure [data-om-member="text"]').evaluate_all(
        "fields => fields.map(field => field.value)"
    )


def words(locator) -> str:
    return re.sub(r"\s+", " ", locator.inner_text()).strip()


def test_both_ways_show_the_same_plan(open_page, address):
    shown = []
    for scripts in (True, False):
        page = plan(open_page, address, java_script_enabled=scripts)
        shown.append((texts(page), words(page.locator(".om-plan-measures"))))
        shown[-1] += (words(part(page, "plan-progress")), words(part(page, "completion")))
    assert shown[0] == shown[1]
    assert shown[0][0] == ["Ziele aufschreiben", "Anrufen"]


def test_both_ways_share_the_same_text_and_draft(open_page, address):
    shared = []
    for scripts in (True, False):
        page = plan(open_page, address, java_script_enabled=scripts)
        first = measures(page).first
        first.locator("select").first.select_option("high")
        first.locator("[type=date]").fill("2027-03-31")
        first.locator('[data-om-more="cost"]').fill('300 Euro\nim "Jahr"')
        first.locator("[type=checkbox]").check()
        first.locator('[data-om-member="effect"]').select_option("partly")
        page.locator('[data-om="plan"] [data-om-go="handover"]').click()
        part(page, "preview").wait_for()
        shared.append((words(part(page, "preview")), part(page, "mail").get_attribute("href")))
    assert shared[0] == shared[1]
    assert "300 Euro" in unquote(shared[0][1])


def test_both_ways_declare_the_same(open_page, address):
    declared = []
    for scripts in (True, False):
        page = plan(open_page, address, java_script_enabled=scripts)
        part(page, "met").locator("button").click()
        declared.append(words(part(page, "declared")))
        expect(page).to_have_title(re.compile(re.escape(words(part(page, "heading")))))
    on_device, on_server = declared
    assert on_device.replace(words(part(page, "heading")), "") != ""
    for line in ("Menschen", "Ziele aufschreiben", "Anrufen", "Betriebs-Check (Beispiel 1)"):
        assert line in on_device
        assert line in on_server


def test_keyboard_alone_takes_a_measure_over_moves_it_and_removes_it(open_page, address):
    page = result(open_page, address)
    page.locator(".om-result [name=s]").focus()
    page.keyboard.press("Enter")
    expect(part(page, "taken")).to_be_focused()
    part(page, "to-plan").focus()
    page.keyboard.press("Enter")
    expect(part(page, "heading")).to_be_focused()
    part(page, "new").focus()
    page.keyboard.type("Anrufen")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(part(page, "new")).to_be_focused()
    assert texts(page) == ["Ziele aufschreiben", "Anrufen"]
    measures(page).nth(1).locator("[value=up]").focus()
    page.keyboard.press("Space")
    assert texts(page) == ["Anrufen", "Ziele aufschreiben"]
    expect(measures(page).first.locator("[value=down]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert texts(page) == ["Ziele aufschreiben"]
    expect(part(page, "undo")).to_be_focused()
    page.keyboard.press("Enter")
    assert texts(page) == ["Anrufen", "Ziele aufschreiben"]


def test_what_is_filled_in_stays_while_one_looks_elsewhere(open_page, address):
    page = plan(open_page, address)
    measures(page).nth(1).locator('[data-om-more="cost"]').fill("300 Euro")
    measures(page).nth(1).locator("[type=checkbox]").check()
    expect(measures(page).nth(1).locator('[data-om-member="effect"]')).to_be_visible()
    page.locator('[data-om="plan"] [data-om-go="result"]').click()
    part(page, "to-plan").click()
    expect(measures(page).nth(1).locator('[data-om-more="cost"]')).to_have_value("300 Euro")
    expect(measures(page).nth(1).locator("[type=checkbox]")).to_be_checked()


def test_what_is_not_in_the_plan_yet_is_still_there_on_coming_back(open_page, address):
    page = plan(open_page, address)
    part(page, "new").fill("Angefangen")
    page.locator('.om-plan [data-om-go="result"]').click()
    part(page, "to-plan").click()
    expect(part(page, "new")).to_have_value("Angefangen")
    assert "Angefangen" not in texts(page)


def test_a_plan_that_is_not_kept_is_not_lost_without_a_question(open_page, address):
    page = plan(open_page, address)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    with page.expect_event("dialog"):
        page.evaluate("location.href = '/nowhere/'")
    expect(measures(page)).to_have_count(2)
    assert asked == ["beforeunload"]
    part(page, "keep-save").click()
    expect(part(page, "keep-delete")).to_be_visible()
    # A change that is not saved yet, because it has just been made, is saved in leaving.
    page.locator('.om-measure [data-om-member="who"]').first.fill("Berta")
    page.goto("about:blank")
    assert asked == ["beforeunload"]
    page.goto(address)
    part(page, "go-on").click()
    part(page, "submit").click()
    part(page, "to-plan").click()
    expect(page.locator('.om-measure [data-om-member="who"]').first).to_have_value("Berta")


def test_a_file_that_cannot_be_made_is_said(open_page, address):
    page = plan(open_page, address)
    page.route("**/exports.js*", lambda route: route.abort())
    page.locator(".om-plan .om-along summary").click()
    page.locator('.om-plan [data-om-format="docx"]').click()
    expect(part(page, "failed")).to_be_visible()
    page.unroute("**/exports.js*")
    with page.expect_download():
        page.locator('.om-plan [data-om-format="docx"]').click()
    expect(part(page, "failed")).to_have_count(0)


def test_whether_a_measure_worked_comes_back_with_its_tick(open_page, address):
    page = plan(open_page, address)
    measure = measures(page).filter(has_text="Wir wissen, wohin")
    done, effect = (measure.locator(f'[data-om-member="{name}"]') for name in ("done", "effect"))
    done.check()
    effect.select_option("yes")
    done.uncheck()
    done.check()
    page.locator('.om-plan [data-om-go="result"]').click()
    part(page, "to-plan").click()
    expect(effect).to_have_value("yes")
    done.uncheck()
    with page.expect_download() as download:
        page.locator(".om-plan .om-along summary").click()
        page.locator('.om-plan [data-om-format="json"]').click()
    assert '"effect"' not in download.value.path().read_text("utf-8")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_checkpoint_without_suggestions_gets_a_measure_of_ones_own(open_page, address, scripts):
    page = open_page(address, java_script_enabled=scripts)
    if scripts:
        part(page, "begin").click()
    page.locator("#point-z2 input[value=much]").check()
    page.locator('[data-om="submit"]').click()
    part(page, "plan-for").filter(has_text="Wir prüfen jedes Jahr").click()
    expect(part(page, "new")).to_be_focused()
    expect(part(page, "new-point")).to_contain_text("Wir prüfen jedes Jahr")
    part(page, "new").fill("Im Januar zusammensetzen")
    page.locator("[name=do][value=add]").click()
    expect(measures(page)).to_contain_text("Wir prüfen jedes Jahr")
    # The next one is for no checkpoint.
    expect(page.locator('[data-om="new-point"]').last).to_be_hidden()
    part(page, "new").fill("Noch etwas")
    page.locator("[name=do][value=add]").click()
    expect(measures(page).last).not_to_contain_text("Wir prüfen jedes Jahr")


def test_sorting_keeps_the_own_order_for_later(open_page, address):
    page = plan(open_page, address)
    measures(page).nth(1).locator("[type=date]").fill("2027-01-01")
    part(page, "by").select_option("until")
    assert texts(page) == ["Anrufen", "Ziele aufschreiben"]
    expect(page.locator(".om-measure-move:visible")).to_have_count(0)
    part(page, "by").select_option("order")
    assert texts(page) == ["Ziele aufschreiben", "Anrufen"]


def test_rules_are_checked_while_the_plan_is_filled_in(open_page, address):
    page = plan(open_page, address)
    expect(part(page, "met")).to_be_visible()
    who = measures(page).first.locator('[data-om-member="who"]')
    who.fill("")
    expect(part(page, "met")).to_be_hidden()
    expect(part(page, "missing").locator("li")).to_have_count(1)
    who.fill("Chefin")
    expect(part(page, "met")).to_be_visible()


def test_nothing_is_sent_and_only_own_modules_are_loaded(open_page, address):
    page = open_page(address)
    loaded = len(page.requested)
    page.locator("#point-z1 input[value=much]").evaluate("radio => radio.click()")
    page.locator("#point-p1 input[value=much]").evaluate("radio => radio.click()")
    part(page, "begin").click()
    page.locator('[data-om="submit"]').click()
    page.locator(".om-result [name=s]:visible").first.click()
    part(page, "to-plan").click()
    part(page, "met").locator("button").click()
    part(page, "name").fill("Tischlerei Weber")
    page.locator('[data-om="declaration"] [data-om-go="plan"]').click()
    page.locator('[data-om="plan"] [data-om-go="handover"]').click()
    page.locator('[name="hname"]').fill("Eva")
    part(page, "preview").wait_for()
    origin = address.partition("/om/")[0]
    further = [url for url in page.requested[loaded:] if not url.startswith("blob:")]
    assert all(re.match(rf"{origin}/om/embed/1/\w+\.(js|css)\?v=", url) for url in further)
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_what_is_unticked_leaves_preview_and_draft_at_once(open_page, address):
    page = plan(open_page, address)
    page.locator('[data-om="plan"] [data-om-go="handover"]').click()
    expect(part(page, "preview")).to_contain_text("Anrufen")
    page.locator('[name="h"][value="plan"]').uncheck()
    expect(part(page, "preview")).not_to_contain_text("Anrufen")
    assert "Anrufen" not in unquote(part(page, "mail").get_attribute("href"))
    assert part(page, "mail").get_attribute("href").startswith("mailto:anna%40kammer.example?")
    with page.expect_download() as download:
        part(page, "file").click()
    assert "Anrufen" not in download.value.path().read_text("utf-8")


def test_what_is_unticked_stays_so_on_coming_back(open_page, address):
    page = plan(open_page, address)
    page.locator('[data-om="plan"] [data-om-go="handover"]').click()
    page.locator('[name="h"][value="plan"]').uncheck()
    page.locator('[name="hname"]').fill("Berta")
    page.locator('.om-handover [data-om-go="result"]').click()
    page.locator('.om-result [data-om-go="handover"]').click()
    expect(part(page, "preview")).to_contain_text("Berta")
    expect(part(page, "preview")).not_to_contain_text("Anrufen")


def test_file_is_made_on_the_device(open_page, address):
    page = plan(open_page, address)
    page.locator(".om-plan .om-along summary").click()
    with page.expect_download() as download:
        page.locator('.om-plan [data-om-format="csv"]').click()
    assert "Ziele aufschreiben" in download.value.path().read_text("utf-8")


def test_open_topics_of_a_result_lead_back_to_them(open_page, address):
    page = result(open_page, address)
    page.locator('.om-need:has-text("Geld") [data-om="to-topic"]').click()
    expect(page.locator("#topic-geld-title")).to_be_focused()


@SIZES
def test_every_state_is_accessible(open_page, address, viewport):
    page = result(open_page, address, viewport=viewport)
    page.locator(".om-result summary:visible").evaluate_all(
        "all => all.forEach(each => each.click())"
    )
    assert accessibility_violations(page) == []
    part(page, "to-plan").click()
    expect(part(page, "empty")).to_be_visible()
    assert accessibility_violations(page) == []
    page.locator('[data-om="suggested"] [name=s]').first.click()
    measures(page).first.locator("[type=checkbox]").check()
    page.locator(".om-plan .om-along summary").click()
    assert accessibility_violations(page) == []
    measures(page).first.locator("[value=remove]").click()
    assert accessibility_violations(page) == []
    part(page, "undo").click()
    page.locator('[data-om="plan"] [data-om-go="handover"]').click()
    part(page, "preview").wait_for()
    assert accessibility_violations(page) == []
    page.go_back()
    part(page, "met").locator("button").click()
    part(page, "name").wait_for()
    assert accessibility_violations(page) == []
    assert page.complaints == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with", "without"])
def test_nothing_is_cut_off_at_320_pixels(open_page, address, scripts):
    narrow = {"width": 320, "height": 640}
    page = plan(open_page, address, viewport=narrow, java_script_enabled=scripts)
    width = "document.documentElement.scrollWidth"
    part(page, "new").fill("Arbeitsschutzmanagementsystemverantwortliche" * 3)
    page.locator("[name=do][value=add]").click()
    expect(measures(page)).to_have_count(3)
    assert page.evaluate(width) == 320
    page.locator('[data-om="plan"] [data-om-go="handover"]').click()
    part(page, "preview").wait_for()
    assert page.evaluate(width) == 320


def test_targets_are_large_enough_for_a_finger(open_page, address):
    page = plan(open_page, address, viewport=PHONE)
    small = page.evaluate(
        """() => [...document.querySelectorAll(".om-plan :is(label, button, summary, select)")]
            .filter((each) => each.checkVisibility())
            .filter((each) => each.getBoundingClientRect().height < 44)
            .map((each) => each.outerHTML)"""
    )
    assert small == []


def test_enter_in_a_field_loses_nothing_without_scripts(open_page, address):
    page = plan(open_page, address, java_script_enabled=False)
    who = measures(page).first.locator('[data-om-member="who"]')
    who.fill("Chefin")
    who.press("Enter")
    assert texts(page) == ["Ziele aufschreiben", "Anrufen"]
    expect(measures(page).first.locator('[data-om-member="who"]')).to_have_value("Chefin")


def test_paper_has_texts_in_the_place_of_fields(open_page, address):
    page = plan(open_page, address)
    long = "Mit allen reden und dann entscheiden, was zuerst kommt. " * 8
    measures(page).first.locator('[data-om-member="text"]').fill(long)
    page.emulate_media(media="print")
    field = measures(page).first.locator('[data-om-member="text"]')
    expect(field).to_be_hidden()
    twin = field.locator("xpath=..")
    assert (
        twin.get_attribute("data-value") == long.strip() or twin.get_attribute("data-value") == long
    )
    expect(page.locator(".om-plan button:visible")).to_have_count(0)
