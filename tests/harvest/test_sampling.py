"""A look at what a site publishes, before it is approved."""

import json

import pytest

from omwagtail.harvest.sampling import MAX_TITLE, TITLES, sample
from tests.harvest.publisher import as_json

pytestmark = pytest.mark.django_db


def answer_lists(publisher, data) -> None:
    publisher.intercept = lambda path: (
        as_json(data) if path.startswith("/om/api/v1/items/") else None
    )


def listed(publisher, **members):
    document = {"title": "Titel", "type": "check", "url": f"{publisher.origin}/a/", **members}
    return {"key": "0", "partial": True, "document": document}


def test_numbers_and_titles_come_from_the_list(publisher):
    facets = {"type": [{"code": "check", "count": 12}, {"code": "network", "count": 3}]}
    answer_lists(publisher, {"results": [listed(publisher)], "facets": facets})
    found = sample(publisher.origin)
    assert (found.counts, found.total) == ({"check": 12, "network": 3}, 15)
    assert [(one.title, one.type) for one in found.titles] == [("Titel", "check")]
    assert found.titles[0].url == f"{publisher.origin}/a/"
    assert not found.at_least


def test_the_list_is_asked_for_the_sites_own_documents(publisher):
    sample(publisher.origin)
    assert publisher.origin.replace(":", "%3A").replace("/", "%2F") in publisher.requests[0]


def test_where_there_is_no_list_the_feed_is_looked_at(publisher):
    publisher.publish("a", title="Erstes")
    publisher.publish("b", title="Zweites")
    publisher.withdraw("c")
    found = sample(publisher.origin)
    assert found.counts == {"practice-example": 2}
    assert [one.title for one in found.titles] == ["Erstes", "Zweites"]


def test_a_feed_with_more_pages_says_so(publisher):
    publisher.page_size = 1
    publisher.publish("a")
    publisher.publish("b")
    assert sample(publisher.origin).at_least


def test_what_is_long_or_much_is_cut(publisher):
    many = [listed(publisher, title="x" * 100_000)] * 50
    answer_lists(publisher, {"results": many, "facets": {"type": []}})
    found = sample(publisher.origin)
    assert len(found.titles) == TITLES
    assert {len(one.title) for one in found.titles} == {MAX_TITLE}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://elsewhere.example/", "//x", 3, None, "{origin}.evil/"]
)
def test_a_title_links_to_the_site_itself_or_nowhere(publisher, url):
    url = url.format(origin=publisher.origin) if isinstance(url, str) else url
    answer_lists(publisher, {"results": [listed(publisher, url=url)], "facets": {"type": []}})
    assert sample(publisher.origin).titles[0].url == ""


@pytest.mark.parametrize(
    "data",
    [
        [],
        {},
        {"results": {}, "facets": {}},
        {"results": [], "facets": {"type": {}}},
        {"results": [None, 3, [], {"document": []}], "facets": {"type": [None, 3, {}]}},
        {"results": [{"document": {"title": 3}}], "facets": {"type": [{"code": [], "count": "1"}]}},
        {"results": [], "facets": {"type": [{"code": "check", "count": -5}]}},
        {"entries": [None, {"doc": 3}, {"doc": "{"}, {"doc": "[]"}]},
    ],
    ids=json.dumps,
)
def test_nonsense_is_an_empty_sample(publisher, data):
    publisher.intercept = lambda path: as_json(data)
    found = sample(publisher.origin)
    assert (found.total, found.titles) == (0, ())


@pytest.mark.parametrize("status", [204, 301, 404, 500, 503])
def test_a_site_that_does_not_answer_has_an_empty_sample(publisher, status):
    publisher.intercept = lambda path: (status, {}, b"")
    assert sample(publisher.origin).total == 0


def test_a_site_that_is_away_has_an_empty_sample():
    assert sample("http://127.0.0.1:1").total == 0
