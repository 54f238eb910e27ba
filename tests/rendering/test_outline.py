"""Headings and the list of contents."""

import itertools

import pytest

from omwagtail.rendering.headings import without_gaps
from tests.documents import factories
from tests.rendering.samples import TYPES, render

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def outline(page):
    return [int(one.tag[1]) for one in page.elements if one.tag in ("h1", "h2", "h3", "h4")]


def gaps(levels):
    return [pair for pair in itertools.pairwise(levels) if pair[1] > pair[0] + 1]


@pytest.mark.parametrize("make", [factories.MINIMAL, factories.RICH], ids=["minimal", "rich"])
@pytest.mark.parametrize("type", TYPES)
def test_a_page_has_one_headline_and_leaves_no_level_out(request_, type, make):
    levels = outline(render(request_, make[type]()))

    assert levels.count(1) == 1
    assert gaps(levels) == []


def test_headings_in_rich_text_leave_no_level_out(request_):
    html = "<h4>Klein</h4><p>Text</p><h3>Groß</h3><h4>Klein</h4>"
    body = {"sections": [{"html": html}, {"heading": "Titel", "html": html}]}

    levels = outline(render(request_, factories.minimal_practice_example(body=body)))

    assert levels[:8] == [1, 2, 2, 3, 2, 3, 3, 4]
    assert gaps(levels) == []


def test_headings_in_order_stay_as_they_are():
    html = "<h3>A</h3><h4>B</h4><p>h3</p><h3>C</h3>"

    assert without_gaps(html) == html


def test_a_short_example_has_no_contents(request_):
    sections = [{"heading": f"Teil {number}", "html": "<p>x</p>"} for number in range(4)]

    page = render(request_, factories.minimal_practice_example(body={"sections": sections}))

    assert _contents(page) == {}


def test_the_contents_of_a_long_page_lead_to_its_parts(request_):
    sections = [{"heading": f"Teil {number}", "html": "<p>x</p>"} for number in range(3)]
    body = factories.rich_practice_example()["body"] | {
        "sections": [{"html": "<p>Ohne</p>"}, {"kind": "goals", "html": "<p>x</p>"}, *sections]
    }

    page = render(request_, factories.rich_practice_example(body=body))

    found = _contents(page)
    assert list(found.values()) == [
        "Goals",
        "Teil 0",
        "Teil 1",
        "Teil 2",
        "What others can learn from it",
        "Who took part",
        "How it went",
    ]
    ids = {element.attributes.get("id") for element in page.elements}
    assert {address.removeprefix("#") for address in found} <= ids


def test_a_long_network_profile_has_contents_too(request_):
    page = render(request_, factories.rich_network())

    found = _contents(page)
    assert "Members and partners" in found.values()
    ids = {element.attributes.get("id") for element in page.elements}
    assert {address.removeprefix("#") for address in found} <= ids


def test_two_hundred_sections_do_not_push_the_text_away(request_):
    sections = [{"heading": f"Teil {number}", "html": "<p>x</p>"} for number in range(200)]

    page = render(request_, factories.minimal_practice_example(body={"sections": sections}))

    (folded,) = page.all("details")
    assert "open" not in folded.attributes
    assert len(_contents(page)) == 200


def _contents(page):
    return {
        address: words
        for address, words in page.links().items()
        if address.startswith(("#section-", "#part-"))
    }
