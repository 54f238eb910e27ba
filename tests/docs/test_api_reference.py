"""docs/reference/api.md names what the API has, and nothing else."""

import re
from pathlib import Path

import pytest

from omwagtail.api.schema import openapi

TEXT = (Path(__file__).parents[2] / "docs" / "reference" / "api.md").read_text("utf-8")


def operations():
    return [operation for path in openapi()["paths"].values() for operation in path.values()]


def section(heading):
    return TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def documented(heading):
    """The names in the first column of the section's table."""
    return set(re.findall(r"^\| `(\w+)` \|", section(heading), re.MULTILINE))


def query_of(prefix, suffix=""):
    return {
        parameter["name"]
        for operation in operations()
        if operation["operationId"].startswith(prefix) and operation["operationId"].endswith(suffix)
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query"
    }


@pytest.mark.parametrize(
    ("heading", "prefix", "suffix"),
    [
        ("Parameters of lists", "items_", "_list"),
        ("One document", "checks_", "_detail"),
        ("The feed", "feed_", "_changes"),
    ],
)
def test_every_parameter_is_explained_and_no_other(heading, prefix, suffix):
    assert documented(heading) == query_of(prefix, suffix)
    assert documented(heading)


def test_values_that_can_be_listed_are():
    rows = section("Parameters of lists")
    [parameters] = [one["parameters"] for one in operations() if one["operationId"] == "items_list"]
    for parameter in parameters:
        [row] = [line for line in rows.splitlines() if line.startswith(f"| `{parameter['name']}`")]
        schema = parameter["schema"]
        for limit in ("minimum", "maximum", "default", "maxLength"):
            if limit in schema and not (limit == "maxLength" and parameter["name"] == "cursor"):
                assert str(schema[limit]) in row
        if parameter["name"] in ("type", "ordering"):
            values = schema.get("items", schema)["enum"]
            assert all(f"`{value.lstrip('-')}`" in row for value in values)


def test_every_refusal_is_explained_and_no_other():
    explained = set(re.findall(r"^\| (\d{3}) \|", section("Refusals"), re.MULTILINE))
    answered = {
        status
        for operation in operations()
        for status in operation["responses"]
        if status == "304" or status >= "400"
    }
    assert explained == answered
