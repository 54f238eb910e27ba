import pytest
from django.test import Client

from omwagtail.signals import rung
from tests.feed.malformed import MALFORMED

pytestmark = pytest.mark.django_db

PING = "/om/api/v1/ping/"


def ping(body):
    return Client(enforce_csrf_checks=True).post(PING, body, content_type="application/json")


@pytest.fixture
def heard():
    """The origins that the doorbell told of."""
    origins = []

    def listen(sender, origin, **kwargs):
        origins.append(origin)

    rung.connect(listen)
    yield origins
    rung.disconnect(listen)


def test_rule_19_a_ring_is_passed_on_and_answered_with_202(heard):
    response = ping({"origin": "https://kammer.example"})
    assert response.status_code == 202
    assert heard == ["https://kammer.example"]


def test_rule_19_the_answer_is_the_same_for_everyone_also_when_a_receiver_fails(heard):
    def fail(sender, **kwargs):
        raise RuntimeError("broken receiver")

    calm = ping({"origin": "https://kammer.example"})
    rung.connect(fail)
    try:
        troubled = ping({"origin": "https://unbekannt.example"})
    finally:
        rung.disconnect(fail)
    assert (calm.status_code, calm.content) == (troubled.status_code, troubled.content)


@pytest.mark.parametrize("body", MALFORMED)
def test_a_malformed_ring_is_a_problem_and_reaches_nobody(heard, body):
    response = ping(body)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert heard == []


def test_a_ring_has_at_most_a_kilobyte(heard):
    assert ping('{"origin": "https://kammer.example"' + " " * 1024 + "}").status_code == 413
    assert heard == []


def test_the_doorbell_is_rung_by_post_alone(client):
    assert client.get(PING).status_code == 405
