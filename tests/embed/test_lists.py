"""Framed lists: what their addresses ask for."""

import pytest
from django.urls import reverse

from omwagtail.catalogue.models import ItemState
from omwagtail.runner.assets import asset_url
from tests.catalogue.factories import FOREIGN_ORIGIN, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(client):
    """`listed("type=check")`: titles in the order of the list."""

    def listed(query=""):
        response = client.get(f"{reverse('omwagtail_embed_list')}?{query}")
        assert response.status_code == 200
        return [card.item.title for card in response.context["cards"]]

    return listed


def test_list_shows_what_is_visible_newest_first(listed):
    make_item(title="alt", published="2025-01-01T00:00:00Z")
    make_item(title="neu", published="2026-01-01T00:00:00Z")
    make_item(title="wartet", state=ItemState.PENDING)
    make_item(title="abgelaufen", expires="2026-01-02T00:00:00Z")
    assert listed() == ["neu", "alt"]


def test_list_leaves_out_organisations_unless_asked_for(listed):
    make_item("organisation", title="Kammer")
    assert listed() == []
    assert listed("type=organisation") == ["Kammer"]


def test_list_filters_by_type(listed):
    make_item("check", title="Check")
    make_item("network", title="Netzwerk")
    make_item(title="Beispiel")
    assert listed("type=check") == ["Check"]
    assert set(listed("type=check&type=network")) == {"Check", "Netzwerk"}


def test_list_filters_by_topic(listed):
    make_item(title="Führung", topics=["leadership"])
    make_item(title="Geld", topics=["liquidity"])
    assert listed("topic=leadership") == ["Führung"]


def test_list_of_a_region_includes_its_districts(listed):
    make_item(title="Glashütte", regions=["DED2F"])
    make_item(title="Heilbronn", regions=["DE117"])
    assert listed("region=DED") == ["Glashütte"]


def test_list_takes_a_partners_own_topic(listed):
    make_item(title="Eigen", topics=[{"code": "own-topic", "label": "Eigenes"}])
    assert listed("topic=own-topic") == ["Eigen"]


@pytest.mark.parametrize(("limit", "count"), [("1", 1), ("7", 7), ("24", 8), ("", 6)])
def test_list_is_limited(listed, limit, count):
    for _ in range(8):
        make_item()
    assert len(listed(f"limit={limit}")) == count


@pytest.mark.parametrize(
    "query",
    [
        "type=blog",
        "topic=no-such-topic",
        "region=Sachsen",
        "limit=0",
        "limit=25",
        "limit=many",
        "limit=-1",
        "limit=%C2%B2",
        "limit=" + "9" * 5000,
        "type=check&type=blog",
    ],
)
def test_unknown_value_is_a_readable_400(client, query):
    response = client.get(f"{reverse('omwagtail_embed_list')}?{query}")
    name = query.rpartition("&")[2].partition("=")[0]
    assert response.status_code == 400
    assert f"{name}=" in response.content.decode()
    assert "X-Frame-Options" not in response


def test_unknown_value_is_escaped(client):
    response = client.get(reverse("omwagtail_embed_list"), {"type": "<script>"})
    assert "<script>" not in response.content.decode()


def test_cards_lead_to_the_origin_in_a_new_tab(client):
    item = make_item(title="Verbund", summary="Achtzehn Betriebe.", publisher={"name": "IMPRO"})
    html = client.get(reverse("omwagtail_embed_list")).content.decode()
    assert f'<a href="{item.url}" target="_blank" rel="noopener"' in html
    assert ">Verbund</a>" in html
    assert "Achtzehn Betriebe." in html
    assert "IMPRO" in html


def test_card_of_what_may_only_be_linked_has_no_summary(client):
    make_item(origin=FOREIGN_ORIGIN, reuse="link", title="Titel", summary="Text")
    html = client.get(reverse("omwagtail_embed_list")).content.decode()
    assert "Titel" in html
    assert "Text" not in html


def test_list_sets_no_cookie_and_its_one_script_tells_its_height(client):
    make_item()
    response = client.get(reverse("omwagtail_embed_list"))
    assert not response.cookies
    html = response.content.decode()
    assert html.count("<script") == html.count(f'src="{asset_url("frame.js")}"') == 1


def test_list_without_items_says_so(client):
    assert client.get(reverse("omwagtail_embed_list")).status_code == 200


def test_what_has_no_date_stands_last_on_every_database(listed):
    undated = make_item(title="ohne Datum", published="2026-01-01T00:00:00Z")
    undated.fill_columns({name: undated.data[name] for name in undated.data if name != "published"})
    undated.save()
    make_item(title="alt", published="2020-01-01T00:00:00Z")
    assert listed() == ["alt", "ohne Datum"]
