"""The page where a web editor gets the line to paste."""

import base64
import hashlib

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from omwagtail.catalogue.capture import item_of
from omwagtail.models import EmbedTheme
from omwagtail.pages.models import DirectoryPage
from tests.browser import accessibility_violations
from tests.catalogue.factories import FOREIGN_ORIGIN, OWN_ORIGIN, make_item
from tests.rendering.markup import Markup
from tests.runner.definitions import body

pytestmark = pytest.mark.django_db


def line_in(client, path, **options):
    """The elements of the line to copy, as a foreign page would read them."""
    response = client.get(path, options)
    assert response.status_code == 200
    assert not response.cookies
    [field] = Markup(response.content.decode()).all("textarea")
    return Markup(field.text)


def path_of(page):
    return reverse("omwagtail_embedding", args=[item_of(page).key])


def test_a_check_comes_in_a_frame_that_works(client, check):
    [frame] = line_in(client, path_of(check)).all("iframe")
    src = frame.attributes["src"]
    assert src.startswith(f"{OWN_ORIGIN}/om/embed/1/check/")
    assert client.get(src.removeprefix(OWN_ORIGIN)).status_code == 200


@pytest.mark.parametrize("way", ["om-embed", "card", "link"])
def test_each_way_has_its_line(client, check, way):
    tags = {element.tag for element in line_in(client, path_of(check), way=way).elements}
    assert {"om-embed": "om-embed", "card": "iframe", "link": "a"}[way] in tags


def test_height_and_click_are_in_the_line(client, check):
    line = line_in(client, path_of(check), way="om-embed", height="900", click="on")
    [element] = line.all("om-embed")
    assert element.attributes["min-height"] == "900"
    assert "click-to-load" in element.attributes


@pytest.mark.parametrize("height", ["-1", "1e9", "٣", "x" * 5000, "99999999999"])
def test_odd_heights_give_one_that_can_be(client, example, height):
    [frame] = line_in(client, path_of(example), height=height).all("iframe")
    assert 100 <= int(frame.attributes["height"]) <= 4000


def test_an_integrity_hash_is_that_of_what_its_address_gives(client, check):
    [script] = line_in(client, path_of(check), way="om-embed", pinned="on").all("script")
    served = client.get(script.attributes["src"].removeprefix(OWN_ORIGIN))
    digest = base64.b64encode(hashlib.sha384(served.content).digest()).decode()
    assert script.attributes["integrity"] == f"sha384-{digest}"
    assert "immutable" in served["Cache-Control"]


def test_a_list_is_chosen_by_its_filters(client, example):
    path = reverse("omwagtail_embedding_list")
    options = {"type": "check", "region": "DED", "limit": "3"}
    [element] = line_in(client, path, way="om-list", **options).all("om-list")
    assert options.items() <= element.attributes.items()
    [frame] = line_in(client, path, way="list", **options).all("iframe")
    assert client.get(frame.attributes["src"].removeprefix(OWN_ORIGIN)).status_code == 200


def test_a_list_without_a_directory_leads_to_the_frame_as_a_page(client, example):
    path = reverse("omwagtail_embedding_list")
    [link] = line_in(client, path, way="link", region="DED").all("a")
    address = link.attributes["href"].removeprefix(OWN_ORIGIN)
    assert example.title in client.get(address).content.decode()


def test_the_link_of_a_list_leads_to_the_directory_with_its_filters(client, directory, example):
    publisher = "urn:uuid:00000000-0000-4000-8000-000000000001"
    make_item(
        origin=FOREIGN_ORIGIN, title="Von anderswo", publisher={"id": publisher, "name": "Kammer"}
    )
    path = reverse("omwagtail_embedding_list")
    line = line_in(client, path, way="om-list", organisation=publisher, limit="3")
    [element] = line.all("om-list")
    assert element.attributes["organisation"] == publisher
    [link] = line.all("a")
    page = client.get(link.attributes["href"].removeprefix(OWN_ORIGIN)).content.decode()
    assert "Von anderswo" in page
    assert example.title not in page
    [frame] = line_in(client, path, way="list", organisation=publisher).all("iframe")
    framed = client.get(frame.attributes["src"].removeprefix(OWN_ORIGIN)).content.decode()
    assert "Von anderswo" in framed
    assert example.title not in framed


def test_the_link_leads_to_a_directory_that_shows_what_the_list_holds(client, home, directory):
    checks = DirectoryPage(title="Checks", slug="checks", types=["check"])
    checks = home.add_child(instance=checks)
    directory.types = ["network"]
    directory.save()
    path = reverse("omwagtail_embedding_list")
    [link] = line_in(client, path, way="link", type="check").all("a")
    assert link.attributes["href"] == f"{OWN_ORIGIN}{checks.url}"


def test_several_types_are_one_choice(client, check, example):
    several = {"type": "practice-example,check"}
    page = client.get(reverse("omwagtail_embedding_list"), several).content.decode()
    options = [option.attributes for option in Markup(page).all("option")]
    [chosen] = [one for one in options if one["value"] == several["type"]]
    assert "selected" in chosen
    [frame] = line_in(client, reverse("omwagtail_embedding_list"), **several).all("iframe")
    framed = client.get(frame.attributes["src"].removeprefix(OWN_ORIGIN)).content.decode()
    assert check.title in framed
    assert example.title in framed


def test_a_compact_list_says_so(client, home):
    path = reverse("omwagtail_embedding_list")
    [element] = line_in(client, path, way="om-directory", layout="compact").all("om-directory")
    assert element.attributes["layout"] == "compact"


@pytest.fixture
def theme(db):
    return EmbedTheme.objects.create(name="IHK Seenland", key="seenland", accent="#7a1f2b")


def test_there_is_nothing_to_choose_without_themes(client, check):
    assert 'name="theme"' not in client.get(path_of(check)).content.decode()


def test_a_theme_is_in_the_address_of_a_frame(client, check, theme):
    assert 'name="theme"' in client.get(path_of(check)).content.decode()
    for way, tag in (("check", "iframe"), ("card", "iframe"), ("om-embed", "om-embed")):
        [element] = line_in(client, path_of(check), way=way, theme=theme.key).all(tag)
        assert element.attributes["src"].endswith("/?theme=seenland")
    listed = {"region": "DED", "theme": theme.key}
    [frame] = line_in(client, reverse("omwagtail_embedding_list"), **listed).all("iframe")
    assert frame.attributes["src"].endswith("?region=DED&theme=seenland")


def test_a_theme_of_a_list_is_a_rule_for_the_stylesheet(client, home, theme):
    asked = {"way": "om-list", "theme": theme.key}
    page = client.get(reverse("omwagtail_embedding_list"), asked).content.decode()
    [_, rule] = [field.text for field in Markup(page).all("textarea")]
    assert rule.startswith("om-list {")
    assert "--om-accent: #7a1f2b;" in rule


def test_a_theme_that_is_gone_changes_nothing(client, check):
    for key in ("gone", "\0", "x" * 5000):
        [frame] = line_in(client, path_of(check), theme=key).all("iframe")
        assert "theme" not in frame.attributes["src"]


def test_a_filter_that_is_not_known_is_said(client, home):
    response = client.get(reverse("omwagtail_embedding_list"), {"type": "<b>"})
    assert response.status_code == 200
    assert Markup(response.content.decode()).all("b") == []
    assert 'role="alert"' in response.content.decode()


def test_what_may_only_be_quoted_is_not_offered(client, home):
    item = make_item(origin=FOREIGN_ORIGIN, reuse="excerpt")
    assert client.get(reverse("omwagtail_embedding", args=[item.key])).status_code == 404


def test_the_page_itself_may_not_be_framed(client, example):
    assert client.get(path_of(example))["X-Frame-Options"] == "DENY"


def test_pages_lead_there(client, check, example, directory):
    for page in (check, example):
        assert path_of(page) in client.get(page.url).content.decode()
    assert reverse("omwagtail_embedding_list") in client.get(directory.url).content.decode()


def test_a_directory_passes_on_what_is_chosen_there(client, directory):
    directory.types = ["check", "network"]
    directory.save()
    chosen = f"{reverse('omwagtail_embedding_list')}?type=check%2Cnetwork&amp;topic=health"
    asked = {"topic": "health", "language": "de"}
    assert chosen in client.get(directory.url, asked).content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_preview_shows_the_theme_and_says_that_it_follows(open_page, live_server, theme):
    make_item(type="check", title="Betriebs-Check", body=body())
    page = open_page(live_server.url + reverse("omwagtail_embedding_list"))
    page.locator("[name=way]:checked").focus()
    # Two ways further, by the keyboard alone: a list in the look of the page.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    preview = page.locator("[data-om=preview] om-list")
    expect(preview.locator("[part=kind]")).to_have_css("color", "rgb(11, 92, 107)")
    page.locator("#om-theme").select_option(theme.key)
    expect(preview.locator("[part=kind]")).to_have_css("color", "rgb(122, 31, 43)")
    expect(page.locator("[data-om=said]")).not_to_be_empty()
    assert f"theme={theme.key}" in page.url


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_fits_is_accessible_and_helps_to_copy(open_page, live_server, width):
    item = make_item(type="check", title="Betriebs-Check", body=body())
    page = open_page(
        live_server.url + reverse("omwagtail_embedding", args=[item.key]),
        viewport={"width": width, "height": 900},
    )
    page.locator("[data-om=copy]").click()
    expect(page.locator("[data-om=said]")).not_to_be_empty()
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert accessibility_violations(page) == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_preview_of_what_is_as_high_as_its_content_shrinks_with_it(open_page, live_server):
    item = make_item("check", title="Betriebs-Check", body=body())
    path = reverse("omwagtail_embedding", args=[item.key])
    page = open_page(f"{live_server.url}{path}?way=om-embed&height=200")
    frame = page.locator("[data-om=preview] om-embed iframe")
    content = page.frame_locator("[data-om=preview] om-embed iframe").locator("body")
    content.get_by_text("Betriebs-Check").first.wait_for()
    for width in ("300px", ""):
        page.locator("[data-om=preview]").evaluate("(box, width) => box.style.width = width", width)
        page.wait_for_function(
            """([width, before]) => {
                const frame = document.querySelector("om-embed").shadowRoot.querySelector("iframe");
                return width ? frame.clientHeight > before : frame.clientHeight <= before;
            }""",
            arg=[width, 600],
        )
    assert frame.evaluate("frame => frame.clientHeight") == content.evaluate(
        "body => Math.ceil(body.getBoundingClientRect().height)"
    )
