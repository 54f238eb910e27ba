"""Pages of other sites, as they are: with strict policies, hostile styles, narrow, printed.

The hub is `localhost`, the page around it `127.0.0.1`: for a browser these are two sites.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import services
from tests.browser import ARGUMENTS
from tests.catalogue.factories import make_item
from tests.embed.foreign import element, foreign_page
from tests.runner.definitions import body

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What the docs tell a web editor to add to the policy, for each way; {hub} is the hub's origin.
ENTRIES = {
    "om-embed": "script-src {hub}; frame-src {hub}",
    "om-list": "script-src {hub}; connect-src {hub}; img-src {hub}",
    "om-directory": "script-src {hub}; connect-src {hub}; img-src {hub}",
}
ELEMENTS = pytest.mark.parametrize("name", ENTRIES)
HOSTILE = """* { all: unset !important; display: block !important; color: #900 !important;
    font-size: 4px !important; text-transform: uppercase !important; line-height: 0 !important;
    letter-spacing: 1em !important; visibility: hidden !important; position: static !important }
    iframe, li, input { width: 9px !important; height: 9px !important; float: left !important }"""
# Playwright's own list says that storage is not partitioned; of a switch the last one counts.
PARTITIONED = "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,MediaRouter"


@pytest.fixture
def hub(live_server, settings):
    settings.OMWAGTAIL = settings.OMWAGTAIL | {"ORIGINS": {"localhost": live_server.url}}
    return live_server.url


@pytest.fixture
def check(hub):
    item = make_item("check", title="Betriebs-Check", body=body())
    return f"{hub}{reverse('omwagtail_embed_check', args=[item.key])}#topic-ziele"


@pytest.fixture
def open_with(open_page, foreign_site, hub, check):
    """`open_with("om-list", policy=…, style=…)`: a foreign page with that element alone."""

    def open_with(name, *, policy="", style="", **options):
        src = check if name == "om-embed" else hub
        lines = element(name, hub, f'src="{src}"')
        return open_page(foreign_site(foreign_page(lines, policy=policy, style=style)), **options)

    return open_with


def shown(page, name):
    """What stands there if the element did its work."""
    if name == "om-embed":
        return page.frame_locator("om-embed iframe").locator('[data-om="place"]')
    return page.locator(f"{name} [part=title]")


def printed(page, name):
    is_frame = name == "om-embed"
    return (
        page.frame_locator("om-embed iframe").locator("#point-z1")
        if is_frame
        else shown(page, name)
    )


def link(page, name):
    return page.locator(f"{name} > a")


@ELEMENTS
def test_the_documented_entries_are_enough_for_a_strict_policy(open_with, hub, name):
    page = open_with(name, policy=f"default-src 'none'; {ENTRIES[name].format(hub=hub)}")
    expect(shown(page, name)).to_be_visible()
    # The page's own icon is not among them.
    assert [said for said in page.complaints if "'data:," not in said] == []


@ELEMENTS
@pytest.mark.parametrize("allowed", ["", "script-src {hub}"], ids=["nothing", "only scripts"])
def test_without_them_the_link_stays(open_with, hub, name, allowed):
    page = open_with(name, policy=f"default-src 'none'; {allowed.format(hub=hub)}")
    page.wait_for_load_state("networkidle")
    expect(link(page, name)).to_be_visible()
    assert all("Content Security Policy" in said for said in page.complaints)


@ELEMENTS
def test_without_scripts_the_link_stays(open_with, name):
    page = open_with(name, java_script_enabled=False)
    expect(link(page, name)).to_be_visible()
    assert page.complaints == []


@ELEMENTS
def test_a_pages_styles_for_everything_stay_outside(open_with, name):
    page = open_with(name, style=HOSTILE)
    if name == "om-embed":
        page.frame_locator("om-embed iframe").locator("#point-z1 input").first.check()
        assert page.locator("om-embed iframe").bounding_box()["height"] > 300
        return
    title = page.locator(f"{name} [part=title]")
    expect(title).to_be_visible()
    styles = "getComputedStyle(title)"
    said = title.evaluate(
        f"title => [{styles}.textTransform, {styles}.letterSpacing, {styles}.visibility]"
    )
    assert said == ["none", "normal", "visible"]
    assert title.evaluate(f"title => parseFloat({styles}.fontSize)") >= 15


@ELEMENTS
def test_a_column_of_220_pixels_is_wide_enough(open_with, name):
    page = open_with(name, style="body { margin: 0 } main { width: 220px }")
    expect(shown(page, name)).to_be_visible()
    assert page.evaluate("document.querySelector('main').scrollWidth") == 220
    if name == "om-embed":
        inside = page.frame_locator("om-embed iframe").locator("html")
        assert inside.evaluate("root => root.scrollWidth <= root.clientWidth")


@ELEMENTS
def test_it_can_be_printed(open_with, name):
    page = open_with(name)
    expect(shown(page, name)).to_be_visible()
    page.emulate_media(media="print")
    expect(printed(page, name)).to_be_visible()
    for field in page.locator(f"{name} :is(input, select)").all():
        expect(field).to_be_hidden()
    assert page.pdf()[:4] == b"%PDF"


@pytest.mark.parametrize("colours", ["active", "none"])
def test_forced_colours_leave_edges(open_with, colours):
    page = open_with("om-list", forced_colors=colours)
    card = page.locator("om-list [part=card]")
    expect(card).to_be_visible()
    assert card.evaluate("card => getComputedStyle(card).borderTopWidth") == "1px"


@pytest.mark.parametrize("path", ["check", "card", "list"])
def test_the_sandbox_of_wordpress_shows_something_useful(open_page, foreign_site, check, hub, path):
    address = f"{hub}/om/embed/1/list/" if path == "list" else check.replace("/check/", f"/{path}/")
    framed = f'<iframe sandbox="allow-scripts" security="restricted" src="{address}"></iframe>'
    page = open_page(foreign_site(foreign_page(framed)))
    inside = page.frame_locator("iframe")
    expect(inside.get_by_text("Betriebs-Check").first).to_be_visible()
    if path == "check":
        # Storage is forbidden there: it must not be asked for without need.
        inside.locator("#point-z1 input[value=much]").check()
        expect(inside.locator('[data-om="next"]')).to_be_enabled()
    page.wait_for_load_state("networkidle")
    assert page.complaints == []


@pytest.fixture
def partitioning(chromium):
    """A browser that keeps what a frame stores apart by the page around it, as visitors' do."""
    browser = chromium.browser_type.launch(
        executable_path=services.chromium(), args=[*ARGUMENTS, PARTITIONED]
    )
    yield browser
    browser.close()


# What the same site stored outside of the frame, as the frame sees it.
SEEN = "() => { try { return localStorage.getItem('proof') } catch { return 'denied' } }"


@pytest.mark.parametrize("is_partitioned", [False, True], ids=["denied", "partitioned"])
def test_a_check_works_whatever_a_frame_may_store(
    chromium, partitioning, foreign_site, check, hub, is_partitioned
):
    context = (partitioning if is_partitioned else chromium).new_context(locale="de-DE")
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(check)
    page.evaluate("localStorage.setItem('proof', 'stored')")
    assert page.evaluate(SEEN) == "stored"
    page.goto(foreign_site(foreign_page(element("om-embed", hub, f'src="{check}"'))))
    inside = page.frame_locator("om-embed iframe")
    # Its module has put everything in its place.
    expect(inside.locator('[data-om="place"]')).to_be_visible()
    inside.locator("#point-z1 input[value=much]").check()
    # The proof: without partitioning this browser denies a frame its storage, with it the frame
    # has one, which is another than that of the same site outside.
    assert inside.locator("body").evaluate(SEEN) == (None if is_partitioned else "denied")
    inside.locator('[data-om="submit"]').click()
    expect(inside.locator(".om-rated").first).to_be_visible()
    assert complaints == []
    context.close()
