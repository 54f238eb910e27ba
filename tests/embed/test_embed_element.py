"""<om-embed> in a real browser, on a page of another site."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import accessibility_violations
from tests.catalogue.factories import make_item
from tests.embed.foreign import element, foreign_page, german
from tests.runner.definitions import body, many_topics

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def check(live_server):
    item = make_item("check", title="Betriebs-Check", body=body())
    path = reverse("omwagtail_embed_check", args=[item.key])
    return f"{live_server.url}{path}#topic-ziele"


@pytest.fixture
def open_embed(open_page, foreign_site, live_server, check):
    """`open_embed('min-height="900"', **options)`: a foreign page with the check in it."""

    def open_embed(attributes="", *, more="", policy="", lang="de", **options):
        lines = element("om-embed", live_server.url, f'src="{check}" {attributes}', "Zum Check")
        return open_page(
            foreign_site(foreign_page(lines + more, policy=policy, lang=lang)), **options
        )

    return open_embed


def frame(page):
    return page.locator("om-embed iframe")


def link(page):
    return page.locator("om-embed > a")


def height(page) -> int:
    return round(frame(page).evaluate("frame => frame.getBoundingClientRect().height"))


def content_height(page) -> int:
    inside = page.frame_locator("om-embed iframe").locator("body")
    return inside.evaluate("body => Math.ceil(body.getBoundingClientRect().height)")


def test_the_frame_is_as_high_as_what_it_shows(open_embed):
    page = open_embed()
    expect(link(page)).to_be_hidden()
    before = height(page)
    assert before == content_height(page)
    page.frame_locator("om-embed iframe").locator("#point-z1 summary").first.click()
    page.wait_for_function(
        "before => document.querySelector('om-embed').shadowRoot.querySelector('iframe')"
        ".clientHeight > before",
        arg=before,
    )
    assert height(page) == content_height(page)
    assert page.complaints == []


def test_below_the_window_it_is_as_high_as_what_it_begins_with(
    open_page, foreign_site, live_server
):
    """Not as all topics, of which a check shows one after the other."""
    item = make_item("check", title="Betriebs-Check", body=many_topics())
    src = live_server.url + reverse("omwagtail_embed_check", args=[item.key])
    lines = element("om-embed", live_server.url, f'src="{src}"', "Zum Check")
    before = '<p style="height: 1500px">Darüber.</p>'
    page = open_page(foreign_site(foreign_page(before + lines)))
    expect(link(page)).to_be_hidden()
    expect(page.frame_locator("om-embed iframe").locator("[data-om=begin]")).to_be_visible()
    assert page.evaluate("scrollY") == 0
    assert height(page) == content_height(page)


def test_the_frame_is_called_as_the_link_or_as_its_title_says(open_embed):
    expect(frame(open_embed())).to_have_attribute("title", "Zum Check")
    expect(frame(open_embed('title="Betriebs-Check"'))).to_have_attribute("title", "Betriebs-Check")


def test_others_cannot_say_how_high_it_is(open_embed, live_server, foreign_site, check):
    # A second frame of the same site, and the page itself.
    page = open_embed(more=f'<iframe id="other" src="{live_server.url}/om/embed/1/list/"></iframe>')
    expect(link(page)).to_be_hidden()
    told = height(page)
    page.evaluate(
        """() => addEventListener("message", ({ source, data }) => {
            window.lied ||= data.height === 9999 && source !== window;
            window.heard ||= source === document.getElementById("other").contentWindow;
        })"""
    )
    page.evaluate("postMessage({om: 'height', height: 9999}, '*')")
    page.locator("#other").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('other').width = 100")
    page.wait_for_function("window.heard")
    assert height(page) == told
    # Another site in the very frame.
    lie = foreign_site("<script>parent.postMessage({om: 'height', height: 9999}, '*')</script>")
    frame(page).evaluate("(frame, address) => { frame.src = address; }", lie)
    page.wait_for_function("window.lied")
    assert height(page) == told


@pytest.mark.parametrize("words", ["'12px;display:none'", "'viel'", "null", "-5", "{}"])
def test_only_a_height_is_one(open_embed, words):
    page = open_embed()
    expect(link(page)).to_be_hidden()
    told = height(page)
    inside = page.frame_locator("om-embed iframe").locator("body")
    inside.evaluate(f"() => parent.postMessage({{om: 'height', height: {words}}}, '*')")
    inside.evaluate("() => parent.postMessage(null, '*')")
    inside.evaluate("() => parent.postMessage({om: 'other'}, '*')")
    page.evaluate("() => new Promise((done) => setTimeout(done))")
    assert height(page) == told
    assert page.complaints == []


def test_nothing_below_it_moves_where_its_height_is_known(open_embed):
    page = open_embed('min-height="3000"', more='<p id="below">Unten</p>')
    below = page.locator("#below")
    page.wait_for_function("!!customElements.get('om-embed')")
    before = below.bounding_box()["y"]
    expect(link(page)).to_be_hidden()
    assert below.bounding_box()["y"] == before > 3000


def test_on_wish_nothing_is_loaded_before_a_click(open_embed, live_server):
    page = open_embed("click-to-load")
    button = page.locator("om-embed button")
    expect(button).to_have_text(
        f"{german('Load from')} {live_server.url.removeprefix('http://')}: Zum Check"
    )
    expect(link(page)).to_be_visible()
    asked = [url for url in page.requested if url.startswith(live_server.url)]
    assert asked == [f"{live_server.url}/om/embed/1/om-embed.js"]
    assert accessibility_violations(page) == []
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(link(page)).to_be_hidden()
    expect(frame(page)).to_be_focused()
    assert height(page) == content_height(page)


def test_the_button_speaks_the_language_of_the_page_or_says_what_it_is_told(open_embed):
    expect(open_embed("click-to-load", lang="en").locator("button")).to_contain_text("Load from")
    page = open_embed('click-to-load="Check anzeigen"')
    expect(page.get_by_role("button", name="Check anzeigen", exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("attributes", "options"),
    [
        ("", {"java_script_enabled": False}),
        ("", {"policy": "script-src 'none'"}),
        ("", {"policy": "frame-src 'none'"}),
    ],
    ids=["no scripts", "scripts forbidden", "frames forbidden"],
)
def test_the_link_stays_where_nothing_else_can_be_shown(open_embed, attributes, options):
    page = open_embed(attributes, **options)
    page.wait_for_load_state("networkidle")
    expect(link(page)).to_be_visible()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "", "data:text/html,x"])
def test_only_pages_of_the_web_are_framed(open_embed, address):
    page = open_embed()
    expect(link(page)).to_be_hidden()
    page.evaluate(
        "address => document.querySelector('om-embed').setAttribute('src', address)", address
    )
    expect(link(page)).to_be_visible()
    expect(frame(page)).to_have_count(0)


def test_the_address_can_change(open_embed, live_server):
    page = open_embed()
    expect(link(page)).to_be_hidden()
    address = f"{live_server.url}/om/embed/1/list/"
    page.evaluate(
        "address => document.querySelector('om-embed').setAttribute('src', address)", address
    )
    expect(page.frame_locator("om-embed iframe").locator(".om-embed-title")).to_be_visible()
    expect(link(page)).to_be_hidden()
    assert height(page) == content_height(page)


def test_two_on_a_page_have_their_own_heights(open_embed, live_server):
    address = f"{live_server.url}/om/embed/1/list/"
    page = open_embed(more=element("om-embed", live_server.url, f'src="{address}"'))
    for number in range(2):
        expect(page.locator("om-embed > a").nth(number)).to_be_hidden()
    heights = frame(page).evaluate_all("frames => frames.map(frame => frame.clientHeight)")
    assert heights[0] != heights[1]
    assert page.complaints == []


def test_it_can_be_taken_away_and_come_back(open_embed):
    page = open_embed()
    expect(link(page)).to_be_hidden()
    page.evaluate("window.kept = document.querySelector('om-embed'); kept.remove()")
    page.evaluate("document.body.prepend(kept)")
    expect(frame(page)).to_be_visible()
    expect(link(page)).to_be_hidden()
    assert height(page) == content_height(page)


def test_the_module_may_be_loaded_twice(open_embed, live_server):
    address = f"{live_server.url}/om/embed/1/om-embed.js?v=other"
    page = open_embed(more=f'<script type="module" src="{address}"></script>')
    expect(link(page)).to_be_hidden()
    assert page.complaints == []
