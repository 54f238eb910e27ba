"""What each way to embed asks for: docs/reference/embeds.md has it in a table."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.catalogue.factories import make_item
from tests.embed.foreign import element, foreign_page
from tests.runner.definitions import body

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "embeds.md"
ROW = re.compile(
    r"^\| `(?P<way>[^`]+)` \| (?P<requests>\d+) \| (?P<kilobytes>\d+) \|", re.MULTILINE
)
TOLD = {
    row["way"]: (int(row["requests"]), int(row["kilobytes"]))
    for row in ROW.finditer(REFERENCE.read_text("utf-8"))
}


@pytest.fixture
def lines(live_server, settings):
    """Of each way its lines, and what is there when all has come."""
    hub = live_server.url
    settings.OMWAGTAIL = settings.OMWAGTAIL | {"ORIGINS": {"localhost": hub}}
    for number in range(3):
        make_item(title=f"Beispiel {number}", summary="Ein Satz dazu.", topics=["health"])
    key = make_item("check", title="Betriebs-Check", body=body()).key
    form = f"{hub}{reverse('omwagtail_embed_check', args=[key])}"
    card = f"{hub}{reverse('omwagtail_embed_card', args=[key])}"
    framed = '<iframe src="{}" title="Rahmen"></iframe>'
    return {
        "link": (f'<a href="{hub}/om/check/{key}/">Zum Check</a>', None),
        "iframe of a check": (framed.format(form), "h1"),
        "iframe of a list": (framed.format(f"{hub}/om/embed/1/list/"), "h1"),
        "iframe of a card (oEmbed)": (framed.format(card), "article, h2"),
        "om-embed of a check": (element("om-embed", hub, f'src="{form}"'), "h1"),
        "om-embed click-to-load": (
            element("om-embed", hub, f'src="{form}" click-to-load'),
            None,
        ),
        "om-list": (element("om-list", hub, f'src="{hub}"'), None),
        "om-directory": (element("om-directory", hub, f'src="{hub}"'), None),
    }


@pytest.mark.parametrize("way", TOLD)
def test_requests_are_as_many_as_the_reference_says(
    open_page, foreign_site, live_server, lines, way
):
    html, inside = lines[way]
    page = open_page("about:blank")
    sizes, headers = [], []

    def note(request):
        if request.url.startswith(live_server.url):
            sizes.append(request)
            headers.append(request.headers)

    page.on("requestfinished", note)
    page.goto(foreign_site(foreign_page(html)))
    if inside:
        expect(page.frame_locator("iframe").locator(inside).first).to_be_visible()
    if way in ("om-list", "om-directory"):
        expect(page.locator("[part=card]")).to_have_count(4)
    page.wait_for_load_state("networkidle")
    elsewhere = [
        url for url in page.requested if not url.startswith(("http://", "data:", "about:"))
    ]
    hosts = {url.split("/")[2] for url in page.requested if url.startswith("http")}
    assert hosts <= {live_server.url.split("/")[2], page.url.split("/")[2]}
    assert elsewhere == []
    assert page.context.cookies() == []
    assert not any("cookie" in each for each in headers)
    requests, kilobytes = TOLD[way]
    measured = sum(request.sizes()["responseBodySize"] for request in sizes) / 1000
    found = f"{way}: {len(sizes)} requests, {measured:.1f} kB"
    assert len(sizes) == requests, found
    assert measured <= kilobytes <= 1.5 * measured + 5, found


def test_no_way_is_left_out(lines):
    assert TOLD.keys() == lines.keys()
