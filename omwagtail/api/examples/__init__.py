"""Documents that the example content yields, for those who read about the API.

``python -m tests.api.make_examples`` writes them; a test compares them with what the content
yields today.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

# Which document of the example content stands for its type.
EXAMPLES = {
    "practice-example": "Ems-Achse: Ein Türhänger ruft die Weggezogenen zurück",
    "check": "Gemeinsam in der Region: Check für gemeinnützige Organisationen",
    "network": "Wachstumsregion Ems-Achse e. V.",
    "organisation": "Netzwerkbüro Offensive Mittelstand Sachsen-Nord",
}


def example_file(document_type: str) -> Path:
    """Where the example of a type is kept."""
    return Path(__file__).parent / f"{document_type}.json"


@cache
def example(document_type: str) -> dict[str, Any]:
    """A whole document of a type. It is not to be changed."""
    return json.loads(example_file(document_type).read_text(encoding="utf-8"))
