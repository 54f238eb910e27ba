"""<om-list> and <om-directory> in a real browser, on a page of another site."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, WIDE, accessibility_violations
from tests.catalogue.factories import FOREIGN_ORIGIN, make_item
from tests.embed.foreign import element, foreign_page, german
from tests.rendering.samples import stored_picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CC_BY = {"uri": "https://creativecommons.org/licenses/by/4.0/", "name": "CC BY"}
API = "**/om/api/v1/items/**"


@pytest.fixture
def hub(live_server, settings):
    """The hub's address; it is an origin of its own, so its addresses can be followed."""
    settings.OMWAGTAIL = settings.OMWAGTAIL | {"ORIGINS": {"localhost": live_server.url}}
    return live_server.url


@pytest.fixture
def open_element(open_page, foreign_site, hub):
    """`open_element("om-list", 'limit="3"')`: a foreign page with that element."""

    def open_element(name, attributes="", *, lang="de", **options):
        lines = element(name, hub, f'src="{hub}" {attributes}')
        return open_page(foreign_site(foreign_page(lines, lang=lang)), **options)

    return open_element


@pytest.fixture
def three():
    """Three entries that differ in all that can be chosen."""
    make_item("check", title="Betriebs-Check", published="2026-01-01T00:00:00Z")
    make_item(
        title="Türhänger",
        summary="Die Weggezogenen kommen zurück.",
        topics=["health"],
        regions=["DED2F"],
        published="2026-02-01T00:00:00Z",
    )
    make_item(
        title="Techniktag", topics=["strategy"], regions=["DE117"], published="2026-03-01T00:00:00Z"
    )


def titles(page) -> list[str]:
    expect(page.locator("[part=card]").first).to_be_visible()
    return page.locator("[part=title]").all_inner_texts()


def link(page):
    return page.locator(":is(om-list, om-directory) > a")


def asked(page) -> list[dict[str, str]]:
    """The questions of all requests to the API."""
    queries = [urlsplit(url).query for url in page.requested if "/om/api/" in url]
    return [
        {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}
        for query in queries
    ]


def set_attribute(page, name, value):
    page.evaluate(
        "([name, value]) => document.querySelector('om-list').setAttribute(name, value)",
        [name, value],
    )


def test_a_list_shows_the_newest_and_leads_to_all(open_element, three):
    page = open_element("om-list", 'limit="2"')
    assert titles(page) == ["Techniktag", "Türhänger"]
    expect(link(page)).to_be_visible()
    [question] = asked(page)
    assert question["limit"] == "2"
    assert page.complaints == []


def test_a_card_says_whose_it_is_on_which_terms_and_shows_the_hubs_picture(open_element, hub):
    picture, image = stored_picture()
    item = make_item(
        origin=FOREIGN_ORIGIN,
        title="Verbund",
        summary="Achtzehn Betriebe.",
        regions=["DED2F"],
        publisher={"name": "IMPRO"},
        licence=CC_BY,
        reuse="full",
        images=[image],
    )
    page = open_element("om-list", 'target="_blank"')
    card = page.locator("[part=card]")
    expect(card).to_contain_text("Praxisbeispiel · Sächsische Schweiz-Osterzgebirge")
    expect(card).to_contain_text("Achtzehn Betriebe.")
    expect(card).to_contain_text("IMPRO · 1. März 2026 · CC BY 4.0 · Foto: Muster")
    title = page.get_by_role("link", name="Verbund")
    assert title.evaluate("link => [link.href, link.rel, link.target]") == [
        item.url,
        "noopener",
        "_blank",
    ]
    expect(page.get_by_role("link", name="CC BY 4.0")).to_have_attribute("href", CC_BY["uri"])
    shown = page.get_by_role("img", name="Werkstatt")
    assert shown.evaluate("image => image.src") == f"{hub}/om/media/{picture.digest}.webp"
    shown.scroll_into_view_if_needed()
    page.wait_for_function(
        "image => image.complete && image.naturalWidth", arg=shown.element_handle()
    )


def test_a_compact_list_has_neither_pictures_nor_summaries(open_element):
    _, image = stored_picture()
    make_item(title="Verbund", summary="Achtzehn Betriebe.", reuse="full", images=[image])
    page = open_element("om-list", 'layout="compact"')
    assert titles(page) == ["Verbund"]
    assert page.locator("[part=picture], [part=summary]").count() == 0
    assert not [url for url in page.requested if "/om/media/" in url]


def test_attributes_narrow_a_list_and_it_follows_them(open_element, three):
    page = open_element("om-list", 'type="practice-example" region="DED"')
    assert titles(page) == ["Türhänger"]
    set_attribute(page, "region", "DE1")
    expect(page.locator("[part=title]")).to_have_text(["Techniktag"])
    set_attribute(page, "type", "check")
    expect(page.locator("[part=status]")).to_be_visible()
    assert titles_if_any(page) == []
    expect(link(page)).to_be_visible()


def titles_if_any(page) -> list[str]:
    return page.locator("[part=title]").all_inner_texts()


def test_several_attributes_at_once_are_one_question(open_element, three):
    page = open_element("om-list")
    titles(page)
    page.evaluate(
        """() => {
            const list = document.querySelector("om-list");
            list.setAttribute("type", "check");
            list.setAttribute("limit", "1");
        }"""
    )
    expect(page.locator("[part=title]")).to_have_text(["Betriebs-Check"])
    assert len(asked(page)) == 2


def test_where_the_hub_refuses_the_link_stays(open_element, three):
    page = open_element("om-list", 'type="blog"')
    expect(page.locator("[part=status]")).to_have_text(
        german("The entries cannot be loaded right now.")
    )
    expect(link(page)).to_be_visible()


def test_while_it_loads_the_link_is_there(open_element, foreign_site, open_page, hub, three):
    page = open_page("about:blank")
    waiting = []
    page.route(API, lambda route: waiting.append(route))
    page.goto(foreign_site(foreign_page(element("om-list", hub, f'src="{hub}"'))))
    expect(page.locator("[part=status]")).to_have_text(german("Loading …"))
    expect(link(page)).to_be_visible()
    waiting[0].continue_()
    assert len(titles(page)) == 3


def test_an_english_page_has_english_words(open_element, three):
    page = open_element("om-list", lang="en")
    titles(page)
    expect(page.locator("[part=card]").first).to_contain_text("Practice example")
    expect(page.locator("[part=source]").first).to_contain_text("March 1, 2026")


def test_what_a_hub_says_is_text_and_its_addresses_lead_to_the_web(open_page, foreign_site, hub):
    card = {
        "type": "check",
        "title": "<img src=x onerror=\"document.title='hit'\">",
        "link": "javascript:document.title='hit'",
        "language": "de",
        "publisher": "<script>document.title='hit'</script>",
        "foreign": True,
        "licence": {"name": "x", "uri": "data:text/html,x"},
        "image": {"sizes": [{"url": "javascript:x", "width": 1, "height": 1}]},
    }
    page = open_page("about:blank")
    answer = json.dumps({"next": None, "results": [{"key": "x", "url": "x", "card": card}]})
    page.route(
        API,
        lambda route: route.fulfill(body=answer, headers={"Access-Control-Allow-Origin": "*"}),
    )
    page.goto(foreign_site(foreign_page(element("om-list", hub, f'src="{hub}"'))))
    assert titles(page) == [card["title"]]
    assert page.locator("om-list [href], om-list img, om-list script").count() == 1  # the link's
    assert page.title() == "Kammer"
    assert page.complaints == []


def test_what_is_not_wanted_any_more_is_not_waited_for(open_page, foreign_site, hub, three):
    page = open_page("about:blank")
    asked = []

    def hold_the_first(route):
        asked.append(route)
        if len(asked) > 1:
            route.continue_()

    page.route(API, hold_the_first)
    page.goto(foreign_site(foreign_page(element("om-list", hub, f'src="{hub}"'))))
    page.wait_for_function("!!document.querySelector('om-list').request")
    with page.expect_event("requestfailed"):
        set_attribute(page, "type", "check")
    assert titles(page) == ["Betriebs-Check"]


def part(page, name):
    return page.locator(f"om-directory [part={name}]")


def select(page, label):
    return page.get_by_role("searchbox" if label == "Suche" else "combobox", name=label)


def test_a_directory_counts_and_offers_what_there_is(open_element, three):
    page = open_element("om-directory")
    assert len(titles(page)) == 3
    expect(part(page, "status")).to_have_text("3 Einträge")
    options = select(page, "Art").locator("option").all_inner_texts()
    assert options == ["Alle", "Check (1)", "Praxisbeispiel (2)"]
    regions = [text.strip() for text in select(page, "Region").locator("option").all_inner_texts()]
    assert "Sachsen (1)" in regions
    assert regions.index("Sachsen (1)") < regions.index("Sächsische Schweiz-Osterzgebirge (1)")
    assert len(asked(page)) == 1
    assert page.complaints == []


def test_a_directory_is_narrowed_and_searched_by_keyboard(open_element, three):
    page = open_element("om-directory")
    assert len(titles(page)) == 3
    url = page.url
    page.keyboard.press("Tab")
    expect(select(page, "Suche")).to_be_focused()
    page.keyboard.type("Weggezogene")
    expect(part(page, "status")).to_have_text("1 Eintrag")
    assert titles(page) == ["Türhänger"]
    assert len(asked(page)) < 4  # not one for each letter
    select(page, "Suche").fill("")
    expect(part(page, "status")).to_have_text("3 Einträge")
    page.keyboard.press("Tab")
    expect(select(page, "Art")).to_be_focused()
    page.keyboard.press("P")
    expect(part(page, "status")).to_have_text("2 Einträge")
    select(page, "Thema").select_option("strategy")
    expect(part(page, "status")).to_have_text("1 Eintrag")
    assert titles(page) == ["Techniktag"]
    # What another choice would give stays to be seen.
    assert select(page, "Thema").locator("option").count() == 3
    select(page, "Suche").fill("gibtesnicht")
    none = german("Nothing found. Fewer words or fewer filters often help.")
    expect(part(page, "status")).to_have_text(none)
    assert page.url == url
    expect(link(page)).to_be_visible()


@pytest.mark.parametrize("words", ["", "Beispiel"], ids=["by cursor", "of a search"])
def test_a_directory_reads_on(open_element, words):
    for number in range(5):
        make_item(title=f"Beispiel {number}", published=f"2026-01-0{number + 1}T00:00:00Z")
    page = open_element("om-directory", 'limit="2"')
    expect(part(page, "status")).to_have_text("5 Einträge")
    if words:
        with page.expect_response(lambda response: "q=Beispiel" in response.url):
            select(page, "Suche").fill(words)
    more = page.get_by_role("button", name=german("Show more"))
    more.click()
    expect(page.locator("[part=card]")).to_have_count(4)
    expect(page.locator("[part=title] a").nth(2)).to_be_focused()
    more.click()
    expect(page.locator("[part=card]")).to_have_count(5)
    assert len(set(titles(page))) == 5
    expect(more).to_have_count(0)


def test_what_an_attribute_fixes_is_not_asked(open_element, three):
    page = open_element("om-directory", 'type="practice-example"')
    expect(part(page, "status")).to_have_text("2 Einträge")
    expect(select(page, "Art")).to_have_count(0)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("name", ["om-list", "om-directory"])
def test_elements_are_accessible(open_element, three, name, viewport):
    page = open_element(name, viewport=viewport)
    assert len(titles(page)) == 3
    assert accessibility_violations(page) == []


@pytest.mark.parametrize("name", ["om-list", "om-directory"])
def test_elements_fit_into_320_pixels(open_element, name):
    long = "Fachkräftesicherungsgemeinschaftsverantwortliche"
    make_item(title=long, summary=long, regions=["DED2F"], publisher={"name": long})
    page = open_element(name, viewport={"width": 320, "height": 640})
    titles(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
