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

from omwagtail.catalogue.capture import capture
from omwagtail.catalogue.editions import editions_of
from omwagtail.content.organisation import Organisation
from omwagtail.pages.models import DirectoryPage
from tests.catalogue.factories import FOREIGN_ORIGIN, make_item
from tests.content.checks import TWO_TOPICS, add_check
from tests.pages_for_tests import publish_example, publish_network
from tests.rendering.markup import Markup

A, B, COPY = "a.example", "b.example", "kopie.example"


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
def sites(settings):
    return make_sites(settings)


def make_sites(settings):
    settings.OMWAGTAIL = {}
    first = Site.objects.get()
    first.hostname, first.port, first.site_name = A, 443, "Kammer A"
    first.save()
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=Page(title="B", slug="b"))
    second = Site.objects.create(hostname=B, port=443, root_page=home, site_name="Kammer B")
    make_item(title="Von weit her", origin=FOREIGN_ORIGIN, topics=["health"])
    return Place(a=build(first, "A"), b=build(second, "B"))


def both(settings):
    """Once with each site for itself, once with documents shown on all; says which."""
    for shared in (False, True):
        settings.OMWAGTAIL = {"SITES_SHARE": shared}
        yield shared


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


@pytest.mark.django_db
def test_a_directory_lists_and_counts_what_its_site_shows(sites, settings):
    for shared in both(settings):
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


@pytest.mark.django_db
def test_a_card_leads_to_the_site_that_published_it_and_says_which(sites, settings):
    for shared in both(settings):
        page = read(A, "/alle/")

        assert (sites.b.example_item.url in page.links()) is shared
        assert (B in page.text) is shared
        assert A not in page.text


@pytest.mark.django_db
def test_an_entry_of_another_site_has_its_page_there(sites, settings):
    for shared in both(settings):
        response = get(A, f"/alle/{sites.b.example_item.key}/")

        if shared:
            assert (response.status_code, response["Location"]) == (302, sites.b.example_item.url)
        else:
            assert response.status_code == 404
        assert get(B, f"/alle/{sites.b.example_item.key}/").status_code == 302


@pytest.mark.django_db
def test_a_page_leads_on_to_what_its_site_shows(sites, settings):
    for shared in both(settings):
        for host, letter, other in ((A, "a", "b"), (B, "b", "a")):
            own, theirs = getattr(sites, letter), getattr(sites, other)
            links = read(host, f"/{own.example.slug}/").links().keys()
            of_other = {theirs.network_item.url, theirs.check_item.url, theirs.example_item.url}
            assert bool(links & of_other) is shared
            assert shared or links > {own.network_item.url, own.check_item.url}


@pytest.mark.django_db
def test_a_related_entry_on_another_site_is_named_only_if_they_share(sites, settings):
    page = sites.a.example
    value = {"page": sites.b.network.pk, "relation": "network-of"}
    page.related = json.dumps([{"type": "related", "value": value}])
    page.save_revision().publish()
    item = capture(page)
    assert item.data["related"][0]["origin"] == f"https://{B}"

    for shared in both(settings):
        links = read(A, f"/{page.slug}/").links()
        assert (sites.b.network_item.url in links) is shared


@pytest.mark.django_db
def test_a_partners_other_networks_are_those_that_the_site_shows(sites, settings):
    for shared in both(settings):
        page = read(A, f"/{sites.a.network.slug}/")
        rows = [row.text for row in page.all("th", scope="row") if "Gemeinsame" in row.text]
        assert ["Netz B" in row for row in rows] == [shared]


@pytest.mark.django_db
def test_a_check_is_filled_in_where_it_is_shown(sites, settings):
    for shared in both(settings):
        elsewhere = 200 if shared else 404
        for name in ("omwagtail_check", "omwagtail_embed_check"):
            own, theirs = (
                reverse(name, args=[place.check_item.key]) for place in (sites.a, sites.b)
            )
            answers = [get(host, own).status_code for host in (A, B, COPY)]
            assert answers == [200, elsewhere, 200]
            answers = [get(host, theirs).status_code for host in (A, B, COPY)]
            assert answers == [elsewhere, 200, elsewhere]


@pytest.mark.django_db
def test_under_an_unknown_name_the_default_site_is_shown(sites):
    Site.objects.filter(hostname=A).update(is_default_site=False)
    second = Site.objects.get(hostname=B)
    second.is_default_site = True
    second.save()

    assert listed(COPY) == of("B") | {"Von weit her"}
    theirs, own = (
        reverse("omwagtail_check", args=[place.check_item.key]) for place in (sites.a, sites.b)
    )
    assert [get(COPY, path).status_code for path in (theirs, own)] == [404, 200]


@pytest.mark.django_db
def test_a_shared_check_that_may_only_be_quoted_is_filled_in_at_its_own_site(sites, settings):
    sites.b.check.reuse = "excerpt"
    sites.b.check.save_revision().publish()
    item = capture(sites.b.check)

    path = reverse("omwagtail_check", args=[item.key])

    for shared in both(settings):
        response = get(A, path)
        assert response.status_code == (200 if shared else 404)
        assert "<form" not in response.content.decode()
        assert (item.url in response.content.decode()) is shared
        assert "<form" in get(B, path).content.decode()


@pytest.mark.django_db
def test_editions_stand_where_their_check_does(sites, settings):
    item = sites.b.check_item
    assert len(editions_of(item)) == 1
    paths = [
        reverse("omwagtail_check_edition", args=[item.key, 1]),
        reverse("omwagtail_editions", args=[item.key]),
        reverse("omwagtail_edition", args=[item.key, 1]),
    ]

    for shared in both(settings):
        for path in paths:
            found = [get(host, path).status_code for host in (A, B)]
            assert found == [200 if shared else 404, 200]


@pytest.mark.django_db
def test_a_list_in_a_frame_is_that_of_the_site_it_comes_from(sites, settings):
    for shared in both(settings):
        page = read(A, reverse("omwagtail_embed_list"), type="network")
        assert "Netz A" in page.text
        assert ("Netz B" in page.text) is shared


@pytest.mark.django_db
def test_an_alias_on_another_site_shows_the_check_and_leads_to_where_it_is_filled_in(
    sites, settings
):
    alias = sites.b.check.create_alias(
        parent=Site.objects.get(hostname=A).root_page, update_slug="von-b"
    )
    path = reverse("omwagtail_check", args=[sites.b.check_item.key])

    for shared in both(settings):
        links = read(A, f"/{alias.slug}/").links()
        assert (path if shared else f"https://{B}{path}") in links


@pytest.mark.django_db
def test_each_site_publishes_as_its_own_organisation(sites, settings):
    for place, letter in ((sites.a, "A"), (sites.b, "B")):
        assert place.example_item.data["publisher"]["name"] == f"Kammer {letter}"
    for host, letter in ((A, "A"), (B, "B")):
        assert get(host, "/.well-known/omwagtail").json()["name"] == f"Kammer {letter}"


@pytest.mark.django_db
def test_feeds_are_never_shared_and_a_copy_is_silent(sites, settings):
    settings.OMWAGTAIL = {"SITES_SHARE": True}
    for host, letter, other in ((A, "A", "B"), (B, "B", "A")):
        feed = get(host, reverse("omwagtail_changes")).content.decode()
        assert f"Beispiel {letter}" in feed
        assert f"Beispiel {other}" not in feed
    assert get(COPY, reverse("omwagtail_changes")).status_code == 421


@pytest.mark.django_db(transaction=True)
def test_over_http_each_name_answers_for_its_site(live_server, settings):
    sites = make_sites(settings)
    host, port = live_server.thread.host, live_server.thread.port

    def ask(name, path):
        connection = http.client.HTTPConnection(host, port, timeout=20)
        connection.request("GET", path, headers={"Host": name})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    theirs = reverse("omwagtail_check", args=[sites.b.check_item.key])
    feed = reverse("omwagtail_changes")
    for shared in both(settings):
        for name, own, other in ((A, "A", "B"), (B, "B", "A"), (COPY, "A", "B")):
            status, text = ask(name, "/alle/")
            assert (status, f"Beispiel {own}" in text) == (200, True)
            assert (f"Beispiel {other}" in text) is shared
        assert [ask(name, theirs)[0] for name in (A, B)] == [200 if shared else 404, 200]
        assert [ask(name, feed)[0] for name in (A, B, COPY)] == [200, 200, 421]
