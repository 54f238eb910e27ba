"""The examples of the description are what the example content yields today."""

import re

import pytest

from omwagtail.api.examples import example
from tests.example_site.publishing import publish_pieces

PIECES = {
    "practice-example": "practice-examples/ems-achse.yaml",
    "network": "networks/ems-achse.yaml",
    "check": "checks/zusammenarbeit-gemeinnuetzige.yaml",
}
WORDS = ("title", "summary", "language", "topics", "regions", "audiences", "success_factors")


@pytest.mark.slow
def test_they_say_what_the_content_says(db):
    found = publish_pieces([*PIECES.values(), "checks/zusammenarbeit-unternehmen.yaml"])
    for document_type, path in PIECES.items():
        published, shown = found[path], example(document_type)
        assert [published.get(name) for name in WORDS] == [shown.get(name) for name in WORDS]
        assert settled(published["body"]) == settled(shown["body"]), document_type


def settled(value):
    """Without what is new each time: ids of documents, digests of pictures and definitions."""
    if isinstance(value, dict):
        return {name: settled(entry) for name, entry in value.items() if name not in CHANGING}
    if isinstance(value, list):
        return [settled(entry) for entry in value]
    return re.sub(r"\s+", " ", value) if isinstance(value, str) else value


CHANGING = {"id", "url", "srcset", "fingerprint", "date", "counterpart", "issuer"}
