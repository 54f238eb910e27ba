"""The Atom feed of a directory, read as feed readers do and held against RFC 4287."""

import re
from xml.etree import ElementTree

import feedparser
import pytest
from django.urls import path
from wagtail.models import PageViewRestriction

from omwagtail.catalogue.capture import capture
from omwagtail.catalogue.models import ItemState
from omwagtail.pages.models import DirectoryPage
from tests.catalogue.factories import FOREIGN_ORIGIN, edit_item, make_item
from tests.pages_for_tests import publish_example

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
STORY = {"sections": [{"heading": "Anfang", "html": "<p>So <strong>begann</strong> es.</p>"}]}


@pytest.fixture
def directory(home):
    page = home.add_child(
        instance=DirectoryPage(title="Verzeichnis", slug="verzeichnis", intro="<p>Was hilft.</p>")
    )
    page.save_revision().publish()
    return page


def foreign(title, **members):
    kind = members.pop("kind", "practice-example")
    return make_item(kind, origin=FOREIGN_ORIGIN, title=title, **members)


def address(directory):
    return f"{directory.url}atom.xml"


def read(client, directory, **query):
    response = client.get(address(directory), query)
    assert response.status_code == 200
    check_rules(ElementTree.fromstring(response.content))
    found = feedparser.parse(response.content)
    assert not found.bozo
    return found


def check_rules(feed):
    """What RFC 4287 demands of every feed and entry (sections 4.1.1 and 4.1.2)."""
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    identities = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(identities)) == len(identities)
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert element.findtext(f"{ATOM}id").startswith("urn:uuid:")
        assert element.findtext(f"{ATOM}author/{ATOM}name")
        for moment in (*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")):
            assert MOMENT.fullmatch(moment.text)
        links = element.findall(f"{ATOM}link")
        assert all(re.match(r"https?://", link.get("href")) for link in links)
        alternates = [
            (link.get("type"), link.get("hreflang"))
            for link in links
            if link.get("rel") == "alternate"
        ]
        assert alternates
        assert len(set(alternates)) == len(alternates)
        for name in ("content", "summary", "rights", "subtitle"):
            assert len(element.findall(f"{ATOM}{name}")) <= 1
    assert [link.get("rel") for link in feed.findall(f"{ATOM}link")].count("self") == 1


def test_a_feed_says_what_it_is_of(client, directory):
    feed = read(client, directory).feed
    assert feed.title == "Verzeichnis"
    assert feed.subtitle == "Was hilft."
    assert feed.language == "de"
    links = {link.rel: link.href for link in feed.links}
    assert links["self"] == "https://partner.example/start/verzeichnis/atom.xml"
    assert links["alternate"] == "https://partner.example/start/verzeichnis/"


def test_an_own_entry_is_as_its_publisher_wrote_it(client, directory):
    item = make_item(
        title="Gemeinsam ausbilden",
        summary="Drei Betriebe.",
        topics=["skilled-labour", {"code": "x-own", "label": "Eigenes"}],
        publisher={"name": "Kammer", "url": "https://kammer.example/"},
        licence={"uri": "https://creativecommons.org/licenses/by/4.0/", "name": "CC BY 4.0"},
        attribution="Kammer Glashütte",
        modified="2026-03-05T10:00:00Z",
        body=STORY,
    )
    (entry,) = read(client, directory).entries
    assert entry.id == item.urn
    assert (entry.title, entry.summary) == ("Gemeinsam ausbilden", "Drei Betriebe.")
    assert (entry.published, entry.updated) == ("2026-03-01T09:30:00Z", "2026-03-05T10:00:00Z")
    assert (entry.author_detail.name, entry.author_detail.href) == (
        "Kammer",
        "https://kammer.example/",
    )
    assert [(tag.term, tag.label) for tag in entry.tags] == [
        ("skilled-labour", "Ausbildung und Fachkräfte"),
        ("x-own", "Eigenes"),
    ]
    assert entry.tags[0].scheme == "https://partner.example/om/api/v1/vocabularies/topics/"
    assert entry.rights == "CC BY 4.0 – Kammer Glashütte"
    assert entry.content[0].value == "<h3>Anfang</h3><p>So <strong>begann</strong> es.</p>"
    assert entry.link == item.url
    assert {link.rel: link.href for link in entry.links}["license"] == item.data["licence"]["uri"]


def test_a_foreign_entry_leads_to_its_origin_and_to_its_page_here(client, directory):
    item = foreign("Von nebenan")
    (entry,) = read(client, directory).entries
    links = {link.rel: link.href for link in entry.links}
    assert links["alternate"] == item.url
    assert links["related"] == f"https://partner.example/start/verzeichnis/{item.key}/"


@pytest.mark.parametrize(
    ("reuse", "shown"),
    [("full", (True, True)), ("excerpt", (True, False)), ("link", (False, False))],
)
@pytest.mark.parametrize("origin", [FOREIGN_ORIGIN, "https://partner.example"])
def test_no_more_is_told_than_others_may_show(client, directory, reuse, shown, origin):
    make_item(origin=origin, summary="Kurz.", reuse=reuse, body=STORY)
    (entry,) = read(client, directory).entries
    assert ("Kurz." in str(entry), "begann" in str(entry)) == shown


def test_what_is_hidden_or_gone_is_not_in_it(client, directory):
    foreign("Sichtbar")
    foreign("Abgelaufen", expires="2020-01-01T00:00:00Z")
    make_item(origin=FOREIGN_ORIGIN, title="Wartet", state=ItemState.PENDING)
    assert [entry.title for entry in read(client, directory).entries] == ["Sichtbar"]


def test_it_is_narrowed_down_like_the_list_and_then_another_feed(client, directory):
    foreign("Gesund", topics=["health"])
    foreign("Netz", kind="network")
    whole, chosen = read(client, directory), read(client, directory, topic="health", page="2")
    assert [entry.title for entry in chosen.entries] == ["Gesund"]
    assert chosen.feed.title == "Verzeichnis: Thema: Gesundheit"
    assert chosen.feed.links[0].href.endswith("/verzeichnis/atom.xml?topic=health")
    assert chosen.feed.id != whole.feed.id
    assert [entry.title for entry in read(client, directory, q="netz").entries] == ["Netz"]
    directory.types = ["network"]
    directory.save()
    assert [entry.title for entry in read(client, directory).entries] == ["Netz"]


def test_it_holds_the_newest_fifty(client, directory):
    for day in range(1, 29):
        foreign(f"Januar {day}", published=f"2026-01-{day:02}T00:00:00Z")
        foreign(f"Februar {day}", published=f"2026-02-{day:02}T00:00:00Z")
    titles = [entry.title for entry in read(client, directory).entries]
    assert (len(titles), titles[0], titles[-1]) == (50, "Februar 28", "Januar 7")


def test_characters_that_xml_cannot_hold_do_not_break_it(client, directory):
    foreign(
        "Vor\x01her \ufffe & <nachher>",
        summary="]]>\x0b\x1f ä 🚲",
        topics=[{"code": "x-a", "label": 'La\x02bel "'}],
        body={"sections": [{"html": "<p>Te\x03xt<script>alert(1)</script></p>"}]},
    )
    (entry,) = read(client, directory).entries
    assert entry.summary == "]]> ä 🚲"
    assert entry.tags[0].label == 'Label "'
    assert entry.content[0].value == "<p>Text</p>"


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_reader_who_has_it_gets_304(client, directory, method):
    item = foreign("Etwas")
    first = getattr(client, method)(address(directory))
    assert first["Content-Type"] == "application/atom+xml; charset=utf-8"
    for headers in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        again = getattr(client, method)(address(directory), headers=headers)
        assert (again.status_code, again.content) == (304, b"")
    edit_item(item, title="Anderes")
    changed = client.get(address(directory), headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_it_sets_no_cookie_and_is_read_only(client, directory):
    response = client.get(address(directory))
    assert not response.cookies
    response = client.post(address(directory))
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_it_is_as_private_as_its_directory(client, directory):
    PageViewRestriction.objects.create(page=directory, restriction_type="login")
    assert client.get(address(directory)).status_code == 302
    directory.unpublish()
    assert client.get(address(directory)).status_code == 404


def test_only_directories_have_one(client, directory):
    page = publish_example(directory)
    capture(page)
    assert client.get(f"{page.url}atom.xml").status_code == 404


urlpatterns = []


def test_feeds_of_other_apps_keep_their_addresses(client, directory, settings):
    settings.ROOT_URLCONF = __name__
    from django.http import HttpResponse

    from tests.urls import urlpatterns as site_patterns

    blog = path("blog/atom.xml", lambda request: HttpResponse("blog"))
    urlpatterns[:] = [site_patterns[0], blog, *site_patterns[1:]]
    assert client.get("/blog/atom.xml").content == b"blog"
    assert client.get(address(directory)).status_code == 200


def test_the_directorys_page_leads_to_it(client, directory):
    foreign("Gesund", topics=["health"])
    page = client.get(directory.url, {"topic": "health", "page": "1"}).content.decode()
    links = re.findall(r'<(link|a)\b[^>]*href="([^"]*atom\.xml[^"]*)"', page)
    expected = f"{directory.url}atom.xml?topic=health"
    assert links == [("link", expected), ("a", expected)]
    assert client.get(expected).status_code == 200
