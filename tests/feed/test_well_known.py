import json

import pytest
from django.utils import timezone

from omwagtail import __version__
from omwagtail.catalogue.keys import signing_key
from omwagtail.documents import DOCUMENT_TYPES, b64url_decode, kid_of, parse_timestamp
from tests.catalogue.factories import make_item

pytestmark = pytest.mark.django_db

WELL_KNOWN = "/.well-known/omwagtail"


@pytest.fixture
def site(client):
    return client.get(WELL_KNOWN, headers={"host": "partner.example"}).json()


def test_it_says_who_the_site_is_and_what_it_offers(site):
    assert site["v"] == "om/1"
    assert site["origin"] == "https://partner.example"
    assert site["software"] == {"name": "omwagtail", "version": __version__}
    assert set(site["types"]) <= set(DOCUMENT_TYPES)
    assert site["licence"]["uri"] == "https://creativecommons.org/licenses/by/4.0/"
    assert site["successions"] == []


def test_it_holds_the_key_that_signs(site):
    [key] = site["keys"]
    assert key["kid"] == signing_key().kid == kid_of(b64url_decode(key["public"], 32))
    assert key["revoked"] is None


def test_a_key_has_the_date_of_its_first_use_and_keeps_it(client, site):
    again = client.get(WELL_KNOWN, headers={"host": "partner.example"}).json()
    assert parse_timestamp(site["keys"][0]["created"]) <= timezone.now()
    assert again["keys"] == site["keys"]


def test_a_key_that_another_replaced_is_named_as_revoked(client, site, settings):
    settings.SECRET_KEY = "another"
    before, now = client.get(WELL_KNOWN, headers={"host": "partner.example"}).json()["keys"]
    assert before["kid"] == site["keys"][0]["kid"]
    assert before["public"] == site["keys"][0]["public"]
    assert before["created"] == site["keys"][0]["created"]
    assert parse_timestamp(before["revoked"]) >= parse_timestamp(before["created"])
    assert (now["kid"], now["revoked"]) == (signing_key().kid, None)


def test_a_key_that_comes_back_into_use_is_valid_again(client, site, settings):
    first = settings.SECRET_KEY
    for settings.SECRET_KEY in ("another", first):
        keys = client.get(WELL_KNOWN, headers={"host": "partner.example"}).json()["keys"]
    assert [key["kid"] for key in keys if not key["revoked"]] == [signing_key().kid]
    assert keys[0] == site["keys"][0]


@pytest.mark.parametrize("relays", [True, False])
def test_rule_09_it_says_whether_the_site_relays(client, settings, relays):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "RELAY": relays}
    site = client.get(WELL_KNOWN, headers={"host": "partner.example"}).json()
    assert site["relay"] is relays


def test_a_relay_may_offer_every_type_also_without_pages_of_its_own(client, settings):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "RELAY": True}
    site = client.get(WELL_KNOWN, headers={"host": "partner.example"}).json()
    assert set(site["types"]) == set(DOCUMENT_TYPES)


def test_its_addresses_lead_somewhere(client, site):
    for name in ("feed", "api"):
        assert site[name].startswith("https://partner.example/")
        path = site[name].removeprefix("https://partner.example")
        assert client.get(path, headers={"host": "partner.example"}).status_code == 200


def test_its_name_is_that_of_the_sites_own_organisation(client, site):
    assert site["name"] == "partner.example"
    make_item("organisation", title="Handwerkskammer Beispielstadt")
    response = client.get(WELL_KNOWN, headers={"host": "partner.example"})
    assert response.json()["name"] == "Handwerkskammer Beispielstadt"


def test_rule_06_another_host_gets_421_with_the_reason(client):
    response = client.get(WELL_KNOWN, headers={"host": "staging.example"})
    assert response.status_code == 421
    assert "staging.example" in json.loads(response.content)["detail"]
