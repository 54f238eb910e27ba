"""Every page as a browser shows it: to all readers, on phones and paper, under a strict policy."""

from urllib.parse import urlsplit

import pytest

from tests.browser import PHONE, WIDE, accessibility_violations
from tests.catalogue.factories import OWN_ORIGIN
from tests.documents import factories
from tests.rendering.samples import (
    TYPES,
    foreign_item,
    own_item,
    stored_picture,
    without_pictures,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.rendering.urls"),
]

LONG_WORD = "Fachkräftesicherungsnetzwerkgründungsberatungsstelle"


HOSTILE = f"<b>\u202e\u05e2\u05d1\u05e8\u05d9\u05ea \U0001f600 {LONG_WORD * 200}"


def hostile_body() -> dict:
    """Texts that are too long, run the other way, and skip levels of headings."""
    html = f"<h4>{LONG_WORD * 4}</h4><p>https://{'x' * 200}.example/</p><h3>Danach</h3>"
    sections = [{"html": html}, *({"heading": HOSTILE[:300], "html": html} for _ in range(8))]
    return {
        "sections": sections,
        "facts": [{"label": LONG_WORD * 3, "value": -5, "unit": LONG_WORD}],
        "milestones": [{"date": "2005-06", "text": HOSTILE[:900]}],
        "lessons": [HOSTILE[:900]],
    }


def many_members() -> list[dict]:
    types = ("enterprise", "school", "guild", "municipality")
    return [
        {"organisation": {"name": f"{LONG_WORD} {number}"}, "type": types[number % 4]}
        for number in range(40)
    ]


@pytest.fixture
def site(live_server) -> str:
    return live_server.url


@pytest.fixture
def pages(site) -> dict[str, str]:
    """Name to address of a page of each template: own, foreign, quoted and half-empty."""
    _, image = stored_picture(origin=OWN_ORIGIN)
    found = {"directory": f"{site}/directory/"}
    for type in TYPES:
        body = without_pictures(factories.RICH[type]()["body"])
        own = own_item(type, title=f"{LONG_WORD}: {type}", images=[image], body=body)
        foreign = foreign_item(type)
        found[f"own {type}"] = f"{site}/directory/{own.key}/"
        found[f"foreign {type}"] = f"{site}/directory/{foreign.key}/"
        found[f"draft {type}"] = f"{site}/draft/{type}/"
    hostile = foreign_item(
        id=factories.document_id("hostile"),
        title=HOSTILE[:1000],
        summary=HOSTILE[:1000],
        body=hostile_body(),
    )
    found["hostile"] = f"{site}/directory/{hostile.key}/"
    body = factories.rich_network()["body"] | {"members": many_members()}
    large = foreign_item("network", id=factories.document_id("large"), body=body)
    found["large network"] = f"{site}/directory/{large.key}/"
    quoted = foreign_item("network", id=factories.document_id("quoted"), reuse="excerpt")
    found["excerpt"] = f"{site}/directory/{quoted.key}/"
    return found


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_no_violation(pages, open_page, viewport):
    page = open_page("about:blank", viewport=viewport)
    violations = {}
    for name, url in pages.items():
        page.goto(url)
        if found := accessibility_violations(page):
            violations[name] = found

    assert violations == {}


def test_nothing_breaks_under_a_strict_policy_and_no_other_host_is_asked(pages, open_page):
    page = open_page("about:blank")
    for url in pages.values():
        page.goto(url)

    assert page.complaints == []
    hosts = {urlsplit(url).netloc for url in page.requested if url != "about:blank"}
    assert hosts == {urlsplit(pages["directory"]).netloc}


def test_no_page_is_wider_than_the_narrowest_screen(pages, open_page):
    page = open_page("about:blank", viewport={"width": 320, "height": 640})
    too_wide = {}
    for name, url in pages.items():
        page.goto(url)
        excess = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if excess > 0:
            too_wide[name] = excess

    assert too_wide == {}


def test_the_pictures_of_an_own_document_are_shown(pages, open_page):
    page = open_page(pages["own network"])

    assert page.get_by_role("img").first.evaluate("image => image.naturalWidth") == 1200


def test_the_keyboard_reaches_the_content_first(pages, open_page):
    page = open_page(pages["own network"])

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "om-skip"
    assert page.locator(".om-skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "om-content"


def test_the_table_of_members_stays_a_table_when_it_becomes_cards(pages, open_page):
    page = open_page(pages["own network"], viewport=PHONE)

    cell = page.get_by_role("cell").first
    assert cell.evaluate("cell => getComputedStyle(cell).display") == "block"
    assert page.get_by_role("columnheader").count() == 4
    assert page.get_by_role("rowheader").count() == 1


def test_the_filters_work_without_javascript(pages, open_page):
    page = open_page(pages["directory"], java_script_enabled=False)

    page.get_by_label("Region").select_option("DED")
    page.locator(".om-filters button").click()

    assert urlsplit(page.url).query == "q=&type=check&region=DED"


def test_on_paper_addresses_are_written_out_and_controls_are_gone(pages, open_page):
    page = open_page(pages["own practice-example"])
    page.emulate_media(media="print")

    after = page.locator(".om-prose a").evaluate("link => getComputedStyle(link, 'after').content")
    assert "https://impro.example/" in after
    assert not page.locator(".om-shell__header").is_visible()


def test_many_members_open_by_keyboard_and_are_all_on_paper(pages, open_page):
    page = open_page(pages["large network"])
    group = page.locator(".om-group").first
    assert not group.get_by_role("table").is_visible()

    group.locator("summary").focus()
    page.keyboard.press("Enter")
    assert group.get_by_role("table").is_visible()

    page.emulate_media(media="print")
    shown = page.locator(".om-group .om-table").evaluate_all(
        "tables => tables.map(table => table.checkVisibility({contentVisibilityAuto: true}))"
    )
    assert shown == [True] * 4


def test_the_contents_stay_beside_the_text(pages, open_page):
    page = open_page(pages["hostile"])
    contents = page.locator(".om-contents")
    contents.get_by_role("link").nth(3).click()

    assert page.evaluate("location.hash") == "#section-5"
    assert 0 <= page.locator("#section-5").bounding_box()["y"] < 100
    assert 0 <= contents.bounding_box()["y"] < 100
    assert contents.bounding_box()["x"] > page.locator("#section-5 h2").bounding_box()["x"]


def test_in_forced_colours_buttons_and_funding_keep_their_edges(pages, open_page):
    page = open_page(pages["own network"], forced_colors="active")

    button = page.locator(".om-button").first
    assert button.evaluate("button => getComputedStyle(button).borderTopStyle") == "solid"
    share = page.locator(".om-share").first
    assert share.evaluate("share => getComputedStyle(share).stroke") != "none"
