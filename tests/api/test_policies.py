"""A project's settings and sign-ins change nothing about the API."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.views import APIView

from omwagtail.views import PublicView
from tests.api import hostile_project

ADDRESSES = hostile_project.READ
HOST = {"host": "partner.example"}


POLICIES = [
    name
    for name, value in vars(APIView).items()
    if name.endswith(("_classes", "_class")) and not name.startswith("_")
]


@pytest.mark.slow
def test_a_project_that_refuses_everything_changes_nothing():
    found = hostile_project.answers()
    wrong = found[hostile_project.WRONG]
    assert (wrong["status"], wrong["type"]) == (400, "application/problem+json")
    assert {found[address]["status"] for address in hostile_project.READ} == {200}
    assert all("json" in found[address]["type"] for address in hostile_project.READ)


@pytest.mark.parametrize("policy", POLICIES)
def test_each_policy_is_fixed_and_not_a_default(policy):
    assert policy in vars(PublicView)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/png;q=", "\u00e4"])
def test_what_a_client_accepts_changes_nothing(db, address, accept):
    response = Client().get(address, headers={**HOST, "accept": accept})
    assert response.status_code == 200
    assert "json" in response["Content-Type"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_is_asked_who_they_are(admin_user, address):
    client = Client()
    client.force_login(admin_user)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, headers=HOST)
    assert response.status_code == 200
    assert not response.cookies
    asked = " ".join(query["sql"] for query in queries)
    assert "django_session" not in asked
    assert "auth_user" not in asked
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_may_be_read_from_any_site(db, address):
    assert Client().get(address, headers=HOST)["Access-Control-Allow-Origin"] == "*"


def test_a_problem_may_be_read_from_any_site_and_is_not_kept(db):
    response = Client().get("/om/api/v1/items/", {"colour": "red"}, headers=HOST)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-store"


def test_a_problem_is_english_whatever_the_visitor_speaks(db):
    headers = {**HOST, "accept-language": "de"}
    response = Client().get("/om/api/v1/items/", {"topic": "x"}, headers=headers)
    assert response["Content-Language"] == "en"
    assert "is none of its codes" in response.json()["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_reading_is_all_that_can_be_done(db, method):
    response = getattr(Client(enforce_csrf_checks=True), method)("/om/api/v1/items/", headers=HOST)
    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
