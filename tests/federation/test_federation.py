"""From a partner's editor to the hub and to a foreign page, through the real processes."""

import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.federation.running import ROOT, Demo, eventually, read_json

pytestmark = [pytest.mark.federation, pytest.mark.slow]

TITLE = "Ausbildung im Verbund: drei Betriebe, ein Azubi"
EXAMPLES = "/praxisbeispiele/?topic=skilled-labour"
# Of a machine that has other work besides; what is waited for usually takes a second.
PATIENCE = 30_000


@pytest.mark.browser
def test_what_an_editor_publishes_stands_in_the_hub_and_goes_when_unpublished(
    demo: Demo, open_page
) -> None:
    admin = log_in(open_page, f"{demo.origin('chamber')}/admin/", "kammer")
    hub = open_page(demo.origin("hub") + EXAMPLES)
    assert TITLE not in hub.content()

    publish_example(admin)
    eventually(lambda: TITLE in titles_in_api(demo))
    hub.reload()
    hub.get_by_role("link", name=TITLE).click()
    expect(hub.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(hub.get_by_text("Handwerkskammer Elbtal").first).to_be_visible()

    unpublish(admin)
    eventually(lambda: TITLE not in titles_in_api(demo))
    assert hub.reload().status == 404
    hub.goto(demo.origin("hub") + EXAMPLES)
    assert TITLE not in hub.content()


@pytest.mark.browser
def test_the_check_on_the_foreign_page_is_filled_in_by_keyboard_alone(
    demo: Demo, open_page
) -> None:
    page = open_page(f"{demo.origin('foreign')}/")
    frame = frame_of_check(page)
    expect(frame.locator("[data-om-check].om-check-guided")).to_be_visible(timeout=PATIENCE)
    questions = frame.locator("fieldset[data-om-point]").count()
    assert questions == 25

    tab_to_the_beginning(page, frame)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    for number in range(questions):
        page.keyboard.press("3" if number % 2 else "1")
        page.keyboard.press("Enter")
        if focused(frame) == "h2":
            page.keyboard.press("Enter")

    assert focused(frame) == "h1"
    result = frame.locator("[data-om=view]")
    expect(result).to_be_visible()
    expect(result).to_contain_text("25")
    expect(result.locator("[data-om=urgent] li").first).to_be_visible()
    assert page.complaints == []


def test_what_a_partner_publishes_verifies_without_this_package(demo: Demo) -> None:
    script = ROOT / "docs" / "how-to" / "verify_document.py"
    process = subprocess.run(
        [sys.executable, script, demo.origin("chamber")], capture_output=True, text=True, cwd="/"
    )
    assert process.returncode == 0, process.stderr
    assert re.fullmatch(r"[0-9a-f]{32} is genuine.\n", process.stdout)


def test_the_hub_shows_what_all_publish_and_says_whose_it_is(demo: Demo) -> None:
    items = read_json(f"{demo.origin('hub')}/om/api/v1/items/?limit=100")["results"]
    origins = {item["document"]["origin"] for item in items}
    assert origins == {demo.origin(site) for site in ("hub", "chamber", "office")}


def log_in(open_page, address: str, username: str) -> Page:
    page = open_page(address)
    page.set_default_timeout(PATIENCE)
    page.fill("[name=username]", username)
    page.fill("[name=password]", "praxis")
    page.keyboard.press("Enter")
    page.wait_for_url(address)
    return page


def publish_example(admin: Page) -> None:
    """As an editor does it: go to the practice examples, add one, publish."""
    go(admin, "/admin/pages/")
    folder = admin.get_by_role("link", name="Praxisbeispiele", exact=True).get_attribute("href")
    go(admin, folder.replace("edit/", "add_subpage/"))
    admin.locator("a[href*=practiceexamplepage]").first.click()
    admin.locator("a[href*='start=short']").click()
    admin.fill("[name=title]", TITLE)
    admin.fill("[name=summary]", "Drei kleine Betriebe bilden gemeinsam aus.")
    admin.locator("input[value=skilled-labour]").check()
    admin.locator("footer .w-dropdown__toggle").click()
    admin.locator("button[name=action-publish]").click()
    expect(admin.locator(".messages")).to_contain_text(TITLE)


def unpublish(admin: Page) -> None:
    """From the list into the page, to "unpublish" in its menu, with a question in between."""
    admin.get_by_role("link", name=TITLE, exact=True).click()
    admin.wait_for_url("**/edit/")
    page_id = re.search(r"/pages/(\d+)/edit/", admin.url)[1]
    unpublish_link = admin.locator(f"a[href*='/pages/{page_id}/unpublish/']").first
    go(admin, unpublish_link.get_attribute("href"))
    admin.locator("form[action*='/unpublish/'] [type=submit]").click()
    expect(admin.locator(".messages")).to_contain_text(TITLE)


def go(page: Page, path: str) -> None:
    parts = urlsplit(page.url)
    page.goto(f"{parts.scheme}://{parts.netloc}{path}")


def titles_in_api(demo: Demo) -> list[str]:
    answer = read_json(f"{demo.origin('hub')}/om/api/v1/practice-examples/?limit=100")
    return [result["document"]["title"] for result in answer["results"]]


def frame_of_check(page: Page) -> Frame:
    """The frame, when its document is there."""
    page.set_default_timeout(PATIENCE)
    return page.wait_for_selector("om-embed:not([click-to-load]) iframe").content_frame()


def focused(frame: Frame) -> str:
    """The kind of element that has the focus: `input`, `h2` …"""
    return frame.evaluate("document.activeElement.localName")


def tab_to_the_beginning(page: Page, frame: Frame) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if frame.evaluate("document.activeElement.dataset.om") == "begin":
            return
    raise AssertionError("The tabulator key does not lead into the check.")
