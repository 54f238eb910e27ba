"""Writes the JSON Schemas in docs/reference/schemas anew.

python -m tests.questionnaires.make_schemas
"""

import json
from pathlib import Path

from omwagtail.documents import json_schema
from omwagtail.questionnaires import RECORD_SCHEMA_NAMES, record_schema

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "schemas"


def schemas():
    """File to the text that belongs there."""
    found = {"check-definition": json_schema("check-definition")}
    found |= {name: record_schema(name) for name in RECORD_SCHEMA_NAMES}
    return {
        FOLDER / f"{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in found.items()
    }


if __name__ == "__main__":
    for file, text in schemas().items():
        file.write_text(text, encoding="utf-8")
