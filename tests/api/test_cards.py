"""Lists as cards: what a page of another site shows of each item."""

import pytest

from tests.catalogue.factories import FOREIGN_ORIGIN, make_item
from tests.rendering.samples import stored_picture

CC_BY = {"uri": "https://creativecommons.org/licenses/by/4.0/", "name": "CC BY"}


def cards(api, **query):
    response = api.get("items/", **{"as": "card"} | query)
    assert response.status_code == 200, response.content
    return [entry["card"] for entry in response.json()["results"]]


def test_a_card_says_what_a_list_shows(api):
    item = make_item(
        title="Verbund",
        summary="Achtzehn Betriebe.",
        publisher={"name": "IMPRO"},
        licence=CC_BY,
        regions=["DED2F"],
        topics=["health", {"code": "x-eigen", "label": "Eigenes"}],
        reuse="full",
        body={"sections": [{"html": "<p>Der ganze Text.</p>"}]},
    )
    [entry] = api.get("items/", **{"as": "card"}).json()["results"]
    assert entry["url"].endswith(f"/om/api/v1/practice-examples/{item.key}/")
    card = entry["card"]
    assert [region["label"]["de"] for region in card.pop("regions")] == [
        "Sächsische Schweiz-Osterzgebirge"
    ]
    assert card.pop("topics")[1] == {"code": "x-eigen", "label": {"de": "Eigenes", "en": "Eigenes"}}
    assert card == {
        "type": "practice-example",
        "title": "Verbund",
        "link": item.url,
        "language": "de",
        "summary": "Achtzehn Betriebe.",
        "published": "2026-03-01T09:30:00Z",
        "publisher": "IMPRO",
        "foreign": True,
        "licence": {"name": "CC BY 4.0", "uri": CC_BY["uri"]},
    }


@pytest.mark.parametrize(
    ("reuse", "shown"),
    [("full", {"summary", "regions", "image"}), ("excerpt", {"summary"}), ("link", set())],
)
def test_a_card_says_no_more_than_others_may_show(api, reuse, shown):
    _, image = stored_picture()
    make_item(origin=FOREIGN_ORIGIN, reuse=reuse, summary="Kurz", regions=["DED"], images=[image])
    [card] = cards(api)
    assert {"summary", "regions", "image"} & card.keys() == shown


def test_a_picture_comes_from_here(api):
    picture, image = stored_picture()
    make_item(origin=FOREIGN_ORIGIN, reuse="full", images=[{**image, "alt": "Eine Drehmaschine"}])
    [card] = cards(api)
    assert card["image"]["alt"] == "Eine Drehmaschine"
    [size] = card["image"]["sizes"]
    assert size["url"] == f"https://partner.example/om/media/{picture.digest}.webp"


def test_a_list_of_cards_keeps_its_order_its_filters_and_its_pages(api):
    for number in range(3):
        make_item(
            title=f"Kran {number}", topics=["health"], published=f"2026-0{number + 1}-01T00:00:00Z"
        )
    make_item(title="Bagger")
    page = api.get("items/", **{"as": "card", "topic": "health", "limit": "2"}).json()
    assert [entry["card"]["title"] for entry in page["results"]] == ["Kran 2", "Kran 1"]
    assert page["count"] == 3
    assert "as=card" in page["next"]
    assert len(cards(api, q="kran", facets="type")) == 3
    assert len(cards(api, cursor="", limit="2")) == 2
    assert len(cards(api, fields="title")) == 4


def test_the_tag_changes_when_a_picture_arrives(api):
    picture, image = stored_picture()
    digest, picture.digest = picture.digest, ""
    picture.save()
    make_item(origin=FOREIGN_ORIGIN, reuse="full", images=[image])
    query = {"as": "card"}
    before = api.get("items/", **query)
    same = api.get("items/", headers={"if-none-match": before["ETag"]}, **query)
    assert same.status_code == 304
    picture.digest = digest
    picture.save()
    after = api.get("items/", headers={"if-none-match": before["ETag"]}, **query)
    assert after.status_code == 200
    assert after["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("count", [1, 8])
def test_more_cards_need_no_more_queries(api, django_assert_max_num_queries, count):
    for number in range(count):
        _, image = stored_picture(300 + number)
        make_item(origin=FOREIGN_ORIGIN, reuse="full", images=[image], regions=["DED"])
    with django_assert_max_num_queries(6):
        assert len(cards(api)) == count
