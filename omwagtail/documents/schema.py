"""JSON Schema of what om/1 consists of, for people who build on it without this package.

All are of the dialect 2020-12. They say less than the parser: limits in bytes, the exact form of
origins, dates that exist and ids used twice are beyond a schema.
"""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from omwagtail.documents.check import CheckBody
from omwagtail.documents.document import Withdrawal
from omwagtail.documents.fields import DOCUMENT_ID
from omwagtail.documents.limits import FEED_PAGE_ENTRIES, MAX_ORIGIN, MAX_REV
from omwagtail.documents.members import Part
from omwagtail.documents.reading import MODELS

DIALECT = GenerateJsonSchema.schema_dialect
KEY_ID = {"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"}
ORIGIN = {"type": "string", "pattern": "^https?://[^/?#@\\s]+$", "maxLength": MAX_ORIGIN}


class _WithoutNull(GenerateJsonSchema):
    """Leaves out `"default": null`: an absent member is absent, and null is refused."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        result = super().default_schema(schema)
        if result.get("default", ...) is None:
            del result["default"]
        return result


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a document type, or of another part of the format.

    The other names are `withdrawal`; `check-definition`, the `body` of a check; `envelope` and
    `gone`, the entries of a feed; and `feed-page`. Raises KeyError for any other.
    """
    if name in FEED_PARTS:
        return {"$schema": DIALECT, **FEED_PARTS[name]}
    models: dict[str, type[Part]] = {
        **MODELS,
        "withdrawal": Withdrawal,
        "check-definition": CheckBody,
    }
    return schema_of(models[name])


def schema_of(model: type[Part]) -> dict[str, Any]:
    """The JSON Schema of a model of this package."""
    schema = model.model_json_schema(by_alias=True, schema_generator=_WithoutNull)
    return {"$schema": DIALECT, **schema}


SEQ = {
    "type": "integer",
    "minimum": 0,
    "maximum": MAX_REV,
    "description": "The place in this feed; a document that changes moves to the end.",
}
ENVELOPE = {
    "title": "Envelope",
    "description": "A signed document.",
    "type": "object",
    "properties": {
        "seq": SEQ,
        "doc": {
            "type": "string",
            "contentMediaType": "application/json",
            "description": "The document's exact text, which the signature covers.",
        },
        "kid": {**KEY_ID, "description": "The id of the key: the SHA-256 of its 32 bytes."},
        "sig": {
            "type": "string",
            "pattern": "^[A-Za-z0-9_-]{86}$",
            "description": "Ed25519 over `om/1`, a line feed and the text.",
        },
        "via": {**ORIGIN, "description": "The site that handed it on, if one did."},
    },
    "required": ["doc", "kid", "sig"],
}
GONE = {
    "title": "Gone",
    "description": "A feed no longer offers this document; its origin did not withdraw it.",
    "type": "object",
    "properties": {
        "seq": SEQ,
        "gone": {
            "type": "object",
            "properties": {
                "origin": ORIGIN,
                "id": {"type": "string", "pattern": f"^(?:{DOCUMENT_ID.pattern})$"},
            },
            "required": ["origin", "id"],
        },
    },
    "required": ["gone"],
    "not": {"required": ["doc"]},
}
FEED_PAGE = {
    "title": "FeedPage",
    "description": "A page of a feed of changes.",
    "type": "object",
    "properties": {
        "entries": {
            "type": "array",
            "maxItems": FEED_PAGE_ENTRIES,
            "items": {"oneOf": [{"$ref": "#/$defs/Envelope"}, {"$ref": "#/$defs/Gone"}]},
        },
        "next": {
            "type": "string",
            "description": "The cursor to go on with, as the parameter `since`.",
        },
        "more": {"type": "boolean", "description": "Whether there is more to read right now."},
    },
    "required": ["entries", "next", "more"],
    "$defs": {"Envelope": ENVELOPE, "Gone": GONE},
}
FEED_PARTS: dict[str, dict[str, Any]] = {
    "envelope": ENVELOPE,
    "gone": GONE,
    "feed-page": FEED_PAGE,
}
SCHEMA_NAMES = (*MODELS, "withdrawal", "check-definition", *FEED_PARTS)
