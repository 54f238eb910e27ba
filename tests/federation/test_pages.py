"""The example sites' own pages in a browser: usable by all, under a strict policy."""

import pytest

from tests.browser import PHONE, WIDE, accessibility_violations
from tests.federation.running import Demo

pytestmark = [pytest.mark.federation, pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("site", ["hub", "chamber", "office", "foreign"])
def test_a_front_page_fits_breaks_no_policy_and_asks_no_other_host(
    demo: Demo, open_page, site: str, viewport: dict
) -> None:
    page = open_page(f"{demo.origin(site)}/", viewport=viewport)
    page.wait_for_load_state("networkidle")
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert all(url.startswith("http://127.0.0.1:") for url in page.requested)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("site", ["hub", "chamber", "office", "foreign"])
def test_axe_finds_nothing_on_a_front_page(
    demo: Demo, open_page, site: str, viewport: dict
) -> None:
    page = open_page(f"{demo.origin(site)}/", viewport=viewport)
    assert accessibility_violations(page) == []


def test_a_check_on_a_chambers_own_server_asks_no_other(demo: Demo, open_page) -> None:
    own = demo.origin("foreign")
    line = open_page(f"{own}/").locator("#eigener-server iframe")
    page = open_page(own + line.get_attribute("src"))
    page.locator("[data-om=begin]").click()
    page.get_by_role("radio").first.check()
    page.wait_for_load_state("networkidle")
    # A browser asks for an icon, which this server does not have.
    assert [text for text in page.complaints if "404" not in text] == []
    assert all(url.startswith(f"{own}/praxis/") for url in page.requested)
