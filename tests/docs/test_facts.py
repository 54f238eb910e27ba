"""docs/reference/where-facts-go.md says where each fact of a text stands: it really does."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from example_site.loading.reading import CONTENT
from tests.example_site.publishing import publish_pieces

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "where-facts-go.md"
TYPES = {"practice-examples": "practice-example", "networks": "network", "checks": "check"}


class Row(NamedTuple):
    """A line of a table: the fact, the file with the example, member and value."""

    fact: str
    file: str
    member: str
    value: str


def rows() -> list[Row]:
    found = re.findall(r"^\| (.+?) \| `(.+?)` \| `(.+?)` \| (.+?) \|$", PAGE.read_text(), re.M)
    return [Row(*cells) for cells in found]


@pytest.fixture(scope="module")
def documents(django_db_setup, django_db_blocker):
    """All example documents by file; published once and rolled back."""
    from django.db import transaction

    paths = sorted(
        path.relative_to(CONTENT).as_posix() for kind in TYPES for path in CONTENT.glob(f"{kind}/*")
    )
    with django_db_blocker.unblock(), transaction.atomic():
        yield publish_pieces(paths)
        transaction.set_rollback(True)


def test_every_fact_of_the_table_stands_in_its_document(documents):
    wrong = [row for row in rows() if row.value not in texts_at(documents[f"{row.file}.yaml"], row)]
    assert len(rows()) > 100
    assert not wrong


def test_the_table_names_the_type_that_the_document_has(documents):
    files = {row.file for row in rows()}
    for file in files:
        assert documents[f"{file}.yaml"]["type"] == TYPES[file.split("/")[0]]


def texts_at(document: dict[str, Any], row: Row) -> str:
    """All words below a member such as ``body.actors.contribution``, without tags."""
    found = [document]
    for name in row.member.split("."):
        found = [part[name] for one in found for part in _objects(one) if name in part]
    return " ".join(" | ".join(_texts(found)).split())


def _objects(value: Any) -> list[dict]:
    if isinstance(value, list):
        return [part for entry in value for part in _objects(entry)]
    return [value] if isinstance(value, dict) else []


def _texts(value: Any):
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
    else:
        yield re.sub(r"<[^>]+>", " ", str(value))
