"""The JSON Schemas of records, and what the reference says about them."""

import json
import random
import re

import pytest
from jsonschema import Draft202012Validator

from omwagtail.questionnaires import (
    RECORD_SCHEMA_NAMES,
    clean_record,
    fingerprint,
    pack,
    read_record,
    record_schema,
)
from tests.questionnaires.chance import random_body, random_record
from tests.questionnaires.make_schemas import FOLDER, schemas
from tests.questionnaires.vectors import vectors_of

REFERENCE = FOLDER.parent
EXAMPLE = (FOLDER / "answers.example.json").read_text("utf-8")


@pytest.fixture(scope="module")
def validator():
    return Draft202012Validator(record_schema("answers"))


@pytest.fixture(scope="module")
def body():
    """The check in the reference of its file."""
    text = (REFERENCE / "check-exchange.md").read_text("utf-8")
    return json.loads(re.search(r"```json\n(.*?)```", text, re.DOTALL)[1])["body"]


@pytest.mark.parametrize("file", schemas(), ids=lambda file: file.name)
def test_the_schemas_in_the_reference_are_those_of_the_models(file):
    anew = "python -m tests.questionnaires.make_schemas writes it anew"
    assert file.read_text("utf-8") == schemas()[file], anew


@pytest.mark.parametrize("name", RECORD_SCHEMA_NAMES)
def test_each_is_a_schema(name):
    Draft202012Validator.check_schema(record_schema(name))


def test_the_example_fits_and_is_read_as_it_stands_there(validator, body):
    example = json.loads(EXAMPLE)
    validator.validate(example)
    Draft202012Validator(record_schema("plan")).validate(example["plan"])
    assert clean_record(body, read_record(EXAMPLE)) == example
    assert example["edition"]["fingerprint"] == fingerprint(body)


def test_the_link_in_the_reference_is_that_of_the_example(body):
    text = (REFERENCE / "check-records.md").read_text("utf-8")
    answers = json.loads(EXAMPLE)["answers"]
    assert f"`{pack(body, answers, fingerprint(body))}`" in text


def test_every_member_is_in_the_reference():
    text = (REFERENCE / "check-records.md").read_text("utf-8")
    schema = record_schema("answers")
    members = {*schema["properties"], *schema["$defs"]["PlannedMeasure"]["properties"]} - {"plan"}
    assert {name for name in members if f"| `{name}` |" not in text} == set()


def test_whatever_was_cleaned_fits(validator):
    chance = random.Random(1)
    for _ in range(100):
        body = random_body(chance)
        validator.validate(clean_record(body, random_record(chance, body)))


@pytest.mark.parametrize("name", ["whole", "measures-get-an-id", "a-note-is-cut-at-2000"])
def test_vectors_fit(validator, name):
    validator.validate(vectors_of("record")[name]["result"])


@pytest.mark.parametrize(
    "changed",
    [
        {"v": "om-answers/2"},
        {"answers": {"a b": "red"}},
        {"answers": {"a": None}},
        {"notes": {"a": ""}},
        {"date": "28.11.2026"},
        {"plan": {"measures": [{"id": "m1"}]}},
        {"plan": {"measures": [{"id": "m1", "text": "x", "done": False}]}},
        {"plan": {"measures": [{"id": "m1", "text": "x", "priority": "urgent"}]}},
        {"check": {"url": "javascript:alert(1)"}},
    ],
    ids=str,
)
def test_what_is_no_record_does_not_fit(validator, changed):
    assert validator.is_valid({"v": "om-answers/1"})
    assert not validator.is_valid({"v": "om-answers/1", **changed})
