"""Editions of a check, as a client asks for them."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import ItemState
from omwagtail.documents import Envelope, format_timestamp, verify
from tests.catalogue.factories import FOREIGN_ORIGIN, edit_item, make_item, withdraw_item
from tests.catalogue.test_editions import asking, make_check, publish_edition


def listed(api, item):
    response = api.get(f"checks/{item.key}/editions/")
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def edition(item, number, query=""):
    return f"checks/{item.key}/editions/{number}/{query}"


def follow(api, address):
    return api.get(address.partition("/om/api/v1/")[2])


@pytest.fixture
def three(db):
    """A check with two editions, the second of them corrected."""
    item = make_item("check", body=asking("Alt?", 1, date="2024-05-01"))
    publish_edition(item, "Nue?", 2)
    return publish_edition(item, "Neu?", 2)


def test_the_list_names_every_text_the_newest_first(api, three):
    answer = listed(api, three)

    assert answer["count"] == 3
    rows = [(row["number"], row["date"], row["current"]) for row in answer["results"]]
    assert rows == [(2, None, True), (2, None, False), (1, "2024-05-01", False)]
    assert answer["results"][0]["rev"] == three.rev


def test_every_address_of_the_list_leads_to_exactly_its_text(api, three):
    for row in listed(api, three)["results"]:
        document = json.loads(follow(api, row["url"]).content)
        assert document["rev"] == row["rev"]
        assert row["url"].startswith("https://partner.example/om/api/v1/checks/")
        assert row["page"].startswith(f"https://partner.example/om/check/{three.key}/editions/")


def test_an_edition_is_sent_as_it_was_signed(api, three):
    response = api.get(edition(three, 1))

    assert response["Content-Type"] == "application/json"
    assert json.loads(response.content)["body"]["edition"]["number"] == 1
    envelope = Envelope(
        doc=response.content.decode(), kid=response["Om-Key-Id"], sig=response["Om-Signature"]
    )
    verify(envelope, signing_key().public)


def test_without_a_fingerprint_the_last_text_of_a_number_is_meant(api, three):
    assert api.get(edition(three, 2)).content == three.doc.encode()


def test_a_text_asked_for_by_its_fingerprint_may_be_kept_for_a_day(api, three):
    _, corrected, _ = listed(api, three)["results"]

    response = api.get(edition(three, 2), fingerprint=corrected["fingerprint"])

    assert "Nue?" in response.content.decode()
    assert response["Cache-Control"] == "public, max-age=86400, immutable"
    assert api.get(edition(three, 2))["Cache-Control"] == "public, max-age=60"


def test_a_second_request_with_the_tag_costs_no_body(api, three):
    first = api.get(edition(three, 1))
    again = api.get(edition(three, 1), headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert api.get(edition(three, 2))["ETag"] != first["ETag"]


@pytest.mark.parametrize("number", ["3", "-1", "x", "01", "9" * 400, "%00", "٢"])
def test_an_unknown_edition_is_a_problem(api, three, number):
    response = api.get(edition(three, number))

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_another_editions_fingerprint_is_not_found(api, three):
    oldest = listed(api, three)["results"][-1]["fingerprint"]

    assert api.get(edition(three, 2), fingerprint=oldest).status_code == 404


@pytest.mark.parametrize("fingerprint", ["x", "A" * 64, "0" * 65])
def test_what_is_no_fingerprint_is_refused_and_named(api, three, fingerprint):
    response = api.get(edition(three, 1), fingerprint=fingerprint)

    assert response.status_code == 400
    problem = json.loads(response.content)
    assert problem["errors"][0]["parameter"] == "fingerprint"
    assert problem["parameters"] == ["fingerprint"]


@pytest.mark.parametrize("path", ["editions/", "editions/1/"])
def test_a_withdrawn_check_is_gone_with_its_editions_and_they_come_back_with_it(api, path):
    item = make_check("Geheim?")
    withdraw_item(item, "unpublished")
    response = api.get(f"checks/{item.key}/{path}")
    assert response.status_code == 410
    assert "Geheim" not in response.content.decode()

    edit_item(item, body=asking("Wieder da?", 2))
    assert api.get(f"checks/{item.key}/{path}").status_code == 200
    assert "Geheim?" in api.get(edition(item, 1)).content.decode()


def test_a_retracted_check_comes_back_without_them(api):
    item = withdraw_item(make_check("Falsch?"), "retracted")

    edit_item(item, body=asking("Neu?", 2))

    assert [row["number"] for row in listed(api, item)["results"]] == [2]
    assert api.get(edition(item, 1)).status_code == 404


def test_an_expired_check_has_no_editions(api):
    item = make_check(expires=format_timestamp(timezone.now() - timedelta(minutes=1)))

    assert api.get(edition(item, 1)).status_code == 404


@pytest.mark.parametrize("state", [ItemState.PENDING, ItemState.REJECTED])
def test_what_was_not_accepted_is_not_found(api, state):
    assert api.get(f"checks/{make_check(state=state).key}/editions/").status_code == 404


@pytest.mark.parametrize("key", ["0" * 32, "x", "%00", "A" * 32])
def test_an_unknown_check_is_a_problem(api, key):
    assert api.get(f"checks/{key}/editions/").status_code == 404
    assert api.get(f"checks/{key}/editions/1/").status_code == 404


def test_a_foreign_edition_keeps_its_publishers_signature(api):
    item = make_check(origin=FOREIGN_ORIGIN)

    response = api.get(edition(item, 1))

    assert (response.content, response["Om-Key-Id"]) == (item.doc.encode(), item.kid)


@pytest.mark.parametrize("reuse", ["excerpt", "link"])
def test_a_foreign_check_that_may_not_be_passed_on_leads_to_the_original(api, reuse):
    item = make_check(origin=FOREIGN_ORIGIN, reuse=reuse)

    response = api.get(edition(item, 1))

    assert (response.status_code, response["Location"]) == (303, item.url)
    assert response.content == b""
