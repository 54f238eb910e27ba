"""The directory: what it lists, its filters, and the pages of foreign documents."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omwagtail.catalogue.capture import capture
from omwagtail.catalogue.models import ItemState
from omwagtail.pages.models import DirectoryPage, PracticeExamplePage
from tests.catalogue.factories import FOREIGN_ORIGIN, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory(home):
    return home.add_child(instance=DirectoryPage(title="Verzeichnis", slug="verzeichnis"))


def foreign(title, **members):
    return make_item(
        members.pop("kind", "practice-example"), origin=FOREIGN_ORIGIN, title=title, **members
    )


def titles(response):
    return [item.title for item in response.context_data["items"]]


def options(response, name):
    filters = {one["name"]: one for one in response.context_data["filters"]}
    return {option["code"]: option["count"] for option in filters[name]["options"]}


def names(response):
    return [one["name"] for one in response.context_data["filters"]]


def test_lists_own_and_foreign_items_newest_first(client, directory, home):
    own = home.add_child(instance=PracticeExamplePage(title="Eigenes", summary="Hier."))
    own.save_revision().publish()
    capture(own)
    foreign("Fremdes", published="2020-01-01T00:00:00Z")
    response = client.get(directory.url)
    assert titles(response) == ["Eigenes", "Fremdes"]


def test_organisations_and_hidden_items_are_not_listed(client, directory):
    foreign("Kammer", kind="organisation")
    make_item(origin=FOREIGN_ORIGIN, title="Wartet", state=ItemState.PENDING)
    foreign("Abgelaufen", expires="2020-01-01T00:00:00Z")
    assert titles(client.get(directory.url)) == []


def test_only_the_chosen_kinds_are_listed(client, directory):
    foreign("Netz", kind="network")
    foreign("Beispiel")
    directory.types = ["network"]
    directory.save()
    assert titles(client.get(directory.url)) == ["Netz"]


def test_filters_narrow_the_list_down_together(client, directory):
    foreign("Beides", topics=["health"], regions=["DED21"])
    foreign("Nur Thema", topics=["health"], regions=["DE212"])
    foreign("Nur Region", topics=["risk"], regions=["DED21"])
    response = client.get(directory.url, {"topic": "health", "region": "DED"})
    assert titles(response) == ["Beides"]


def test_a_region_includes_its_districts(client, directory):
    foreign("Dresden", regions=["DED21"])
    assert titles(client.get(directory.url, {"region": "DED"})) == ["Dresden"]


def test_filters_offer_only_codes_that_occur_with_their_numbers(client, directory):
    foreign("Eins", topics=["health", "risk"])
    foreign("Zwei", topics=["health"], kind="network")
    response = client.get(directory.url)
    assert options(response, "topic") == {"health": 2, "risk": 1}
    assert options(response, "type") == {"network": 1, "practice-example": 1}


def test_a_filter_counts_what_the_other_filters_leave(client, directory):
    foreign("Eins", topics=["health"])
    foreign("Zwei", topics=["risk"], kind="network")
    response = client.get(directory.url, {"type": "network"})
    assert options(response, "topic") == {"risk": 1}
    assert options(response, "type") == {"network": 1, "practice-example": 1}


@pytest.mark.parametrize("value", ["nonsense", "<script>", "x" * 5000, "\0", "ä'\"%00"])
def test_an_unknown_value_finds_nothing_and_shows_the_way_back(client, directory, value):
    foreign("Etwas", topics=["health"])
    response = client.get(directory.url, {"topic": value})
    if value == "\0":
        assert titles(response) == ["Etwas"]
        return
    assert response.status_code == 200
    assert titles(response) == []
    assert response.context_data["active"][0]["remove_url"] == "?"


def test_an_active_filter_can_be_removed_alone(client, directory):
    foreign("Etwas", topics=["health"], regions=["DED"])
    active = client.get(directory.url, {"topic": "health", "region": "DED"}).context_data["active"]
    assert [(one["label"].split(": ")[1], one["remove_url"]) for one in active] == [
        ("Gesundheit", "?region=DED"),
        ("Sachsen", "?topic=health"),
    ]


@pytest.mark.parametrize("number", ["2", "99", "-1", "x"])
def test_long_lists_have_pages_and_any_number_leads_to_one(client, directory, number):
    directory.entries_per_page = 2
    directory.save()
    for place in range(3):
        foreign(f"Eintrag {place}")
    response = client.get(directory.url, {"page": number})
    assert response.status_code == 200
    assert response.context_data["total"] == 3


def test_a_foreign_document_has_its_page_here(client, directory):
    item = foreign("Von nebenan", summary="Aus der Kammer.")
    response = client.get(f"{directory.url}{item.key}/")
    assert "Von nebenan" in response.content.decode()


def test_a_document_of_a_kind_that_is_not_listed_has_its_page_all_the_same(client, directory):
    item = foreign("Kammer", kind="organisation")
    assert client.get(f"{directory.url}{item.key}/").status_code == 200


def test_an_own_document_leads_to_its_page(client, directory, home):
    own = home.add_child(instance=PracticeExamplePage(title="Eigenes", summary="Hier."))
    item = capture(own)
    response = client.get(f"{directory.url}{item.key}/")
    assert response.status_code == 302
    assert response["Location"] == item.url


@pytest.mark.parametrize("state", [ItemState.PENDING, ItemState.REJECTED, ItemState.QUARANTINED])
def test_what_is_not_shown_has_no_page(client, directory, state):
    item = make_item(origin=FOREIGN_ORIGIN, state=state)
    assert client.get(f"{directory.url}{item.key}/").status_code == 404


def test_an_unknown_key_is_not_found(client, directory):
    assert client.get(f"{directory.url}{'0' * 32}/").status_code == 404


def test_the_preview_of_a_directory_that_was_never_saved(rf, home):
    page = DirectoryPage(title="Neu", slug="neu")
    response = page.make_preview_request(rf.get("/"))
    assert response.status_code == 200


def test_words_narrow_the_list_down_and_the_best_stands_first(client, directory):
    foreign("Etwas", topics=["health"])
    foreign("Im Text", summary="Neue Ausbilder", topics=["health"])
    foreign("Ausbildung im Verbund", topics=["health"], published="2001-01-01T00:00:00Z")
    foreign("Ausbildung ohne Thema")
    response = client.get(directory.url, {"q": "ausbildung", "topic": "health"})
    assert titles(response) == ["Ausbildung im Verbund", "Im Text"]
    assert options(response, "topic") == {"health": 2}
    assert 'value="ausbildung"' in response.content.decode()
    removing = {one["name"]: one["remove_url"] for one in response.context_data["active"]}
    assert removing == {"q": "?topic=health", "topic": "?q=ausbildung"}


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "\x00", "%", '"', "x" * 3000])
def test_any_words_are_an_answer(client, directory, typed):
    foreign("Etwas")
    response = client.get(directory.url, {"q": typed})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_a_search_shows_where_its_words_stand(client, directory):
    body = {"sections": [{"html": "<p>Am Ende bilden alle <b>Betriebe</b> & Schulen aus.</p>"}]}
    foreign("Ausbildung", summary="Gemeinsam.", body=body)
    page = client.get(directory.url, {"q": "betrieb"}).content.decode()
    assert "Am Ende bilden alle <mark>Betriebe</mark> &amp; Schulen aus." in page


@pytest.mark.parametrize(("reuse", "shown"), [("excerpt", "Kurz: Betriebe"), ("link", "")])
def test_it_shows_no_more_of_a_text_than_its_publisher_allows(client, directory, reuse, shown):
    body = {"sections": [{"html": "<p>Innen wirken Betriebe.</p>"}]}
    foreign("Fremdes", summary="Kurz: Betriebe", body=body, reuse=reuse)
    [item] = client.get(directory.url, {"q": "betriebe"}).context_data["items"]
    assert item.snippet == shown.replace("Betriebe", "<mark>Betriebe</mark>")


def test_a_search_can_have_the_newest_first(client, directory):
    foreign("Feinmechanik, alt", published="2001-01-01T00:00:00Z")
    foreign("Neues", summary="Feinmechanik", published="2026-01-01T00:00:00Z")
    assert titles(client.get(directory.url, {"q": "feinmechanik"}))[0] == "Feinmechanik, alt"
    response = client.get(directory.url, {"q": "feinmechanik", "order": "newest"})
    assert titles(response) == ["Neues", "Feinmechanik, alt"]
    orders = response.context_data["orders"]
    assert [order["code"] for order in orders if order["selected"]] == ["newest"]
    assert client.get(directory.url).context_data["orders"] == []


def test_an_address_can_name_an_organisation(client, directory):
    one, other = (f"urn:uuid:00000000-0000-4000-8000-00000000000{number}" for number in (1, 2))
    foreign("Von der Kammer", publisher={"id": one, "name": "Kammer"})
    foreign("Vom Verband", publisher={"id": other, "name": "Verband"})
    assert "organisation" not in names(client.get(directory.url))
    response = client.get(directory.url, {"organisation": one})
    assert titles(response) == ["Von der Kammer"]
    [active] = response.context["active"]
    assert active["label"].endswith(": Kammer")
    assert options(response, "organisation") == {one: 1, other: 1}


def test_the_language_is_asked_where_there_are_several(client, directory):
    foreign("Deutsch")
    assert "language" not in names(client.get(directory.url))
    foreign("English", language="en")
    response = client.get(directory.url, {"language": "en"})
    assert titles(response) == ["English"]
    assert options(response, "language") == {"de": 1, "en": 1}
    assert [one["label"] for one in response.context_data["active"]] == ["Sprache: English"]


def test_queries_do_not_grow_with_the_options(client, directory):
    def queries():
        client.get(directory.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(directory.url)
        return len(captured)

    foreign("Eins", topics=["health", "risk"], regions=["DED21"])
    few = queries()
    for region in ("DE212", "DE117", "DED2F"):
        foreign("Mehr", topics=["strategy", "leadership"], regions=[region], language="en")
    assert queries() == few
