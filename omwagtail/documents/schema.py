"""JSON Schema of the document types, for people who build on them without this package."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from omwagtail.documents.document import Withdrawal
from omwagtail.documents.reading import MODELS


class _WithoutNull(GenerateJsonSchema):
    """Leaves out `"default": null`: an absent member is absent, and null is refused."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        result = super().default_schema(schema)
        if result.get("default", ...) is None:
            del result["default"]
        return result


def json_schema(type: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a document type, or of "withdrawal".

    It says less than the parser: limits in bytes, the exact form of origins, dates that exist
    and ids used twice are beyond it. Raises KeyError for another name.
    """
    model = Withdrawal if type == "withdrawal" else MODELS[type]
    schema = model.model_json_schema(by_alias=True, schema_generator=_WithoutNull)
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema}
