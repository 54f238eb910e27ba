"""JSON Schemas of the wire format and of what is kept of a check, under addresses that stay."""

import json
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from rest_framework.request import Request

from omwagtail.api.addresses import base_of
from omwagtail.describing import Parameter
from omwagtail.documents import SCHEMA_NAMES, json_schema
from omwagtail.problems import Problem
from omwagtail.questionnaires import RECORD_SCHEMA_NAMES, record_schema
from omwagtail.views import PublicView, json_response

MEDIA_TYPE = "application/schema+json"
NAMES = (*SCHEMA_NAMES, *RECORD_SCHEMA_NAMES)


class SchemasView(PublicView):
    """The JSON Schemas."""

    operation = "schemas_list"
    answer: Any = {"$ref": "#/components/schemas/SchemaList"}

    def get(self, request: Request) -> HttpResponse:
        """Names, titles and addresses of all JSON Schemas."""
        base = base_of(request)
        return json_response(
            [
                {"name": name, "title": _schema(name)["title"], "url": address(base, name)}
                for name in NAMES
            ]
        )


class JsonSchemaView(PublicView):
    """One JSON Schema."""

    operation = "schemas_detail"
    answer_type = MEDIA_TYPE
    answer: Any = {"type": "object"}
    path_parameters = {
        "name": Parameter(
            "A document type, another part of the format, or of what was filled in.",
            {"type": "string", "enum": list(NAMES)},
            example="practice-example",
        )
    }
    refusals = {404: "There is no schema with this name."}

    def get(self, request: Request, name: str) -> HttpResponse:
        """A JSON Schema (2020-12); its `$id` is this address.

        It says less than this site checks: limits in bytes, days that exist and ids used twice
        are beyond a schema.
        """
        if name not in NAMES:
            names = ", ".join(NAMES)
            raise Problem(404, f"There is no such schema. There are: {names}.")
        schema = _schema(name)
        described = {
            "$schema": schema.pop("$schema"),
            "$id": address(base_of(request), name),
            **schema,
        }
        text = json.dumps(described, ensure_ascii=False)
        return HttpResponse(text, content_type=MEDIA_TYPE)


def _schema(name: str) -> dict[str, Any]:
    return record_schema(name) if name in RECORD_SCHEMA_NAMES else json_schema(name)


def address(base: str, name: str) -> str:
    """Where a schema stands; ``base`` is scheme and host."""
    return base + reverse("omwagtail_json_schema", args=[name])
