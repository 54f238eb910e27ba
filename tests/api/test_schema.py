"""The OpenAPI description: valid, complete, and the same wherever it is made."""

import json
from pathlib import Path

import pytest
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from omwagtail.api.schema import openapi
from omwagtail.describing import UNDESCRIBED
from omwagtail.documents import DOCUMENT_TYPES
from omwagtail.urls import urlpatterns
from tests.addresses import paths_of
from tests.api import hostile_project

# What is no part of the API: pages, frames, pictures, oEmbed, Atom, and what tells of the API.
NOT_DESCRIBED = {
    "/om/api/v1/docs/",
    "/om/api/v1/docs/swagger/",
    "/om/api/",
    "/om/api/<path:rest>",
    "/<om_directory:directory>atom.xml",
    "/om/check/…",
    "/om/embed/…",
    "/om/embedding/",
    "/om/embedding/<om_key:key>/",
    "/om/media/…",
    "/om/oembed/",
}
# Programs are generated from these names: one that changes or goes breaks them.
OPERATIONS = Path(__file__).with_name("operations.txt")


@pytest.fixture
def schema(api):
    return json.loads(api.get("schema/").content)


def operations(schema):
    """(path, method, operation) of each."""
    return [
        (path, method, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def nodes(value):
    """Every object within."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for entry in value:
            yield from nodes(entry)


def schemas_of(schema):
    """Every JSON Schema of the description."""
    yield from schema["components"]["schemas"].values()
    for node in nodes(schema["paths"]):
        if "schema" in node:
            yield node["schema"]


def test_it_is_a_valid_description(schema):
    assert schema["openapi"] == "3.1.0"
    validate_schema(schema)
    for one in schemas_of(schema):
        Draft202012Validator.check_schema(one)


def test_every_reference_leads_somewhere(schema):
    resolver = Registry().with_resource("", Resource(schema, DRAFT202012)).resolver("")
    references = {node["$ref"] for node in nodes(schema["paths"]) if "$ref" in node}
    references |= {
        node["$ref"] for node in nodes(schema["components"]["schemas"]) if "$ref" in node
    }
    assert len(references) > 20
    for reference in references:
        resolver.lookup(reference)


def test_every_address_is_described_or_a_named_exception(schema):
    """A star stands for each variable part."""
    described = {star(path) for path in schema["paths"]}
    rooms = tuple(path.removesuffix("…") for path in NOT_DESCRIBED if path.endswith("…"))
    others = {path for path in paths_of(urlpatterns) if star(path) not in described}
    in_rooms = {path for path in others if path.startswith(rooms)}
    assert others - in_rooms == {path for path in NOT_DESCRIBED if not path.endswith("…")}
    assert all(any(path.startswith(room) for path in in_rooms) for room in rooms)
    assert all(path.startswith(("/om/api/v1/", "/.well-known/")) for path in schema["paths"])


def star(path):
    for left, right in ("<>", "{}"):
        while left in path:
            begin, end = path.index(left), path.index(right)
            path = f"{path[:begin]}*{path[end + 1 :]}"
    return path


def test_operations_keep_their_names(schema):
    names = [operation["operationId"] for _, _, operation in operations(schema)]
    assert len(names) == len(set(names))
    known = OPERATIONS.read_text().split()
    assert [name for name in known if name not in names] == [], "programs rely on these names"
    assert [name for name in names if name not in known] == [], "add new ones to operations.txt"


def test_each_operation_belongs_to_a_group_with_a_sentence(schema):
    groups = {tag["name"]: tag["description"] for tag in schema["tags"]}
    assert all(groups.values())
    used = {tag for _, _, operation in operations(schema) for tag in operation["tags"]}
    assert used == set(groups)


def test_nothing_is_left_for_the_reader_to_guess(schema):
    for path, method, operation in operations(schema):
        assert operation["summary"], path
        for parameter in operation.get("parameters", []):
            assert parameter["description"], (path, parameter)
            assert parameter["description"] != UNDESCRIBED.description, (path, parameter)
            assert parameter["schema"].get("type") or parameter["schema"].get("enum")
        good = operation["responses"]["202" if method == "post" else "200"]
        assert next(iter(good["content"].values()))["schema"], path


def test_refusals_are_problems_and_nothing_new_is_a_304(schema):
    for path, _, operation in operations(schema):
        refusals = {code: one for code, one in operation["responses"].items() if code >= "400"}
        assert {"400", "405", "429"} <= refusals.keys(), path
        for refusal in refusals.values():
            [(media_type, content)] = refusal["content"].items()
            assert media_type == "application/problem+json"
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
        assert "Retry-After" in refusals["429"]["headers"]
        tagged = "ETag" in operation["responses"].get("200", {}).get("headers", {})
        assert ("304" in operation["responses"]) == tagged, path


@pytest.mark.parametrize("document_type", DOCUMENT_TYPES)
def test_a_document_says_what_its_headers_and_refusals_are(schema, document_type):
    [detail] = [
        operation
        for _, _, operation in operations(schema)
        if operation["operationId"] == f"{document_type.replace('-', '_')}s_detail"
    ]
    headers = detail["responses"]["200"]["headers"]
    assert {"ETag", "Om-Key-Id", "Om-Signature", "Om-Via"} <= headers.keys()
    assert {"303", "404", "410"} <= detail["responses"].keys()


def test_numbers_have_limits_and_codes_are_listed(schema):
    parameters = {
        parameter["name"]: parameter["schema"]
        for parameter in schema["paths"]["/om/api/v1/items/"]["get"]["parameters"]
    }
    assert parameters["limit"]["type"] == "integer"
    assert parameters["limit"]["maximum"] == 100
    assert parameters["type"]["items"]["enum"] == list(DOCUMENT_TYPES)
    assert "title" in parameters["fields"]["items"]["enum"]
    assert {"topic", "region", "origin", "q", "page"} <= parameters.keys()


@pytest.mark.slow
def test_it_is_the_same_whatever_a_project_sets_for_its_own_api(schema):
    assert json.loads(hostile_project.answers()["/om/api/v1/schema/"]["text"]) == schema


def test_the_server_is_the_site_that_was_asked(schema, api):
    assert schema["servers"] == [{"url": "https://partner.example"}]
    other = json.loads(api.get("schema/", host="intern.example").content)
    assert other["servers"] == [{"url": "http://intern.example"}]


def test_nothing_is_left_for_the_generator_to_guess(capsys):
    openapi.cache_clear()
    openapi()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("document_type", DOCUMENT_TYPES)
def test_an_example_is_what_its_component_describes(schema, document_type):
    name = document_type.title().replace("-", "")
    example = schema["components"]["examples"][name]["value"]
    assert example["type"] == document_type
    registry = Registry().with_resource("urn:openapi", Resource(schema, DRAFT202012))
    component = {"$ref": f"urn:openapi#/components/schemas/{name}"}
    validator = Draft202012Validator(component, registry=registry)
    assert list(validator.iter_errors(example)) == []
    assert list(validator.iter_errors({**example, "language": 7}))
