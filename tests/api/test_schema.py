import json

import pytest

from omwagtail.api.schema import openapi_text
from omwagtail.documents import DOCUMENT_TYPES


@pytest.fixture
def schema(api):
    return json.loads(api.get("schema/").content)


def test_it_describes_our_addresses_and_no_others(schema):
    paths = schema["paths"]
    assert schema["openapi"].startswith("3.1")
    assert {"/om/api/v1/items/", "/om/api/v1/checks/{key}/", "/om/api/v1/changes/"} <= paths.keys()
    assert all(path.startswith(("/om/api/v1/", "/.well-known/")) for path in paths)


def test_every_reference_leads_to_a_component(schema):
    components = schema["components"]["schemas"]

    def references(value):
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            value = list(value.values())
        if isinstance(value, list):
            for entry in value:
                yield from references(entry)

    names = {reference.removeprefix("#/components/schemas/") for reference in references(schema)}
    assert names
    assert names <= components.keys()


def test_the_document_types_are_components(schema):
    components = schema["components"]["schemas"]
    for document_type in DOCUMENT_TYPES:
        name = document_type.title().replace("-", "")
        assert components[name]["properties"]["type"]["const"] == document_type


def test_operations_have_names_of_their_own(schema):
    names = [
        operation["operationId"] for path in schema["paths"].values() for operation in path.values()
    ]
    assert len(names) == len(set(names))
    assert {"items_list", "practice_examples_detail", "feed_changes", "feed_ping"} <= set(names)


def test_a_list_names_its_parameters(schema):
    parameters = schema["paths"]["/om/api/v1/items/"]["get"]["parameters"]
    assert {"type", "topic", "region", "origin", "limit", "page"} <= {
        parameter["name"] for parameter in parameters
    }


def test_the_doorbell_says_what_it_takes(schema):
    body = schema["paths"]["/om/api/v1/ping/"]["post"]["requestBody"]
    assert body["content"]["application/json"]["schema"]["required"] == ["origin"]


def test_nothing_is_left_for_the_generator_to_guess(capsys):
    openapi_text.cache_clear()
    openapi_text()
    assert capsys.readouterr().err == ""
