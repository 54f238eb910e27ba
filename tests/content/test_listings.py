"""The listings of practice examples, networks and checks, as an editor's browser gets them."""

import csv
import io

import pytest
from django.urls import reverse
from wagtail.models import Page, Site

from omwagtail.catalogue.sweeping import sweep
from omwagtail.content.listing_menu import practice_and_checks
from omwagtail.content.organisation import Organisation
from omwagtail.pages.models import CheckPage, PracticeExamplePage
from tests.content.editing import form_data
from tests.pages_for_tests import home, publish_example, publish_network
from tests.testapp.models import OldExample

pytestmark = pytest.mark.django_db

EXAMPLES = "om_practice_examples:index"


def listing(client, name=EXAMPLES, **query):
    response = client.get(reverse(name), query)
    assert response.status_code == 200
    return response


def titles(client, name=EXAMPLES, **query):
    return {page.title for page in listing(client, name, **query).context["object_list"]}


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def examples(editor):
    """Three: on an event in Dresden's region, a draft, one that stays on the site."""
    event = ("event", {"kind": "", "date": "2025-11-12", "programme": []})
    publish_example(title="Werkstatt", slug="werkstatt", event=[event], regions=["DED2F"])
    draft = PracticeExamplePage(
        title="Entwurf", slug="entwurf", live=False, topics=["health"], regions=["DE94"]
    )
    home().add_child(instance=draft)
    publish_example(title="Nur hier", slug="nur-hier", om_syndicate=False, regions=[])
    sweep()


def test_a_row_says_kind_region_and_what_became_of_the_page(editor, examples):
    page = text_of(listing(editor))
    for words in ("Werkstatt", "Sächsische Schweiz-Osterzgebirge"):
        assert words in page
    rows = {page.title: page.om_row for page in listing(editor).context["object_list"]}
    assert rows["Werkstatt"].kind != rows["Entwurf"].kind
    for row in rows.values():
        assert row.state.text in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"region": "DED"}, {"Werkstatt"}),
        ({"region": "DED2F"}, {"Werkstatt"}),
        ({"region": "DE94"}, {"Entwurf"}),
        ({"topic": "health"}, {"Entwurf"}),
        ({"syndication": "listed"}, {"Werkstatt"}),
        ({"syndication": "off"}, {"Nur hier"}),
        ({"syndication": "draft"}, {"Entwurf"}),
        ({"kind": "event"}, {"Werkstatt"}),
        ({"kind": "example"}, {"Entwurf", "Nur hier"}),
        ({"status": "live"}, {"Werkstatt", "Nur hier"}),
        ({"status": "draft"}, {"Entwurf"}),
        ({"q": "werk"}, {"Werkstatt"}),
        ({"q": "entw", "status": "draft", "ordering": "title"}, {"Entwurf"}),
        ({"q": "werk", "region": "DED", "syndication": "listed"}, {"Werkstatt"}),
        ({"q": "werk", "topic": "health"}, set()),
        ({"region": "nowhere"}, {"Werkstatt", "Entwurf", "Nur hier"}),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_filters_and_search(editor, examples, query, found):
    assert titles(editor, **query) == found


def test_it_is_sorted_by_what_the_editor_chooses(editor, examples):
    def in_order(ordering):
        return [page.title for page in listing(editor, ordering=ordering).context["object_list"]]

    assert in_order("title") == ["Entwurf", "Nur hier", "Werkstatt"]
    assert in_order("-title") == ["Werkstatt", "Nur hier", "Entwurf"]


def test_owner_and_last_editor_are_filters_too(editor, home):
    url = reverse(
        "wagtailadmin_pages:add", args=["omwagtail_pages", "practiceexamplepage", home.pk]
    )
    editor.post(url, {**form_data(PracticeExamplePage, title="Von mir"), "action-save": "1"})
    publish_example(title="Von niemandem", slug="niemand")
    user = PracticeExamplePage.objects.get(title="Von mir").owner_id
    assert titles(editor, owner=user) == {"Von mir"}
    assert titles(editor, edited_by=user) == {"Von mir"}


@pytest.fixture
def another_site(db):
    root = Page.objects.get(depth=1).add_child(instance=Page(title="Innung", slug="innung"))
    yield Site.objects.create(hostname="innung.example", root_page=root)
    # Wagtail keeps the sites' addresses in a cache, which no rollback reaches.
    Site.clear_site_root_paths_cache()


def test_with_one_site_nobody_asks_for_it(editor, examples):
    context = listing(editor).context
    assert "site" not in context["filters"].form.fields
    assert "organisation" not in context["table"].columns


def test_with_several_sites_it_is_a_filter_and_rows_say_whose_they_are(
    editor, examples, another_site
):
    Organisation.objects.create(name="Innung Elbtal", site=another_site)
    publish_example(another_site.root_page, title="Von der Innung", slug="innung")
    assert titles(editor, site=another_site.pk) == {"Von der Innung"}
    assert "Innung Elbtal" in text_of(listing(editor))


def test_a_check_shows_code_edition_and_issuer(editor):
    issuer = Organisation.objects.create(name="Offensive Mittelstand")
    check = CheckPage(title="Führung", code="A-2.1", edition_number=7, issuer=issuer, live=False)
    home().add_child(instance=check)
    page = text_of(listing(editor, "om_checks:index"))
    for words in ("A-2.1", "> 7 </td>", "Offensive Mittelstand"):
        assert words in page


def test_networks_have_a_listing(editor):
    publish_network()
    assert titles(editor, "om_networks:index") == {"Netzwerk Glashütte"}


def test_it_can_be_taken_along_as_a_table(editor, examples):
    response = editor.get(reverse(EXAMPLES), {"export": "csv", "status": "live"})
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))
    assert len(rows) == 3
    assert any("Werkstatt" in row for row in rows)


def test_an_empty_listing_invites_to_begin(editor, home):
    response = listing(editor)
    assert str(response.context["view"].empty_text) in text_of(response)
    assert response.content.decode().count(reverse("om_practice_examples:choose_parent")) >= 2


def test_a_search_without_a_match_says_so(editor, examples):
    response = listing(editor, q="Zahnradbahn")
    assert str(response.context["view"].empty_text) not in text_of(response)
    assert response.context["no_results_message"] in text_of(response)


def test_a_new_page_is_proposed_below_the_same_parent_as_the_latest(editor, home):
    section = home.add_child(instance=Page(title="Beispiele", slug="beispiele"))
    publish_example(section)
    response = editor.get(reverse("om_practice_examples:choose_parent"))
    assert response.context["form"]["parent_page"].value() == section.pk
    response = editor.post(response.request["PATH_INFO"], {"parent_page": section.pk})
    assert response.url == reverse(
        "wagtailadmin_pages:add", args=["omwagtail_pages", "practiceexamplepage", section.pk]
    )


def test_many_rows_ask_no_more_than_two(editor, django_assert_max_num_queries):
    for number in range(2):
        publish_example(title=f"Nr. {number}", slug=f"nr-{number}", regions=["DED2F"])
    sweep()
    listing(editor)
    with django_assert_max_num_queries(1000) as asked:
        listing(editor)
    for number in range(2, 20):
        publish_example(title=f"Nr. {number}", slug=f"nr-{number}", regions=["DED2F"])
    sweep()
    with django_assert_max_num_queries(len(asked)):
        assert len(listing(editor).context["object_list"]) == 20


def test_one_menu_leads_to_all_of_them(editor, home):
    html = editor.get(reverse("wagtailadmin_home")).content.decode()
    for name in ("om_practice_examples:index", "om_networks:index", "om_checks:index"):
        assert html.count(f'"{reverse(name)}"') == 1
    organisations = reverse(Organisation.snippet_viewset.get_url_name("list"))
    assert html.count(f'"{organisations}"') == 1
    assert organisations in {item.url for item in practice_and_checks().menu.registered_menu_items}


def test_a_partners_own_page_type_has_a_listing_in_three_lines(editor):
    """Also a model that knows nothing of this package but the protocol."""
    home().add_child(instance=OldExample(title="Von früher", slug="frueher"))
    sweep()
    response = listing(editor, "om_old_examples:index", syndication="listed")
    assert [page.title for page in response.context["object_list"]] == ["Von früher"]
    assert not {"region", "topic", "kind"} & set(response.context["filters"].form.fields)
