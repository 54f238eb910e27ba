"""The components of the OpenAPI description: documents, and what the API puts around them."""

import json
from typing import Any

from omwagtail.api.answers import ANSWERS, entry_schema, page_schema
from omwagtail.api.examples import EXAMPLES, example
from omwagtail.documents import DOCUMENT_TYPES, SCHEMA_NAMES, json_schema

DEFINITIONS = "#/$defs/"
COMPONENTS = "#/components/schemas/"


def component_name(name: str) -> str:
    """``practice-example`` -> ``PracticeExample``; an empty one stands for all types."""
    return name.title().replace("-", "") or "Item"


def reference(name: str) -> dict[str, Any]:
    """The way to a component."""
    return {"$ref": COMPONENTS + component_name(name)}


def document_schema(document_type: str) -> dict[str, Any]:
    """A document of a type; one of all types for an empty one."""
    if document_type:
        return reference(document_type)
    return {"oneOf": [reference(name) for name in DOCUMENT_TYPES]}


def list_schema(document_type: str) -> dict[str, Any]:
    """A page of a list."""
    return reference(f"{document_type or 'item'}-list")


def document_examples(document_type: str) -> dict[str, Any]:
    """An example of a document of a type, of each type for an empty one."""
    wanted = [document_type] if document_type else EXAMPLES
    return {
        component_name(name): {"$ref": f"#/components/examples/{component_name(name)}"}
        for name in wanted
    }


def components() -> dict[str, Any]:
    """All components: ``schemas`` and ``examples``, each by name."""
    schemas = {**_parts_of_the_format(), **ANSWERS}
    for name in ("", *DOCUMENT_TYPES):
        schemas[f"{component_name(name)}Entry"] = entry_schema(name, document_schema(name))
        entry = reference(f"{name or 'item'}-entry")
        schemas[f"{component_name(name)}List"] = page_schema(name, entry)
    examples = {
        component_name(name): {"summary": example(name)["title"], "value": example(name)}
        for name in EXAMPLES
    }
    return {"schemas": schemas, "examples": examples}


def _parts_of_the_format() -> dict[str, Any]:
    """The wire format's schemas and their parts, by name; definitions become components."""
    found: dict[str, Any] = {}
    for name in SCHEMA_NAMES:
        if name == "check-definition":
            continue  # the component CheckBody is the same
        schema = json.loads(json.dumps(json_schema(name)).replace(DEFINITIONS, COMPONENTS))
        del schema["$schema"]
        found |= schema.pop("$defs", {})
        found[component_name(name)] = schema
    return found
