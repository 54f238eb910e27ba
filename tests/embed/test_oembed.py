"""oEmbed 1.0: what another site's editor gets for a pasted address."""

from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import override_settings
from django.urls import reverse
from wagtail.models import PageViewRestriction

from omwagtail.catalogue.capture import capture, item_of
from omwagtail.catalogue.models import ItemState
from tests.catalogue.factories import FOREIGN_ORIGIN, OWN_ORIGIN, make_item
from tests.pages_for_tests import publish_example
from tests.rendering.markup import Markup
from tests.rendering.samples import foreign_item, stored_picture

pytestmark = pytest.mark.django_db

ENDPOINT = "/om/oembed/"


@pytest.fixture
def ask(client):
    """`ask(url, **parameters)`: the endpoint's answer."""
    return lambda url, **parameters: client.get(ENDPOINT, {"url": url, **parameters})


def frame_of(answer):
    [frame] = Markup(answer.json()["html"]).all("iframe")
    return frame.attributes


def shown_by(client, answer):
    """The page that the answer's frame shows."""
    response = client.get(frame_of(answer)["src"].removeprefix(OWN_ORIGIN))
    assert response.status_code == 200
    return response.content.decode()


def test_the_answer_has_what_the_standard_asks_for(ask, example):
    answer = ask(item_of(example).url)

    assert answer["Content-Type"] == "application/json"
    members = answer.json()
    assert members["version"] == "1.0"
    assert members["type"] == "rich"
    assert members["title"] == "Wissen weitergeben"
    assert members["provider_url"] == f"{OWN_ORIGIN}/"
    assert all(members[name] for name in ("provider_name", "author_name", "author_url"))
    assert all(isinstance(members[name], int) for name in ("width", "height", "cache_age"))
    frame = frame_of(answer)
    assert frame["title"] == "Wissen weitergeben"
    assert (frame["width"], frame["height"]) == (str(members["width"]), str(members["height"]))
    assert frame["src"].startswith(f"{OWN_ORIGIN}/om/embed/1/")


def test_an_example_is_shown_as_a_card(ask, client, example):
    assert "Paten und Lernkarten." in shown_by(client, ask(item_of(example).url))


def test_a_quotation_stands_before_the_frame_for_those_who_hide_it(ask, example):
    item = item_of(example)
    html = Markup(ask(item.url).json()["html"])
    assert [element.tag for element in html.elements] == ["blockquote", "a", "iframe"]
    assert html.links() == {item.url: "Wissen weitergeben"}


def test_a_check_is_a_card_for_everybody_and_whole_for_those_who_ask_for_it(ask, client, check):
    url = item_of(check).url
    assert "<form" not in shown_by(client, ask(url))
    whole = ask(url, mode="full")
    assert "<form" in shown_by(client, whole)
    assert Markup(whole.json()["html"]).all("blockquote") == []
    sandbox = frame_of(whole)["sandbox"].split()
    assert {"allow-scripts", "allow-forms", "allow-popups", "allow-downloads"} <= set(sandbox)
    assert "allow-top-navigation" not in sandbox


@pytest.mark.parametrize("name", ["omwagtail_check", "omwagtail_embed_check"])
def test_the_address_of_the_form_means_the_check_too(ask, check, name):
    item = item_of(check)
    answer = ask(OWN_ORIGIN + reverse(name, args=[item.key]), mode="full")
    assert answer.json()["title"] == item.title


def test_a_directory_is_a_list_of_its_kinds(ask, client, directory):
    make_item("network", title="Netz")
    make_item(title="Beispiel")
    directory.types = ["network"]
    directory.save()
    answer = ask(OWN_ORIGIN + directory.url)
    assert answer.json()["title"] == "Verzeichnis"
    page = shown_by(client, answer)
    assert "Netz" in page
    assert "Beispiel" not in page


def test_a_directorys_filters_are_those_of_the_list(ask, client, directory):
    make_item(title="In Glashütte", regions=["DED2F"])
    make_item(title="In Heilbronn", regions=["DE117"])
    page = shown_by(client, ask(f"{OWN_ORIGIN}{directory.url}?region=DED2F&order=newest&page=1"))
    assert "In Glashütte" in page
    assert "In Heilbronn" not in page


@pytest.mark.parametrize("kind", ["practice-example", "check", "network", "organisation"])
def test_a_foreign_entry_is_embedded_by_its_page_here(ask, client, directory, kind):
    item = foreign_item(kind, reuse="full")
    url = f"{OWN_ORIGIN}{directory.url}{item.key}/"
    answer = ask(url)
    assert answer.json()["title"] == item.title
    assert Markup(answer.json()["html"]).links() == {url: item.title}
    assert item.title in shown_by(client, answer).replace("&quot;", '"').replace("&#x27;", "'")


def test_what_may_be_quoted_is_never_more_than_a_card(ask, directory):
    item = foreign_item("check", reuse="excerpt")
    answer = ask(f"{OWN_ORIGIN}{directory.url}{item.key}/", mode="full")
    assert "/card/" in frame_of(answer)["src"]


def test_what_may_be_linked_to_is_a_link(ask, directory):
    item = foreign_item(reuse="link")
    members = ask(f"{OWN_ORIGIN}{directory.url}{item.key}/", mode="full").json()
    assert members["type"] == "link"
    assert members["title"] == item.title
    assert not {"html", "width", "height", "thumbnail_url"} & set(members)


@pytest.mark.parametrize("mode", ["card", "full"])
@pytest.mark.parametrize(
    ("width", "height"), [("400", "300"), ("320", ""), ("", "120"), ("1", "1"), ("9000", "9000")]
)
def test_no_answer_is_larger_than_asked_for(ask, check, mode, width, height):
    answer = ask(item_of(check).url, maxwidth=width, maxheight=height, mode=mode)
    members, frame = answer.json(), frame_of(answer)
    assert 0 < members["width"] <= int(width or 10_000)
    assert 0 < members["height"] <= int(height or 10_000)
    assert (frame["width"], frame["height"]) == (str(members["width"]), str(members["height"]))


@pytest.mark.parametrize("limit", ["0", "-5", "wide", "²", "100%", "9" * 500, "1e3"])
def test_a_limit_that_is_none_limits_nothing(ask, check, limit):
    url = item_of(check).url
    assert ask(url, maxwidth=limit, maxheight=limit).json() == ask(url).json()


@pytest.mark.parametrize(("limit", "has_thumbnail"), [(1200, True), (1199, False), (None, True)])
def test_a_thumbnail_is_no_larger_than_asked_for(ask, limit, has_thumbnail, directory):
    _, image = stored_picture()
    item = foreign_item(images=[image], reuse="full")
    url = f"{OWN_ORIGIN}{directory.url}{item.key}/"
    members = ask(url, **({"maxwidth": limit} if limit else {})).json()
    assert ("thumbnail_url" in members) == has_thumbnail
    if has_thumbnail:
        assert members["thumbnail_url"].startswith(f"{OWN_ORIGIN}/om/media/")
        assert (members["thumbnail_width"], members["thumbnail_height"]) == (1200, 600)


def test_xml_says_the_same(ask, example):
    url = item_of(example).url
    answer = ask(url, format="xml")
    assert answer["Content-Type"].startswith("text/xml")
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "oembed"
    expected = {name: str(value) for name, value in ask(url, format="json").json().items()}
    assert {element.tag: element.text for element in root} == expected


def test_hostile_words_stay_words(ask, directory):
    title = "\x07</title><script>alert(1)</script>&amp;\"'"
    item = make_item(origin=FOREIGN_ORIGIN, title=title.replace("\x07", ""), reuse="full")
    url = f"{OWN_ORIGIN}{directory.url}{item.key}/"
    html = Markup(ask(url).json()["html"])
    assert [element.tag for element in html.elements] == ["blockquote", "a", "iframe"]
    assert html.all("iframe")[0].attributes["title"] == item.title
    root = ElementTree.fromstring(ask(url, format="xml").content)
    assert root.find("title").text == item.title


def assert_refused(answer, status):
    assert answer.status_code == status
    assert "type" not in answer.json()
    assert answer.json()["detail"]
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/start/wissen-weitergeben/",
        f"{OWN_ORIGIN}/gibt-es-nicht/",
        f"{OWN_ORIGIN}/start/",
        f"{OWN_ORIGIN}/",
        f"{OWN_ORIGIN}/om/api/v1/items/",
        f"{OWN_ORIGIN}/om/check/{'0' * 32}/",
        f"{OWN_ORIGIN}/start/verzeichnis/{'0' * 32}/",
        f"{OWN_ORIGIN}/start/verzeichnis/atom/",
        f"{OWN_ORIGIN}:444/start/verzeichnis/",
        "https://partner.example@elsewhere.example/",
        "https://[partner.example/",
        "javascript:alert(1)",
        "ftp://partner.example/start/",
        "/start/",
        "partner.example",
        "https://partner.example/%00",
        "https://partner.example/%ff%fe",
        "x" * 5000,
    ],
)
@pytest.mark.usefixtures("directory", "example")
def test_an_address_with_nothing_to_embed_is_unknown(ask, url):
    assert_refused(ask(url), 404)


def test_a_page_that_is_gone_is_unknown(ask, example):
    item = item_of(example)
    item.state = ItemState.WITHDRAWN
    item.save()
    assert_refused(ask(item.url), 404)


@pytest.mark.parametrize(
    "kind", [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD, PageViewRestriction.GROUPS]
)
def test_a_private_page_is_refused(ask, example, home, kind):
    url = item_of(example).url
    PageViewRestriction.objects.create(page=home, restriction_type=kind, password="geheim")
    assert_refused(ask(url), 401)


@pytest.mark.parametrize("written", ["jsonp", "html", "JSON5"])
def test_another_format_is_not_implemented(ask, example, written):
    assert_refused(ask(item_of(example).url, format=written), 501)


def test_a_question_without_an_address_is_refused(client):
    assert_refused(client.get(ENDPOINT), 400)


def test_an_error_of_ours_has_no_type_either(client):
    assert_refused(client.post(ENDPOINT), 405)


def test_parameters_of_a_consumers_own_are_ignored(ask, example):
    url = item_of(example).url
    assert ask(url, dnt="1", scheme="https", _="x").json() == ask(url).json()


def test_everybody_may_ask_without_a_trace(client, example, admin_user):
    client.force_login(admin_user)
    answer = client.get(ENDPOINT, {"url": item_of(example).url})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_it_is_throttled_as_the_api_is(ask, example):
    url = item_of(example).url
    with override_settings(
        OMWAGTAIL={"ORIGINS": {"localhost": OWN_ORIGIN}, "THROTTLE": {"read": "1/h"}}
    ):
        ask(url)
        assert_refused(ask(url), 429)


def test_another_site_of_this_wagtail_is_another_provider(ask, example):
    with override_settings(OMWAGTAIL={"ORIGINS": {"localhost": "https://andere.example"}}):
        assert_refused(ask(f"{OWN_ORIGIN}{urlsplit(item_of(example).url).path}"), 404)


@pytest.mark.urls("tests.embed.i18n_urls")
def test_pages_below_the_code_of_their_language_are_found(ask, home, directory):
    page = publish_example(home, title="Wissen weitergeben")
    item = capture(page)
    assert "/de/seiten/" in item.url
    assert ask(item.url).json()["title"] == "Wissen weitergeben"
    assert ask(OWN_ORIGIN + directory.url).json()["title"] == "Verzeichnis"
    assert_refused(ask(item.url.replace("/de/", "/")), 404)


def test_an_alias_stands_for_the_page_that_it_shows(ask, example, home):
    item = item_of(example)
    alias = example.create_alias(parent=home, update_slug="noch-einmal")
    assert ask(OWN_ORIGIN + alias.url).json() == ask(item.url).json()


PAGES = pytest.mark.parametrize("which", ["example", "check", "directory", "foreign", "form"])


@pytest.fixture
def page_address(request, which, home):
    """The path of a public page."""
    if which == "form":
        return reverse("omwagtail_check", args=[item_of(request.getfixturevalue("check")).key])
    if which == "foreign":
        item = foreign_item(reuse="full")
        return f"{request.getfixturevalue('directory').url}{item.key}/"
    return request.getfixturevalue(which).url


@PAGES
def test_every_public_page_says_how_it_is_embedded(client, page_address):
    head = Markup(client.get(page_address).content.decode().partition("</head>")[0])
    for kind, media_type in (("json", "application/json"), ("xml", "text/xml")):
        [link] = head.all("link", rel="alternate", type=f"{media_type}+oembed")
        href = link.attributes["href"]
        assert href.startswith(f"{OWN_ORIGIN}{ENDPOINT}?url=https%3A%2F%2Fpartner.example%2F"), kind
        answer = client.get(href.removeprefix(OWN_ORIGIN))
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(media_type)
        assert link.attributes["title"]


def test_a_page_for_some_says_nothing(client, example, home, admin_user):
    PageViewRestriction.objects.create(page=home, restriction_type=PageViewRestriction.LOGIN)
    item = item_of(example)
    item.state = ItemState.WITHDRAWN
    item.save()
    client.force_login(admin_user)
    assert "+oembed" not in client.get(example.url).content.decode()
