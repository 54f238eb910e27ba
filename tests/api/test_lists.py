import json
from datetime import timedelta

import pytest
from django.utils import timezone

from omwagtail.catalogue.models import ItemState
from omwagtail.documents import format_timestamp
from tests.catalogue.factories import FOREIGN_ORIGIN, make_item, withdraw_item

LISTS = {
    "practice-examples/": "practice-example",
    "checks/": "check",
    "networks/": "network",
    "organisations/": "organisation",
}


@pytest.mark.parametrize("path", LISTS)
def test_each_list_holds_its_own_type(api, path):
    for document_type in LISTS.values():
        make_item(document_type, title=document_type)
    assert api.titles(path) == [LISTS[path]]


def test_items_holds_all_types_and_can_be_narrowed_to_one(api):
    for document_type in LISTS.values():
        make_item(document_type, title=document_type)
    assert sorted(api.titles("items/")) == sorted(LISTS.values())
    assert api.titles("items/", type="check") == ["check"]


def test_an_entry_has_key_address_and_the_document_as_it_is_stored(api):
    item = make_item(title="Größe „vier“", extra={"a": 1})
    response = api.get("items/")
    assert item.doc.encode() in response.content
    assert response.json() == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "key": item.key,
                "url": f"https://partner.example/om/api/v1/practice-examples/{item.key}/",
                "document": json.loads(item.doc),
            }
        ],
    }


def test_documents_of_other_sites_stand_in_the_lists_too(api):
    make_item(title="eigen")
    make_item(title="fremd", origin=FOREIGN_ORIGIN)
    assert sorted(api.titles("items/")) == ["eigen", "fremd"]
    assert api.titles("items/", origin="self") == ["eigen"]
    assert api.titles("items/", origin=FOREIGN_ORIGIN) == ["fremd"]
    assert api.titles("items/", origin="https://unbekannt.example") == []


@pytest.mark.parametrize(
    ("reuse", "shown"),
    [("excerpt", {"summary": "Kurz „gesagt“."}), ("link", {})],
)
def test_of_a_foreign_document_no_more_is_given_than_others_may_show(api, reuse, shown):
    item = make_item(
        origin=FOREIGN_ORIGIN,
        title="Größe",
        summary="Kurz „gesagt“.",
        reuse=reuse,
        body={"sections": [{"html": "<p>Der ganze Text.</p>"}]},
    )
    assert api.get("items/").json()["results"] == [
        {
            "key": item.key,
            "url": f"https://partner.example/om/api/v1/practice-examples/{item.key}/",
            "original": item.url,
            "title": "Größe",
            **shown,
        }
    ]


@pytest.mark.parametrize("state", [ItemState.PENDING, ItemState.REJECTED, ItemState.QUARANTINED])
def test_what_was_not_accepted_is_not_listed(api, state):
    make_item(state=state)
    assert api.titles("items/") == []


def test_withdrawn_and_expired_documents_are_not_listed(api):
    withdraw_item(make_item())
    make_item(expires=format_timestamp(timezone.now() - timedelta(minutes=1)))
    make_item(title="läuft noch", expires=format_timestamp(timezone.now() + timedelta(minutes=1)))
    assert api.titles("items/") == ["läuft noch"]


def test_the_newest_comes_first_and_what_has_no_date_last(api):
    make_item(title="alt", published="2020-01-01T00:00:00Z")
    make_item(title="neu", published="2026-01-01T00:00:00Z")
    assert api.titles("items/") == ["neu", "alt"]


@pytest.mark.parametrize(
    ("query", "members"),
    [
        ({"topic": "strategy"}, {"topics": ["strategy"]}),
        ({"region": "DED2"}, {"regions": ["DED2F"]}),
        ({"region": "DED2F"}, {"regions": ["DED2F"]}),
        ({"sector": "C"}, {"sectors": ["C"]}),
        ({"audience": "managers"}, {"audiences": [{"code": "managers", "label": "Leitung"}]}),
        ({"organisation_type": "non-profit"}, {"publisher": {"name": "P", "type": "non-profit"}}),
        ({"language": "de"}, {"language": "de-AT"}),
        ({"language": "en"}, {"language": "en"}),
    ],
)
def test_a_filter_keeps_what_carries_the_value(api, query, members):
    make_item(title="gesucht", **members)
    make_item(title="anderes", language="fr")
    assert api.titles("items/", **query) == ["gesucht"]


def test_filters_narrow_together(api):
    make_item(title="beides", topics=["strategy"], regions=["DED"])
    make_item(title="nur das eine", topics=["strategy"])
    assert api.titles("items/", topic="strategy", region="DED") == ["beides"]


def test_a_partners_own_code_can_be_filtered_by_once_a_document_carries_it(api):
    assert api.get("items/", topic="eigenes-thema").status_code == 400
    make_item(title="eigenes", topics=[{"code": "eigenes-thema", "label": "Eigenes Thema"}])
    assert api.titles("items/", topic="eigenes-thema") == ["eigenes"]


def test_pages_lead_to_each_other_and_hold_everything_once(api):
    names = {f"Nr. {number}" for number in range(5)}
    for name in sorted(names):
        make_item(title=name, topics=["strategy"])
    seen, address = [], "items/?topic=strategy&limit=2"
    while address:
        page = api.get(address).json()
        assert page["count"] == 5
        seen += [entry["document"]["title"] for entry in page["results"]]
        address = page["next"] and page["next"].removeprefix("https://partner.example/om/api/v1/")
    assert len(seen) == 5
    assert set(seen) == names
    assert page["previous"].endswith("/items/?topic=strategy&limit=2&page=2")


def test_a_page_beyond_the_end_is_a_404_that_says_how_many_there_are(api):
    make_item()
    response = api.get("items/", page="2")
    assert response.status_code == 404
    assert "1 page" in response.json()["detail"]


WRONG = [
    ("items/", {"type": "page"}, "type", "practice-example"),
    ("items/", {"topic": "nonsense"}, "topic", "strategy"),
    ("items/", {"region": "XX"}, "region", "/om/api/v1/vocabularies/regions/"),
    ("items/", {"language": "german!"}, "language", "de-AT"),
    ("items/", {"origin": "partner.example"}, "origin", "self"),
    ("items/", {"limit": "101"}, "limit", "100"),
    ("items/", {"limit": "0"}, "limit", "100"),
    ("items/", {"limit": "-1"}, "limit", "100"),
    ("items/", {"page": "9" * 500}, "page", "100000"),
    ("items/", {"page": "1.5"}, "page", "100000"),
    ("items/", {"page": "²"}, "page", "100000"),
    ("items/", {"topic": ["strategy", "strategy"]}, "topic", "once"),
    ("items/", {"topic": "strategy\0"}, "topic", "NUL"),
    ("items/", {"topic": "' OR 1=1 --"}, "topic", "strategy"),
    ("items/", {"topic": "x" * 10_000}, "topic", "512"),
    ("items/", {"colour": "red"}, "colour", "no such parameter"),
    ("items/", {"format": "xml"}, "format", "no such parameter"),
    ("items/", {"\0": "x"}, "\0", "no such parameter"),
    ("items/", {"x" * 10_000: "x"}, "x" * 64, "no such parameter"),
    ("checks/", {"type": "check"}, "type", "no such parameter"),
    ("vocabularies/", {"language": "de"}, "language", "no such parameter"),
]


@pytest.mark.parametrize(("path", "query", "name", "word"), WRONG)
def test_a_wrong_parameter_is_a_problem_that_names_it_and_what_is_allowed(
    api, path, query, name, word
):
    response = api.get(path, **query)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == 400
    [error] = problem["errors"]
    assert error["parameter"] == name
    assert word in error["detail"]


def test_a_problem_names_the_parameters_there_are(api):
    assert "region" in api.get("items/", regoin="DED").json()["parameters"]


def test_all_faults_of_a_query_are_told_at_once(api):
    errors = api.get("items/", topic="nonsense", limit="0", language="!").json()["errors"]
    assert {error["parameter"] for error in errors} == {"topic", "limit", "language"}


def test_empty_values_count_as_not_given(api):
    make_item(title="da")
    assert api.titles("items/", topic="", limit="", page="", origin="") == ["da"]


def test_bytes_that_are_no_text_are_no_500(api):
    assert api.get("items/?topic=%ff%fe").status_code == 400
    assert api.get("items/?%ff=1").status_code == 400


def test_more_parameters_than_django_takes_are_no_500(api):
    assert api.get("items/?" + "&".join(f"a{i}=1" for i in range(2000))).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_a_list_costs_a_query_and_one_to_count_what_is_on_other_pages(
    api, django_assert_num_queries
):
    for _ in range(3):
        make_item(topics=["strategy"], regions=["DED2F"])
    api.get("items/")
    with django_assert_num_queries(1):
        assert api.get("items/", topic="strategy", region="DED").json()["count"] == 3
    with django_assert_num_queries(2):
        assert api.get("items/", topic="strategy", region="DED", limit="2").json()["count"] == 3
