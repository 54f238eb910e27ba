"""Frames in a real browser, on a page of another origin."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import PHONE, WIDE, accessibility_violations
from tests.catalogue.factories import make_item
from tests.runner.definitions import body

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def frame_address(live_server):
    item = make_item("check", title="Betriebs-Check", body=body())
    path = reverse("omwagtail_embed_check", args=[item.key])
    return f"{live_server.url}{path}#topic-ziele"


@pytest.fixture
def open_framed(open_page, foreign_site, frame_address):
    """A foreign page with the check in a frame; `attributes` are the frame's."""

    def open_framed(attributes="", **options):
        page = open_page(
            foreign_site(
                '<!doctype html><html lang=de><link rel=icon href="data:,"><title>Kammer</title>'
                "<script>window.heights = []; addEventListener('message', (event) =>"
                " heights.push([event.data, event.origin]));</script>"
                f'<iframe title="Check" src="{frame_address}" width="600" height="700"'
                f" {attributes}></iframe>"
            ),
            **options,
        )
        return page, page.frame_locator("iframe")

    return open_framed


@pytest.mark.parametrize(
    "attributes", ["", 'sandbox="allow-scripts"'], ids=["plain", "sandboxed as by WordPress"]
)
def test_check_is_filled_in_within_the_frame_by_keyboard(open_framed, attributes):
    page, frame = open_framed(attributes)
    expect(frame.locator('[data-om="place"]')).to_be_visible()
    frame.locator("#point-z1 input").first.focus()
    page.keyboard.press("3")
    for _ in range(5):
        page.keyboard.press("Enter")
    frame.locator('[data-om="submit"]').click()
    expect(frame.locator(".om-rated")).to_contain_text("Ziele aufschreiben")
    assert page.complaints == []


def test_check_is_filled_in_within_the_frame_without_scripts(open_framed):
    page, frame = open_framed(java_script_enabled=False)
    frame.locator("#point-z1 input[value=much]").check()
    frame.locator('[data-om="submit"]').click()
    expect(frame.locator(".om-rated")).to_contain_text("Ziele aufschreiben")
    assert page.context.cookies() == []


def test_frame_asks_its_own_host_alone_and_sets_no_cookie(
    open_framed, foreign_site, frame_address, live_server
):
    page, frame = open_framed()
    expect(frame.locator('[data-om="place"]')).to_be_visible()
    foreign = [url for url in page.requested if not url.startswith(live_server.url)]
    assert [url.rpartition("/")[2] for url in foreign] == ["index.html"]
    assert page.context.cookies() == []


def test_frame_loads_one_page_one_style_and_one_module(open_framed, live_server):
    page, frame = open_framed()
    expect(frame.locator('[data-om="place"]')).to_be_visible()
    own = [url.removeprefix(live_server.url) for url in page.requested if live_server.url in url]
    names = sorted(url.partition("?")[0].rpartition("/")[2] for url in own)
    assert names == ["", "check.css", "check.js"]


def test_frame_tells_how_high_it_is(open_framed, live_server):
    page, frame = open_framed()
    expect(frame.locator('[data-om="place"]')).to_be_visible()
    page.wait_for_function("heights.length > 0")
    message, origin = page.evaluate("heights.at(-1)")
    assert origin == live_server.url
    assert message == {"om": "height", "height": message["height"]}
    assert message["height"] == frame.locator("body").evaluate(
        "body => Math.ceil(body.getBoundingClientRect().height)"
    )


def test_frame_tells_when_its_height_changes(open_framed):
    page, frame = open_framed()
    page.wait_for_function("heights.length > 0")
    before = page.evaluate("heights.at(-1)[0].height")
    frame.locator("#point-z1 summary").first.click()
    page.wait_for_function("before => heights.at(-1)[0].height > before", arg=before)


def test_pages_of_the_site_refuse_to_be_framed(open_page, foreign_site, live_server):
    item = make_item("check", title="Betriebs-Check", body=body())
    address = live_server.url + reverse("omwagtail_check", args=[item.key])
    page = open_page("about:blank")
    framing = foreign_site(f'<!doctype html><iframe src="{address}"></iframe>')
    with page.expect_console_message(lambda message: "X-Frame-Options" in message.text):
        page.goto(framing)


def test_every_frame_tells_how_high_it_is(open_page, foreign_site, live_server):
    make_item()
    address = live_server.url + reverse("omwagtail_embed_list")
    page = open_page(
        foreign_site(
            "<!doctype html><script>addEventListener('message', (event) =>"
            f" window.told = event.data);</script><iframe src='{address}'></iframe>"
        )
    )
    page.wait_for_function("window.told?.om === 'height' && told.height > 0")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_frames_are_accessible(open_page, frame_address, live_server, viewport):
    page = open_page(frame_address, viewport=viewport)
    expect(page.locator('[data-om="place"]')).to_be_visible()
    assert accessibility_violations(page) == []
    page = open_page(live_server.url + reverse("omwagtail_embed_list"), viewport=viewport)
    assert accessibility_violations(page) == []
    assert page.complaints == []


def test_list_fits_into_320_pixels(open_page, live_server):
    make_item(title="Fachkräftesicherungsgemeinschaft", summary="Text " * 40)
    page = open_page(
        live_server.url + reverse("omwagtail_embed_list"), viewport={"width": 320, "height": 600}
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 320
