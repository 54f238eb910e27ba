"""What the API's answers look like, as JSON Schema: the document types are components."""

import json
from typing import Any

from omwagtail.documents import DOCUMENT_TYPES, json_schema

DEFINITIONS = "#/$defs/"
COMPONENTS = "#/components/schemas/"


PROBLEM = {
    "title": "Problem",
    "description": "Why a request was refused: problem details of RFC 9457, in English.",
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"parameter": {"type": "string"}, "detail": {"type": "string"}},
                "required": ["parameter", "detail"],
            },
        },
        "parameters": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["type", "title", "status", "detail"],
}


def component_name(document_type: str) -> str:
    """``practice-example`` -> ``PracticeExample``."""
    return document_type.title().replace("-", "")


def document_schema(document_type: str) -> dict[str, Any]:
    """A document of a type; one of all types for an empty one."""
    if document_type:
        return {"$ref": COMPONENTS + component_name(document_type)}
    return {"oneOf": [document_schema(name) for name in DOCUMENT_TYPES]}


def list_schema(document_type: str) -> dict[str, Any]:
    """A page of a list."""
    entry = {
        "type": "object",
        "properties": {
            "key": {"type": "string"},
            "url": {"type": "string", "format": "uri"},
            "document": document_schema(document_type),
            "original": {"type": "string", "format": "uri"},
            "title": {"type": "string"},
            "summary": {"type": "string"},
            # HTML, escaped but for the element mark around words of the search.
            "snippet": {"type": "string"},
        },
        # The whole document, or what its publisher lets others show of it.
        "required": ["key", "url"],
        "oneOf": [{"required": ["document"]}, {"required": ["original", "title"]}],
    }
    address = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "properties": {
            "count": {"type": "integer"},
            "next": address,
            "previous": address,
            "results": {"type": "array", "items": entry},
        },
        "required": ["count", "next", "previous", "results"],
    }


def document_components() -> dict[str, Any]:
    """The schemas of the document types and of their parts, by name."""
    found: dict[str, Any] = {"Problem": PROBLEM}
    for document_type in DOCUMENT_TYPES:
        schema = json.loads(json.dumps(json_schema(document_type)).replace(DEFINITIONS, COMPONENTS))
        del schema["$schema"]
        found |= schema.pop("$defs", {})
        found[component_name(document_type)] = schema
    return found
