import pytest

from tests.catalogue.factories import FOREIGN_ORIGIN, make_item


def test_a_search_says_where_the_words_stand(api):
    make_item(title="Der Rest")
    body = {"sections": [{"html": "<p>Viele <strong>Betriebe</strong> bilden aus.</p>"}]}
    make_item(title="Gefunden", body=body)
    response = api.get("practice-examples/", q="betrieb")
    assert response.json()["count"] == 1
    entry = response.json()["results"][0]
    assert entry["document"]["title"] == "Gefunden"
    assert entry["snippet"] == "Viele <mark>Betriebe</mark> bilden aus."


def test_a_search_narrows_with_filters_and_goes_on_in_pages(api):
    for number in range(3):
        make_item(title=f"Handwerk {number}", topics=["health"])
    make_item(title="Handwerk ohne Thema")
    first = api.get("items/", q="handwerk", topic="health", limit="2").json()
    assert (first["count"], len(first["results"])) == (3, 2)
    assert "q=handwerk" in first["next"]
    assert api.titles("items/", q="handwerk") == [
        "Handwerk ohne Thema",
        "Handwerk 2",
        "Handwerk 1",
        "Handwerk 0",
    ]


@pytest.mark.parametrize(("reuse", "shown"), [("link", ""), ("excerpt", "Ein <mark>Kran</mark>")])
def test_a_snippet_shows_no_more_than_the_publisher_lets_others_show(api, reuse, shown):
    body = {"sections": [{"html": "<p>Der Kran im Text</p>"}]}
    make_item(title="Titel", summary="Ein Kran", origin=FOREIGN_ORIGIN, reuse=reuse, body=body)
    entry = api.get("items/", q="kran").json()["results"][0]
    assert entry["snippet"] == shown
    assert "document" not in entry


def test_a_search_that_is_too_long_is_a_readable_400(api):
    response = api.get("items/", q="x" * 201)
    assert response.status_code == 400
    assert "q" in str(response.json()["errors"])
