"""A new edition comes out while somebody fills in a check, in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from omwagtail.catalogue.editions import edition_name
from tests.browser import PHONE, WIDE, accessibility_violations
from tests.catalogue.factories import edit_item, make_item
from tests.runner.definitions import many_topics
from tests.runner.test_editions_filled_in import FIRST, SECOND, asking, second

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def check():
    return make_item("check", title="Betriebs-Check", body=asking(FIRST, 1))


@pytest.fixture
def address(live_server, check):
    return live_server.url + reverse("omwagtail_check", args=[check.key])


def part(page, name):
    return page.locator(f'[data-om="{name}"]')


def chosen(page):
    return dict(
        page.locator("fieldset input:checked").evaluate_all(
            "inputs => inputs.map(each => [each.closest('fieldset').dataset.omPoint, each.value])"
        )
    )


def answer(page, **answers):
    for checkpoint, level in answers.items():
        page.locator(f"#point-{checkpoint} input[value={level}]").check()


def see_the_difference(page):
    expect(part(page, "change-over")).to_be_visible()
    part(page, "newer").locator("summary").click()
    expect(part(page, "newer").locator(".om-changes-new")).to_contain_text("Kundschaft")
    expect(part(page, "lost")).to_contain_text("auf Kurs")


def test_without_scripts_the_edition_stays_until_the_new_one_is_chosen(open_page, address, check):
    page = open_page(f"{address}#topic-ziele", java_script_enabled=False)
    answer(page, z1="much", z2="some", g1="none")
    edit_item(check, body=second())

    part(page, "submit").click()
    expect(page.locator(".om-result")).to_contain_text(FIRST)
    see_the_difference(page)
    part(page, "change-over-now").click()

    expect(page.locator("#point-z1")).to_contain_text(SECOND)
    assert chosen(page) == {"z1": "much", "g1": "none"}
    expect(page.locator("#point-z3 .om-point-change")).to_be_visible()
    expect(page.locator("#point-g1 .om-point-change")).to_have_count(0)


def test_on_the_device_an_earlier_edition_is_changed_over_without_sending_anything(
    open_page, address, check
):
    began = edition_name(check.data)[1]
    edit_item(check, body=second())
    page = open_page(f"{address}?fingerprint={began}#topic-ziele")
    answer(page, z1="much", z2="some")
    part(page, "next").click()
    answer(page, g1="none")
    part(page, "submit").click()
    expect(page.locator(".om-result")).to_contain_text(FIRST)
    see_the_difference(page)
    asked = len(page.requested)

    part(page, "change-over-now").click()

    expect(part(page, "change-over")).to_be_focused()
    assert chosen(page) == {"z1": "much", "g1": "none"}
    # Modules and styles that come meanwhile tell nobody anything.
    sent = [each for each in page.requested[asked:] if "/om/embed/1/" not in each]
    assert sent == [f"{address}?since={began}"]
    page.locator('a[href="#point-z3"]').click()
    expect(page.locator("#point-z3")).to_be_visible()
    part(page, "submit").click()
    expect(page.locator(".om-result")).to_contain_text(SECOND)
    # A browser looks for a picture of the site by itself.
    assert [each for each in page.complaints if "404" not in each] == []


def test_the_way_back_after_changing_over_still_leads_through_the_steps(open_page, address, check):
    began = edition_name(check.data)[1]
    edit_item(check, body=second())
    page = open_page(f"{address}?fingerprint={began}#topic-ziele")
    answer(page, z1="much")
    part(page, "change-over-now").click()
    expect(part(page, "change-over")).to_be_focused()
    part(page, "next").click()
    expect(page.locator("#topic-geld-title")).to_be_focused()
    page.go_back()
    expect(page.locator("#topic-ziele-title")).to_be_visible()
    assert chosen(page) == {"z1": "much"}


def test_the_way_back_leads_to_the_first_page_where_the_new_edition_has_no_such_topic(
    open_page, live_server
):
    check = make_item("check", title="Betriebs-Check", body=many_topics())
    address = live_server.url + reverse("omwagtail_check", args=[check.key])
    began = edition_name(check.data)[1]
    edit_item(check, body=second())
    page = open_page(f"{address}?fingerprint={began}#topic-x2")
    answer(page, x2p="much")
    part(page, "change-over-now").click()
    expect(part(page, "change-over")).to_be_focused()
    page.go_back()
    expect(part(page, "begin")).to_be_visible()


def test_what_is_kept_goes_on_being_kept_after_changing_over(open_page, address, check):
    began = edition_name(check.data)[1]
    edit_item(check, body=second())
    page = open_page(f"{address}?fingerprint={began}#topic-ziele")
    answer(page, z1="much")
    part(page, "keep-save").click()
    expect(part(page, "keep-delete")).to_be_visible()
    part(page, "change-over-now").click()
    expect(part(page, "change-over")).to_be_focused()
    expect(part(page, "keep-delete")).to_be_visible()
    answer(page, z3="some")
    page.wait_for_function(
        "JSON.parse(Object.values(localStorage)[0]).answers.z3 === 'some'"
        " && JSON.parse(Object.values(localStorage)[0]).answers.z1 === 'much'"
    )
    # Another time the edition that was changed over to is there at once.
    page.goto(address)
    expect(part(page, "start-kept")).to_be_visible()
    assert chosen(page) == {"z1": "much", "z3": "some"}


def test_a_page_that_cannot_be_loaded_leaves_everything_as_it_is(open_page, address, check):
    began = edition_name(check.data)[1]
    edit_item(check, body=second())
    page = open_page(f"{address}?fingerprint={began}#topic-ziele")
    answer(page, z1="much")
    expect(part(page, "newer")).to_be_visible()
    page.route("**/*since=*", lambda route: route.abort())
    part(page, "change-over-now").click()
    expect(part(page, "not-loaded")).to_be_visible()
    assert chosen(page) == {"z1": "much"}


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_notices_and_the_page_of_changes_are_accessible(open_page, address, check, viewport):
    began = edition_name(check.data)[1]
    edit_item(check, body=second())
    page = open_page(f"{address}?fingerprint={began}#topic-ziele", viewport=viewport)
    part(page, "newer").locator("summary").click()
    answer(page, z2="some")
    assert accessibility_violations(page) == []
    part(page, "change-over-now").click()
    expect(part(page, "change-over")).to_be_focused()
    assert accessibility_violations(page) == []
    page.goto(f"{address}changes/?from={began}")
    assert accessibility_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
