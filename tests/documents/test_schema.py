import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from omwagtail.documents import DOCUMENT_TYPES, json_schema
from tests.documents.factories import MINIMAL, RICH, withdrawal

INVALID = Path(__file__).parents[1] / "vectors" / "documents" / "invalid" / "schema"

# What the parser knows and a schema cannot say.
BEYOND_A_SCHEMA = {
    "check-501-checkpoints",
    "check-band-backwards",
    "check-checkpoint-id-twice",
    "check-edition-date",
    "check-level-called-not-applicable",
    "check-level-key-twice",
    "check-section-id-twice",
    "expires-after-2200",
    "expires-at-leap-second",
    "forty-one-pictures-in-sections",
    "milestone-month-13",
    "published-does-not-exist",
    # 1.0 is an integer for JSON Schema.
    "rev-with-exponent",
    "rev-with-fraction",
    "published-before-1900",
}


@pytest.mark.parametrize("type", [*DOCUMENT_TYPES, "withdrawal"])
def test_the_schema_is_one(type):
    schema = json_schema(type)
    Draft202012Validator.check_schema(schema)
    assert '"default": null' not in json.dumps(schema)


@pytest.mark.parametrize("type", RICH)
@pytest.mark.parametrize("make", [MINIMAL, RICH], ids=["minimal", "rich"])
def test_documents_fit_their_schema(type, make):
    Draft202012Validator(json_schema(type)).validate(make[type]())


def test_withdrawals_fit_their_schema():
    Draft202012Validator(json_schema("withdrawal")).validate(withdrawal())


@pytest.mark.parametrize("path", sorted(INVALID.glob("*.json")), ids=lambda path: path.stem)
def test_the_schema_refuses_what_the_parser_refuses(path):
    data = json.loads(path.read_text(encoding="utf-8"))
    is_upsert = isinstance(data, dict) and data.get("op") != "withdraw"
    schema = json_schema(data["type"] if is_upsert else "withdrawal")
    fits = Draft202012Validator(schema).is_valid(data)
    assert fits == (path.stem in BEYOND_A_SCHEMA)


def test_an_unknown_type_has_none():
    with pytest.raises(KeyError):
        json_schema("event")
