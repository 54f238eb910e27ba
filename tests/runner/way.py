"""The whole way through a check in a browser, as a visitor goes it: a stop at each view."""

from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect


def part(page: Page | Locator, name: str) -> Locator:
    return page.locator(f'[data-om="{name}"]')


def walk(page: Page) -> Iterator[str]:
    """The names of the views, each when it is shown: the first page, a topic, all that follow.

    Each topic's checkpoints are answered, and two measures get into the plan.
    """
    expect(page.locator(".om-check-guided")).to_be_attached()
    if part(page, "begin").is_visible():
        yield "start"
        part(page, "begin").click()
    yield "topic"
    while answer_topic(page):
        part(page, "next").click()
    part(page, "submit").click()
    expect(part(page, "topics-part")).to_be_visible()
    part(page, "take").first.click()
    yield "result"
    lead_on(page, "plan")
    part(page, "new").fill("Mit der Steuerberaterin sprechen")
    page.locator('[data-om="plan"] [name=do][value=add]').click()
    expect(part(page, "planned").locator(":scope > li")).to_have_count(2)
    yield "plan"


def answer_topic(page: Page) -> bool:
    """Answer the checkpoints that are shown; returns whether there is another topic."""
    for checkpoint in page.locator("fieldset:has(* [name^=a-]):visible").all():
        checkpoint.locator("[name^=a-]").nth(2).check(force=True)
    return part(page, "next").is_visible()


def lead_on(page: Page, name: str) -> None:
    """Follow what leads to another view, and see that it has come."""
    before = part(page, "view").locator("h1").inner_text()
    page.locator(f'[data-om-go="{name}"]:visible').first.click()
    expect(part(page, "view").locator("h1")).not_to_have_text(before)
