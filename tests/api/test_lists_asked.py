"""What a list can be asked beside single filters: several values, moments, nearness, counts."""

import json

import pytest
from django.test import override_settings
from wagtail.models import Site

from omwagtail.documents import dump_json
from tests.catalogue.factories import FOREIGN_ORIGIN, edit_item, make_item, withdraw_item

PUBLISHER = "urn:uuid:6f1c0e1a-6c0b-4a57-9a44-0d6f5c3f7c11"


def make_undated(**members):
    """A document that names no date: those of the factory name one."""
    item = make_item(**members)
    dated = item.data
    del dated["published"]
    item.fill_columns(dated)
    item.doc = dump_json(dated)
    item.save()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"topic": "health,strategy"}, {"A", "B"}),
        ({"topic": "strategy, health"}, {"A", "B"}),
        ({"region": "DED2,DEA"}, {"B", "C"}),
        ({"type": "check,network"}, {"B", "C"}),
        ({"language": "en,fr"}, {"A", "C"}),
        ({"origin": f"{FOREIGN_ORIGIN},https://nirgends.example"}, {"C"}),
        ({"origin": f"self,{FOREIGN_ORIGIN}"}, {"A", "B", "C"}),
        ({"organisation": PUBLISHER}, {"A"}),
        ({"company_size": "micro"}, {"B"}),
        ({"success_factor": "leadership"}, {"C"}),
        ({"published_since": "2026-02-01"}, {"B", "C"}),
        ({"published_since": "2026-02-01T00:00:01Z"}, {"C"}),
        ({"published_since": "2026-02-01T01:00:00+01:00"}, {"B", "C"}),
        ({"modified_since": "2026-05-01"}, {"A"}),
        ({"published_since": "0001-01-01"}, {"A", "B", "C"}),
    ],
)
def test_several_values_find_any_of_them(api, query, titles):
    make_item(
        title="A",
        topics=["health"],
        language="en",
        publisher={"name": "P", "id": PUBLISHER},
        published="2026-01-01T00:00:00Z",
        modified="2026-05-01T00:00:00Z",
    )
    make_item(
        "check",
        title="B",
        topics=["strategy"],
        regions=["DED2F"],
        company_sizes=["micro"],
        published="2026-02-01T00:00:00Z",
    )
    make_item(
        "network",
        title="C",
        regions=["DEA1"],
        language="fr",
        origin=FOREIGN_ORIGIN,
        success_factors=["leadership"],
        published="2026-03-01T00:00:00Z",
    )
    make_undated(title="D")
    found = set(api.titles("items/", **query)) - {"D"}
    assert found == titles


def test_a_plus_that_was_not_escaped_is_understood(api):
    make_item(title="da", published="2026-02-01T00:00:00Z")
    address = "items/?published_since=2026-02-01T01:00:00+01:00"
    assert [entry["document"]["title"] for entry in api.get(address).json()["results"]] == ["da"]


def test_what_names_no_date_was_published_at_no_time(api):
    make_undated(title="ohne")
    assert api.titles("items/", published_since="0001-01-01") == []


def test_near_a_region_is_its_land_the_nearest_first(api):
    make_item(title="Köln", regions=["DEA23"])
    make_item(title="Kreis", regions=["DED2F"], published="2020-01-01T00:00:00Z")
    make_item(title="Bezirk", regions=["DED21"], published="2021-01-01T00:00:00Z")
    make_item(title="Land", regions=["DED"], published="2022-01-01T00:00:00Z")
    make_item(title="Leipzig", regions=["DED51"], published="2023-01-01T00:00:00Z")
    assert api.titles("items/", near="DED2F") == ["Kreis", "Bezirk", "Leipzig", "Land"]
    assert api.titles("items/", near="DED2F", ordering="-published")[0] == "Leipzig"
    assert api.titles("items/", near="DED") == ["Leipzig", "Land", "Bezirk", "Kreis"]
    assert len(api.titles("items/", near="DE")) == 5


ORDERED = [
    ("published", ["ohne Datum", "Ärmel", "Zebra", "apfel"]),
    ("-published", ["apfel", "Zebra", "Ärmel", "ohne Datum"]),
    ("modified", ["ohne Datum", "apfel", "Zebra", "Ärmel"]),
    ("-modified", ["Ärmel", "Zebra", "apfel", "ohne Datum"]),
    ("title", ["apfel", "Ärmel", "ohne Datum", "Zebra"]),
    ("-title", ["Zebra", "ohne Datum", "Ärmel", "apfel"]),
]


@pytest.fixture
def ordered(db):
    for number, title in enumerate(("Ärmel", "Zebra", "apfel")):
        make_item(
            title=title,
            published=f"2026-01-0{number + 1}T00:00:00Z",
            modified=f"2026-02-0{9 - number}T00:00:00Z",
        )
    make_undated(title="ohne Datum")


@pytest.mark.parametrize(("ordering", "titles"), ORDERED)
def test_lists_have_an_order(api, ordered, ordering, titles):
    assert api.titles("items/", ordering=ordering) == titles


@pytest.mark.parametrize(("ordering", "titles"), ORDERED)
def test_a_cursor_reads_on_in_the_same_order(api, ordered, ordering, titles):
    assert read_all(api, f"items/?ordering={ordering}&limit=1&cursor=") == titles


def read_all(api, address, meanwhile=lambda: None):
    """The titles of all pages of a list that is read by cursor."""
    seen = []
    while address:
        page = api.get(address).json()
        assert "count" not in page
        seen += [entry["document"]["title"] for entry in page["results"]]
        address = page["next"] and page["next"].removeprefix("https://partner.example/om/api/v1/")
        meanwhile()
    return seen


def test_what_is_published_meanwhile_moves_no_page_of_a_cursor(api):
    names = [f"Nr. {number}" for number in range(6)]
    for name in reversed(names):
        make_item(title=name, topics=["health"])
    seen = read_all(
        api,
        "items/?topic=health&limit=2&cursor=",
        lambda: make_item(published="2027-01-01T00:00:00Z"),
    )
    assert seen == names


def test_documents_of_the_same_moment_are_all_read(api):
    for number in range(7):
        make_item(title=f"{number}", published="2026-01-01T00:00:00Z")
    assert sorted(read_all(api, "items/?limit=3&cursor=")) == list("0123456")


@pytest.mark.parametrize("letter", ["ж", "漢", "😀"])
def test_a_cursor_leads_on_after_titles_of_any_script(api, letter):
    titles = [letter * 254 + end for end in "abc"]
    for title in titles:
        make_item(title=title)
    assert read_all(api, "items/?ordering=title&limit=1&cursor=") == titles


def test_fields_give_these_members_alone_and_say_so(api):
    item = make_item(title="Titel", summary="Kurz", topics=["health"])
    [entry] = api.get("items/", fields="title,topics,expires").json()["results"]
    assert entry == {
        "key": item.key,
        "url": f"https://partner.example/om/api/v1/practice-examples/{item.key}/",
        "partial": True,
        "document": {"title": "Titel", "topics": ["health"]},
    }


@pytest.mark.parametrize(("reuse", "shown"), [("excerpt", "Kurz"), ("link", None)])
def test_fields_show_no_more_than_others_may_show(api, reuse, shown):
    make_item(title="Titel", summary="Kurz", origin=FOREIGN_ORIGIN, reuse=reuse)
    [entry] = api.get("items/", fields="summary,body,title").json()["results"]
    assert "document" not in entry
    assert entry.get("summary") == shown


def facet(api, name, **query):
    found = api.get("items/", facets=name, **query).json()["facets"][name]
    return [(entry["code"], entry["count"]) for entry in found]


def test_facets_count_what_the_filters_leave_the_most_frequent_first(api):
    make_item(topics=["health", "strategy"], regions=["DED2F"])
    make_item("check", topics=["strategy"], language="en", origin=FOREIGN_ORIGIN)
    make_item("check", topics=["strategy"], regions=["DEA"])
    assert facet(api, "topic") == [("strategy", 3), ("health", 1)]
    assert facet(api, "topic", region="DED") == [("health", 1), ("strategy", 1)]
    assert facet(api, "type") == [("check", 2), ("practice-example", 1)]
    assert facet(api, "language", type="check") == [("de", 1), ("en", 1)]
    assert facet(api, "origin") == [("https://partner.example", 2), (FOREIGN_ORIGIN, 1)]
    assert ("DED2", 1) in facet(api, "region")


def test_a_facet_in_use_counts_what_choosing_another_code_would_give(api):
    make_item(topics=["health"], regions=["DED"])
    make_item(topics=["strategy"], regions=["DED"])
    make_item(topics=["strategy"], regions=["DEA"])
    query = {"topic": "health", "region": "DED"}
    assert facet(api, "topic", **query) == [("health", 1), ("strategy", 1)]
    assert dict(facet(api, "region", **query))["DED"] == 1
    for code, count in facet(api, "topic", **query):
        assert len(api.titles("items/", **query | {"topic": code})) == count


def test_a_language_counts_what_choosing_it_would_give(api):
    for language in ("de", "de", "de-AT", "de-at", "en", "deu"):
        make_item(language=language)
    counted = facet(api, "language")
    assert counted[0] == ("de", 4)
    for code, count in counted:
        assert len(api.titles("items/", language=code)) == count


def test_facets_have_words_in_two_languages(api):
    make_item(
        "check",
        topics=["health", {"code": "x-eigen", "label": "Eigenes"}],
        publisher={"name": "Kammer", "id": PUBLISHER, "type": "chamber-of-crafts"},
    )
    names = "type,topic,language,organisation,organisation_type,origin"
    facets = api.get("items/", facets=names).json()["facets"]
    labels = {entry["code"]: entry["label"] for name in facets for entry in facets[name]}
    assert labels["check"] == {"de": "Check", "en": "Check"}
    assert labels["health"]["de"] != labels["health"]["en"]
    assert labels["x-eigen"] == {"de": "Eigenes", "en": "Eigenes"}
    assert labels["de"] == {"de": "Deutsch", "en": "German"}
    assert labels[PUBLISHER]["de"] == "Kammer"
    assert labels["https://partner.example"]["en"] == "partner.example"


def test_what_waits_for_a_decision_gives_nobody_a_name(api):
    make_item(publisher={"name": "Kammer", "id": PUBLISHER})
    lie = {"name": "ZZZ", "id": PUBLISHER}
    make_item(origin=FOREIGN_ORIGIN, publisher=lie, state="pending")
    [entry] = api.get("items/", facets="organisation").json()["facets"]["organisation"]
    assert (entry["label"]["de"], entry["count"]) == ("Kammer", 1)


def test_facets_go_with_a_search_and_a_cursor(api):
    make_item(title="Kran", topics=["health"])
    make_item(title="Bagger", topics=["strategy"])
    assert facet(api, "topic", q="kran") == [("health", 1)]
    page = api.get("items/?facets=topic&cursor=").json()
    assert len(page["facets"]["topic"]) == 2


WRONG = [
    ({"topic": "health,nonsense"}, "topic", "nonsense"),
    ({"topic": "health,,strategy"}, "topic", "comma"),
    ({"near": "DED,DEA"}, "near", "no region"),
    ({"near": "XX"}, "near", "/om/api/v1/vocabularies/regions/"),
    ({"organisation": "kammer"}, "organisation", "urn:uuid:"),
    ({"published_since": "gestern"}, "published_since", "2026-01-31"),
    ({"published_since": "2026-02-30"}, "published_since", "2026-01-31"),
    ({"modified_since": "2026-02-01T10:00:00"}, "modified_since", "2026-01-31T12:00:00Z"),
    ({"modified_since": "9999-12-31T23:59:59-14:00"}, "modified_since", "2026-01-31"),
    ({"modified_since": "٢٠٢٦-٠١-٠١"}, "modified_since", "2026-01-31"),
    ({"ordering": "colour"}, "ordering", "-published"),
    ({"ordering": "best"}, "ordering", "q"),
    ({"ordering": "best", "q": "kran", "cursor": "x"}, "ordering", "title"),
    ({"fields": "title,colour"}, "fields", "summary"),
    ({"facets": "colour"}, "facets", "region"),
    ({"cursor": "x"}, "cursor", "empty"),
    ({"cursor": "WzEsMiwzXQ.AAAA"}, "cursor", "empty"),
    ({"cursor": "." * 500}, "cursor", "empty"),
    ({"cursor": "é.ü"}, "cursor", "empty"),
    ({"cursor": "x", "page": "2"}, "page", "not by both"),
]


@pytest.mark.parametrize(("query", "name", "word"), WRONG)
def test_a_value_that_cannot_be_is_told_with_what_could(api, query, name, word):
    response = api.get("items/", **query)
    assert response.status_code == 400
    errors = {error["parameter"]: error["detail"] for error in response.json()["errors"]}
    assert word in errors[name]


def test_a_cursor_belongs_to_its_order(api):
    make_item()
    make_item()
    following = api.get("items/?ordering=title&limit=1&cursor=").json()["next"]
    cursor = following.partition("cursor=")[2]
    assert api.get(f"items/?ordering=title&cursor={cursor}").status_code == 200
    assert api.get(f"items/?ordering=modified&cursor={cursor}").status_code == 400
    assert api.get(f"items/?ordering=title&cursor={cursor[:-1]}").status_code == 400


def test_the_type_is_no_facet_of_a_list_of_one_type(api):
    assert api.get("checks/", facets="type").status_code == 400


QUERIES = ["", "?fields=title", "?facets=topic", "?cursor=", "?q=kran", "?near=DED"]


@pytest.mark.parametrize("query", QUERIES)
def test_the_tag_of_a_list_changes_with_every_entry_its_number_and_its_order(api, query):
    item = make_item(title="Kran", regions=["DED"], topics=["health"])
    tags = [api.get(f"items/{query}")["ETag"]]

    def look_again():
        response = api.get(f"items/{query}", headers={"if-none-match": tags[-1]})
        assert response.status_code == 200
        same = api.get(f"items/{query}", headers={"if-none-match": response["ETag"]})
        assert (same.status_code, same.content, same["ETag"]) == (304, b"", response["ETag"])
        assert same["Access-Control-Allow-Origin"] == "*"
        assert same["Cache-Control"] == "public, max-age=60"
        tags.append(response["ETag"])

    edit_item(item, title="Kran, neu")
    look_again()
    other = make_item(title="Kran 2", regions=["DED"])
    look_again()
    edit_item(other, published="2020-01-01T00:00:00Z")
    look_again()
    withdraw_item(other)
    look_again()


def test_lists_with_other_questions_have_other_tags(api):
    make_item(title="Kran")
    assert len({api.get(f"items/{query}")["ETag"] for query in QUERIES}) == len(QUERIES)
    assert api.get("items/")["ETag"] != api.get("practice-examples/")["ETag"]
    assert api.get("items/")["ETag"] != api.get("items/", host="intern.example")["ETag"]


@pytest.fixture
def two_sites(db):
    root = Site.objects.get().root_page
    Site.objects.create(hostname="zwei.local", root_page=root)
    origins = {"localhost": "https://partner.example", "zwei.local": "https://zwei.example"}
    with override_settings(OMWAGTAIL={"ORIGINS": origins, "THROTTLE": None}):
        yield


def test_each_of_several_sites_shows_its_own_and_what_came_from_elsewhere(api, two_sites):
    one = make_item(title="eins")
    make_item(title="zwei", origin="https://zwei.example")
    make_item(title="fremd", origin=FOREIGN_ORIGIN)

    def titles(host, **query):
        entries = api.get("items/", host=host, ordering="title", **query).json()["results"]
        return [entry["document"]["title"] for entry in entries]

    assert titles("partner.example") == ["eins", "fremd"]
    assert titles("zwei.example") == ["fremd", "zwei"]
    assert titles("zwei.example", origin="self") == ["zwei"]
    assert titles("intern.example") == ["eins", "fremd", "zwei"]
    assert api.get(f"items/{one.key}/", host="zwei.example").status_code == 404
    assert api.get(f"items/{one.key}/").status_code == 200
    entries = json.loads(api.get("items/?facets=origin", host="zwei.example").content)["facets"]
    assert [entry["code"] for entry in entries["origin"]] == [
        FOREIGN_ORIGIN,
        "https://zwei.example",
    ]
