"""The address at which sites ask to be read; what becomes of it is tested with the harvest."""

import pytest
from django.test import Client

from omwagtail.signals import asked_to_join
from tests.feed.malformed import MALFORMED

pytestmark = pytest.mark.django_db

JOIN = "/om/api/v1/join/"
ORIGIN = "https://kammer.example"


def ask(body):
    return Client(enforce_csrf_checks=True).post(JOIN, body, content_type="application/json")


@pytest.fixture
def heard():
    """The origins that the signal told of."""
    origins = []

    def listen(sender, origin, **kwargs):
        origins.append(origin)

    asked_to_join.connect(listen)
    yield origins
    asked_to_join.disconnect(listen)


def test_rule_19_a_request_is_passed_on_and_answered_with_202(heard):
    assert ask({"origin": ORIGIN}).status_code == 202
    assert heard == [ORIGIN]


def test_rule_19_the_answer_is_the_same_also_when_a_receiver_fails(heard):
    def fail(sender, **kwargs):
        raise RuntimeError("broken receiver")

    calm = ask({"origin": ORIGIN})
    asked_to_join.connect(fail)
    try:
        troubled = ask({"origin": ORIGIN})
    finally:
        asked_to_join.disconnect(fail)
    assert (calm.status_code, calm.content) == (troubled.status_code, troubled.content)


@pytest.mark.parametrize("body", MALFORMED)
def test_a_malformed_request_is_a_problem_and_reaches_nobody(heard, body):
    response = ask(body)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert heard == []


def test_a_request_has_at_most_a_kilobyte(heard):
    assert ask('{"origin": "https://kammer.example"' + " " * 1024 + "}").status_code == 413
    assert heard == []


def test_one_asks_by_post_alone(client):
    assert client.get(JOIN).status_code == 405


def described(client):
    return client.get("/.well-known/omwagtail", headers={"host": "partner.example"}).json()


def test_the_site_says_where_one_asks(client, heard):
    address = described(client)["join"]
    assert address == f"https://partner.example{JOIN}"


def test_a_site_that_takes_no_requests_names_no_address_and_hears_nobody(client, settings, heard):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "ACCEPT_JOINS": False}
    assert "join" not in described(client)
    answer = ask({"origin": ORIGIN})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert heard == []
