"""The operators' desk in a real browser: by keyboard alone, wide and on a phone."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from omwagtail.harvest.models import Decision, JoinRequest, Source
from tests.browser import PHONE, WIDE, accessibility_violations
from tests.content.admin_in_browser import logged_in
from tests.documents import factories
from tests.harvest.conftest import item_of, read, visible
from tests.harvest.desk import DECISIONS, HEALTH, ITEMS, REQUESTS, RUNS, SOURCES
from tests.harvest.test_intake import OTHER_LICENCE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_STEPS = 80


@pytest.fixture
def desk(live_server, open_page, transactional_db):
    """`desk(path)`: a page of the admin, with an operator logged in."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("operator", "", "secret"))
    options = logged_in(client, live_server) | {"locale": "en"}

    def desk(path, **more):
        return open_page(live_server.url + path, **options, **more)

    return desk


def tab_to(page, element: str) -> None:
    """Go on by the tabulator key until the element has the focus."""
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("element => document.activeElement.matches(element)", element):
            return
    raise AssertionError(f"The keyboard does not lead to {element}.")


def press_enter(page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_source_is_approved_by_keyboard(desk, publisher):
    publisher.publish(title="Ein Beispiel")
    page = desk(f"{SOURCES}create/")
    tab_to(page, "#id_address")
    page.keyboard.type(publisher.origin)
    press_enter(page)
    assert page.get_by_text(factories.KEY.kid).is_visible()
    assert page.get_by_role("link", name="Ein Beispiel").is_visible()
    tab_to(page, "[name=trust]")
    page.keyboard.press("ArrowDown")
    tab_to(page, ".om-desk button[type=submit]")
    press_enter(page)
    source = Source.objects.get()
    assert (source.state, source.trust) == ("active", "automatic")


def test_a_difference_is_read_and_the_version_accepted_by_keyboard(desk, publisher, source):
    publisher.publish(rev=1, title="Alter Titel")
    read(source)
    publisher.publish(rev=2, title="Neuer Titel", licence=OTHER_LICENCE)
    read(source)
    page = desk(ITEMS)
    tab_to(page, ".field-name a")
    press_enter(page)
    difference = page.locator(".om-difference").first
    assert difference.locator("del").inner_text().endswith("]")
    assert "Alter" in difference.locator("del").inner_text()
    assert "Neuer" in difference.locator("ins").inner_text()
    assert "underline" in style_of(difference.locator("ins"))
    assert "line-through" in style_of(difference.locator("del"))
    assert page.get_by_text("The licence changes from").is_visible()
    tab_to(page, "form[action*='/accept/'] button")
    press_enter(page)
    assert visible(publisher) == {"Neuer Titel"}


def style_of(element) -> str:
    return element.evaluate("element => getComputedStyle(element).textDecorationLine")


def test_documents_are_ticked_and_rejected_with_a_reason_by_keyboard(desk, publisher, reviewed):
    for name in "ab":
        publisher.publish(name, title=name, rev=7)
    read(reviewed)
    page = desk(ITEMS)
    tab_to(page, "[name=item]")
    page.keyboard.press("Space")
    tab_to(page, "#om-reason")
    page.keyboard.type("Werbung")
    tab_to(page, "[formaction*='reject-selected']")
    press_enter(page)
    assert [one.reason for one in Decision.objects.all()] == ["Werbung"]
    assert sorted(item_of(publisher, name).state for name in "ab") == ["pending", "rejected"]


def test_one_document_is_rejected_by_keyboard(desk, publisher, reviewed):
    publisher.publish(rev=7)
    read(reviewed)
    page = desk(f"{ITEMS}inspect/{item_of(publisher).pk}/")
    tab_to(page, "#om-reason")
    page.keyboard.type("Werbung")
    press_enter(page)
    assert item_of(publisher).state == "rejected"


@pytest.fixture
def busy(publisher, source) -> list[str]:
    """A desk with something on every page; the addresses of all pages."""
    publisher.publish("a", rev=1, title="Alt", contacts=[{"name": "E", "email": "e@hwk.example"}])
    publisher.publish("bad", title="")
    read(source)
    publisher.publish("a", rev=2, title="Neu" * 40, licence=OTHER_LICENCE)
    Source.objects.update(trust="review")
    for number in range(12):
        publisher.publish(str(number), rev=3, title=f"Nummer {number} mit einem langen Titel")
    read(source)
    for number in range(60):
        Source.objects.create(
            origin=f"https://kammer-{number}.example",
            name=f"Handwerkskammer für den Bezirk {number}",
            state=("active", "paused", "stopped", "blocked", "proposed")[number % 5],
            last_error="The name hwk.example cannot be resolved." if number % 4 == 0 else "",
        )
    JoinRequest.objects.create(origin="https://asking.example")
    item = item_of(publisher)
    Decision.objects.create(item=item, key=item.key, origin=item.origin, rev=1, kind="reported")
    pages = ("inspect", "edit", "block", "delete", "accept-all", "parked")
    return [
        *(SOURCES, ITEMS, REQUESTS, HEALTH, DECISIONS, RUNS),
        *(f"{SOURCES}create/", f"{ITEMS}?type=check", f"{HEALTH}?status=failing"),
        *(f"{SOURCES}{page}/{source.pk}/" for page in pages),
        *(f"{ITEMS}{page}/{item.pk}/" for page in ("inspect", "report")),
    ]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_everyone_can_use_every_page(desk, live_server, busy, size):
    page = desk("/admin/", viewport=size)
    for address in busy:
        page.goto(live_server.url + address)
        assert accessibility_violations(page) == [], address
        sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(sideways) <= 0, address


def test_everyone_can_use_what_a_post_shows(desk, publisher, live_server, busy):
    page = desk(f"{SOURCES}create/")
    page.get_by_label("Address").fill(publisher.origin)
    page.get_by_role("button", name="Look it up").click()
    page.get_by_role("button", name="Approve this source").wait_for()
    assert accessibility_violations(page) == []
    page.goto(f"{live_server.url}{ITEMS}report/{item_of(publisher).pk}/")
    page.get_by_label("What is wrong").fill("Bitte löschen")
    page.get_by_role("button", name="Make the draft").click()
    page.get_by_label("Text to copy").wait_for()
    assert accessibility_violations(page) == []
