"""Several sites of one Wagtail: each shows its visitors what is its own, and what came from afar.

Two chambers, `a.example` and `b.example`, and a third name, `kopie.example`, that no site has.
"""

import http.client
import json
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from omwagtail.catalogue.capture import capture, item_of
from omwagtail.catalogue.editions import editions_of
from omwagtail.content.organisation import Organisation
from omwagtail.pages.models import DirectoryPage
from tests.catalogue.factories import FOREIGN_ORIGIN, make_item
from tests.content.checks import TWO_TOPICS, add_check
from tests.pages_for_tests import publish_example, publish_network
from tests.rendering.markup import Markup

A, B, COPY = "a.example", "b.example", "kopie.example"
SHARED = pytest.mark.parametrize("shared", [False, True], ids=["apart", "shared"])


class Place(SimpleNamespace):
    """What stands on one of the sites: pages, and their items by the same names."""


def build(site, letter):
    home = site.root_page
    organisation = Organisation.objects.create(
        name=f"Kammer {letter}", website=f"https://kammer-{letter}.example/", site=site
    )
    capture(organisation)
    common = {"topics": ["health"], "regions": ["DED21"]}
    place = Place(
        directory=home.add_child(instance=DirectoryPage(title="Alle", slug="alle")),
        example=publish_example(home, title=f"Beispiel {letter}", **common),
        network=publish_network(home, title=f"Netz {letter}", members=members(), **common),
        check=add_check(home, title=f"Check {letter}", sections=TWO_TOPICS),
    )
    place.check.topics = common["topics"]
    place.check.save_revision().publish()
    for page in (place.example, place.network, place.check):
        page.refresh_from_db()
        kind = page.om_document_type.rpartition("-")[2]
        setattr(place, f"{kind}_item", capture(page))
    return place


def members():
    """One partner with a website, the same in both networks."""
    partner = Organisation.objects.get_or_create(
        name="Gemeinsame", website="https://gemeinsame.example/", site=None
    )[0]
    return json.dumps([{"type": "member", "value": {"organisation": partner.pk}}])


@pytest.fixture
def sites(settings, shared):
    return make_sites(settings, shared)


def make_sites(settings, shared):
    settings.OMWAGTAIL = {"SITES_SHARE": shared}
    settings.ALLOWED_HOSTS = ["*"]
    first = Site.objects.get()
    first.hostname, first.port, first.site_name = A, 443, "Kammer A"
    first.save()
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=Page(title="B", slug="b"))
    second = Site.objects.create(hostname=B, port=443, root_page=home, site_name="Kammer B")
    make_item(title="Von weit her", origin=FOREIGN_ORIGIN, topics=["health"])
    return Place(a=build(first, "A"), b=build(second, "B"))


def get(host, path, **query):
    return Client().get(path, query, headers={"host": host})


def read(host, path, **query):
    response = get(host, path, **query)
    assert response.status_code == 200, (host, path, response.status_code)
    return Markup(response.content.decode())


def listed(host, **query):
    return {item.title for item in get(host, "/alle/", **query).context_data["items"]}


def of(letter):
    return {f"Beispiel {letter}", f"Netz {letter}", f"Check {letter}"}


@SHARED
@pytest.mark.django_db
def test_a_directory_lists_and_counts_what_its_site_shows(sites, shared):
    for host, own, other in ((A, "A", "B"), (B, "B", "A"), (COPY, "A", "B")):
        expected = of(own) | {"Von weit her"} | (of(other) if shared else set())
        assert listed(host) == expected
        context = get(host, "/alle/", topic="health").context_data
        assert context["total"] == len(expected)
        counted = {
            option["code"]: option["count"]
            for each in context["filters"]
            if each["name"] == "type"
            for option in each["options"]
        }
        assert counted["check"] == (2 if shared else 1)
    assert listed(A, q="Netz") == ({"Netz A", "Netz B"} if shared else {"Netz A"})


@SHARED
@pytest.mark.django_db
def test_a_card_leads_to_the_site_that_published_it_and_says_which(sites, shared):
    page = read(A, "/alle/")

    assert (sites.b.example_item.url in page.links()) is shared
    assert (B in page.text) is shared
    assert A not in page.text


@SHARED
@pytest.mark.django_db
def test_an_entry_of_another_site_has_its_page_there(sites, shared):
    response = get(A, f"/alle/{sites.b.example_item.key}/")

    if shared:
        assert (response.status_code, response["Location"]) == (302, sites.b.example_item.url)
    else:
        assert response.status_code == 404
    assert get(B, f"/alle/{sites.b.example_item.key}/").status_code == 302


@SHARED
@pytest.mark.django_db
def test_a_page_leads_on_to_what_its_site_shows(sites, shared):
    for host, letter, other in ((A, "a", "b"), (B, "b", "a")):
        own, theirs = getattr(sites, letter), getattr(sites, other)
        links = read(host, f"/{own.example.slug}/").links().keys()
        of_other = {theirs.network_item.url, theirs.check_item.url, theirs.example_item.url}
        assert bool(links & of_other) is shared
        assert shared or links > {own.network_item.url, own.check_item.url}


@SHARED
@pytest.mark.django_db
def test_a_related_entry_on_another_site_is_named_only_if_they_share(sites, shared):
    page = sites.a.example
    value = {"page": sites.b.network.pk, "relation": "network-of"}
    page.related = json.dumps([{"type": "related", "value": value}])
    page.save_revision().publish()
    item = capture(page)
    assert item.data["related"][0]["origin"] == f"https://{B}"

    links = read(A, f"/{page.slug}/").links()

    assert (sites.b.network_item.url in links) is shared


@SHARED
@pytest.mark.django_db
def test_a_partners_other_networks_are_those_that_the_site_shows(sites, shared):
    page = read(A, f"/{sites.a.network.slug}/")

    assert ("Netz B" in page.text.partition("Gemeinsame")[2].partition("Weiterlesen")[0]) is shared


@SHARED
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["omwagtail_check", "omwagtail_embed_check"])
def test_a_check_is_filled_in_where_it_is_shown(sites, shared, name):
    foreign_status = 200 if shared else 404
    own, theirs = (reverse(name, args=[place.check_item.key]) for place in (sites.a, sites.b))

    assert [get(host, own).status_code for host in (A, B, COPY)] == [200, foreign_status, 200]
    assert [get(host, theirs).status_code for host in (A, B, COPY)] == [
        foreign_status,
        200,
        foreign_status,
    ]


@SHARED
@pytest.mark.django_db
def test_a_shared_check_that_may_only_be_quoted_is_filled_in_at_its_own_site(sites, shared):
    sites.b.check.reuse = "excerpt"
    sites.b.check.save_revision().publish()
    item = capture(sites.b.check)

    response = get(A, reverse("omwagtail_check", args=[item.key]))

    assert response.status_code == (200 if shared else 404)
    assert ("<form" in response.content.decode()) is False
    assert (item.url in response.content.decode()) is shared
    assert "<form" in get(B, reverse("omwagtail_check", args=[item.key])).content.decode()


@SHARED
@pytest.mark.django_db
def test_editions_stand_where_their_check_does(sites, shared):
    item = sites.b.check_item
    assert len(editions_of(item)) == 1
    paths = [
        reverse("omwagtail_check_edition", args=[item.key, 1]),
        reverse("omwagtail_editions", args=[item.key]),
        reverse("omwagtail_edition", args=[item.key, 1]),
    ]

    for path in paths:
        assert [get(host, path).status_code for host in (A, B)] == [200 if shared else 404, 200]


@SHARED
@pytest.mark.django_db
def test_a_list_in_a_frame_is_that_of_the_site_it_comes_from(sites, shared):
    path = reverse("omwagtail_embed_list")

    page = read(A, path, type="network")

    assert "Netz A" in page.text
    assert ("Netz B" in page.text) is shared


@SHARED
@pytest.mark.django_db
def test_an_alias_on_another_site_shows_the_check_and_leads_to_where_it_is_filled_in(sites, shared):
    alias = sites.b.check.create_alias(
        parent=Site.objects.get(hostname=A).root_page, update_slug="von-b"
    )
    path = reverse("omwagtail_check", args=[sites.b.check_item.key])

    links = read(A, f"/{alias.slug}/").links()

    assert (path if shared else f"https://{B}{path}") in links


@SHARED
@pytest.mark.django_db
def test_each_site_publishes_as_its_own_organisation(sites, shared):
    for place, letter in ((sites.a, "A"), (sites.b, "B")):
        assert place.example_item.data["publisher"]["name"] == f"Kammer {letter}"
    for host, letter in ((A, "A"), (B, "B")):
        assert get(host, "/.well-known/omwagtail").json()["name"] == f"Kammer {letter}"


@SHARED
@pytest.mark.django_db
def test_feeds_are_never_shared_and_a_copy_is_silent(sites, shared):
    for host, letter, other in ((A, "A", "B"), (B, "B", "A")):
        feed = get(host, reverse("omwagtail_changes")).content.decode()
        assert f"Beispiel {letter}" in feed
        assert f"Beispiel {other}" not in feed
    assert get(COPY, reverse("omwagtail_changes")).status_code == 421


@pytest.mark.django_db(transaction=True)
@SHARED
def test_over_http_each_name_answers_for_its_site(live_server, settings, shared):
    sites = make_sites(settings, shared)
    host, port = live_server.thread.host, live_server.thread.port

    def ask(name, path):
        connection = http.client.HTTPConnection(host, port, timeout=20)
        connection.request("GET", path, headers={"Host": name})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    theirs = reverse("omwagtail_check", args=[item_of(sites.b.check).key])
    for name, own, other in ((A, "A", "B"), (B, "B", "A"), (COPY, "A", "B")):
        status, text = ask(name, "/alle/")
        assert (status, f"Beispiel {own}" in text) == (200, True)
        assert (f"Beispiel {other}" in text) is shared
    assert [ask(name, theirs)[0] for name in (A, B)] == [200 if shared else 404, 200]
    assert [ask(name, reverse("omwagtail_changes"))[0] for name in (A, B, COPY)] == [200, 200, 421]
