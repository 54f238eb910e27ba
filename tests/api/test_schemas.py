"""JSON Schemas under addresses that stay."""

import json

import pytest
from jsonschema import Draft202012Validator

from omwagtail.api.examples import EXAMPLES, example
from omwagtail.api.schemas import NAMES


def read(api, name):
    response = api.get(f"schemas/{name}.json")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/schema+json"
    return json.loads(response.content)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_names_the_address_that_it_stands_at(api, name):
    schema = read(api, name)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"https://partner.example/om/api/v1/schemas/{name}.json"


@pytest.mark.parametrize("document_type", EXAMPLES)
def test_documents_fit_the_schema_of_their_type(api, document_type):
    validator = Draft202012Validator(read(api, document_type))
    assert validator.is_valid(example(document_type))
    assert not validator.is_valid({**example(document_type), "rev": "1"})


def test_a_checks_definition_has_a_schema_of_its_own(api):
    validator = Draft202012Validator(read(api, "check-definition"))
    assert validator.is_valid(example("check")["body"])
    assert not validator.is_valid({"sections": "none"})


def test_a_page_of_the_feed_fits_its_schema(api):
    page = json.loads(api.get("changes/").content)
    assert Draft202012Validator(read(api, "feed-page")).is_valid(page)


def test_all_are_listed_with_their_addresses(api):
    entries = json.loads(api.get("schemas/").content)
    assert [entry["name"] for entry in entries] == list(NAMES)


def test_an_unknown_one_is_a_problem_that_names_those_there_are(api):
    response = api.get("schemas/page.json")
    assert response.status_code == 404
    assert "practice-example" in response.json()["detail"]
