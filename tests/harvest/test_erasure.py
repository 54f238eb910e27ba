"""Rule 21: what was withdrawn leaves no trace, in no table and no file.

Every text of the documents carries marks that nothing else has. Where one of them is found
afterwards, something of a document is left.
"""

import io
import json
import os
import secrets
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from PIL import Image

from omwagtail.catalogue.editions import ERASING
from tests.documents import factories
from tests.harvest.children import ROOT, database_for_children
from tests.harvest.publisher import Publisher

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DOCUMENTS = 200
REASONS = ("unpublished", "deleted", "restricted", "expired", "retracted")
OTHER_LICENCE = {"uri": "https://example.org/other"}
MAKE_DUE = (
    "from omwagtail.harvest.models import Source, Offer; from django.utils import timezone;"
    "Source.objects.update(due=timezone.now(), not_before=None)"
)
REJECT = (
    "from omwagtail.harvest.deciding import waiting_items, reject\n"
    "for item in waiting_items()[:20]: reject(item, 'Nicht: ' + item.waiting_data['title'])"
)


class Marks:
    """Words that stand in the documents, and their ends: an index may leave out beginnings."""

    def __init__(self) -> None:
        self.ends: set[bytes] = set()

    def new(self) -> str:
        end = secrets.token_hex(6)
        self.ends.add(end.encode())
        return f"zqx{end}"

    def found_in(self, content: bytes) -> int:
        content = content.lower()
        return sum(end in content for end in self.ends)


class Hub:
    """A site whose database, media and log lie in one folder; works in child processes."""

    def __init__(self, place: Path) -> None:
        self.place = place
        (place / "media").mkdir()
        self.database = database_for_children(place)
        self._environment = {
            **os.environ,
            "OMWAGTAIL_CHILD_DATABASE": json.dumps(self.database),
            "OMWAGTAIL_CHILD_PLACE": str(place),
        }

    def run(self, *arguments: str) -> str:
        finished = subprocess.run(
            [sys.executable, "-m", "django", *arguments],
            cwd=ROOT,
            env={**self._environment, "DJANGO_SETTINGS_MODULE": "tests.harvest.erasing_site"},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout + finished.stderr

    def shell(self, code: str) -> str:
        return self.run("shell", "--no-imports", "-c", code)

    def harvest(self) -> str:
        self.shell(MAKE_DUE)
        return self.run("om_work")

    def rows(self) -> bytes:
        """Every row of every table, as text."""
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.database["NAME"])) as site:
                return "\n".join(site.iterdump()).encode()
        parts = []
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT t::text FROM "{table}" t')
                parts += [row for (row,) in cursor.fetchall()]
        return "\n".join(parts).encode()

    def files(self) -> Iterator[tuple[str, bytes]]:
        for file in self.place.rglob("*"):
            if file.is_file():
                yield file.name, file.read_bytes()


@pytest.fixture
def hub(transactional_db, tmp_path) -> Hub:
    return Hub(tmp_path)


@pytest.fixture
def marks() -> Marks:
    return Marks()


def picture(publisher: Publisher, number: int, mark: str) -> dict:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (number, 90, 7)).save(out, "JPEG", comment=mark.encode())
    return publisher.picture(f"{mark}.jpg", out.getvalue(), 40, 30)


def offer(publisher: Publisher, marks: Marks, number: int, rev: int, **changes) -> None:
    new, name, origin = marks.new, str(number), publisher.origin
    if number % 10 == 0:
        document = factories.rich_check(origin=origin, id=factories.document_id(name))
        document["body"]["sections"][0]["title"] = f"Thema {new()}"
        document["body"]["edition"] = {"number": rev, "date": "2026-01-01"}
    else:
        document = publisher.document(name)
        document["body"] = {"sections": [{"heading": new(), "html": f"<p>Text {new()}</p>"}]}
    if number % 4 == 1:
        document["images"] = [picture(publisher, number, new()) | {"alt": new(), "credit": new()}]
    contact = {"name": new(), "email": f"{new()}@example.org", "phone": new(), "role": new()}
    members = {
        "rev": rev,
        "title": f"Titel {new()}",
        "summary": f"Kurz: {new()}",
        "url": f"{origin}/{new()}/",
        "contacts": [contact],
        "attribution": new(),
        "topics": ["strategy", {"code": f"x-{new()}", "label": new()}],
    }
    publisher.offer(document | members | changes)


def fill(hub: Hub, publisher: Publisher, marks: Marks) -> None:
    """Documents in two revisions: shown, waiting, parked, rejected with a reason."""
    for number in range(DOCUMENTS):
        offer(publisher, marks, number, 1)
    hub.run("om_sources", "add", publisher.origin, "--trust", "automatic", "--approve")
    hub.run("om_work")
    for number in range(DOCUMENTS):
        changes = {
            1: {"licence": OTHER_LICENCE},
            2: {"body": {"sections": [{"html": f"<script>{marks.new()}</script>"}]}},
        }.get(number % 4, {})
        offer(publisher, marks, number, 2, **changes)
    hub.harvest()
    hub.shell(REJECT)


COUNTS = """
from omwagtail.catalogue.models import Edition, Item, Picture
from omwagtail.harvest.models import Decision, Offer
rows = [
    Item.objects.exclude(waiting_doc=""),
    Offer.objects.exclude(parked=""),
    Edition.objects,
    Decision.objects.exclude(reason=""),
    Picture.objects.exclude(digest=""),
]
print(*(found.count() for found in rows))
"""


def test_rule_21_two_hundred_withdrawn_documents_leave_no_trace(hub, publisher, marks):
    fill(hub, publisher, marks)
    # Only what was there can be seen to go.
    assert marks.found_in(hub.rows()) > 1_000
    waiting, parked, editions, reasons, pictures = map(int, hub.shell(COUNTS).split())
    assert waiting > 10
    assert (parked > 40, editions > 20, reasons, pictures > 5) == (True, True, 20, True)
    withdraw_all(publisher)
    with _a_reader(hub):
        said = hub.harvest()
        assert f"{DOCUMENTS} withdrawn" in said
        assert marks.found_in(said.encode()) == 0
        assert marks.found_in(hub.rows()) == 0
        if traces_in_files(hub, marks):
            # What a busy machine had no time for comes with the next turn.
            hub.run("om_work")
        assert traces_in_files(hub, marks) == {}
    assert list((hub.place / "media").rglob("*.webp")) == []
    hub.run("om_erase")
    assert list((hub.place / "media" / "omwagtail").iterdir()) == []
    assert _files_of_postgres(marks) == {}


def test_rule_21_removing_a_source_leaves_no_trace(hub, publisher, marks):
    fill(hub, publisher, marks)
    said = hub.run("om_sources", "remove", publisher.origin)
    assert f"with {DOCUMENTS} items" in said
    hub.run("om_work")
    assert marks.found_in(hub.rows()) == 0
    if traces_in_files(hub, marks):
        hub.run("om_work")
    assert traces_in_files(hub, marks) == {}
    hub.run("om_erase")
    assert _files_of_postgres(marks) == {}


def traces_in_files(hub: Hub, marks: Marks) -> dict[str, int]:
    """Marks in each file of the site that holds any."""
    found = {name: marks.found_in(content) for name, content in hub.files()}
    return {name: number for name, number in found.items() if number}


def withdraw_all(publisher: Publisher) -> None:
    """For all reasons that there are. A check that may come back keeps its frozen editions: people
    have answers from them."""
    for number in range(DOCUMENTS):
        if number % 10 == 0:
            withdrawn = {"type": "check", "reason": ERASING[number // 10 % 2]}
        else:
            withdrawn = {"type": "practice-example", "reason": REASONS[number % 5]}
        publisher.withdraw(str(number), rev=3, **withdrawn)


def _a_reader(hub: Hub):
    """Somebody else has the database open: else SQLite would tidy up by itself at the end."""
    if connection.vendor != "sqlite":
        return closing(io.BytesIO())
    reader = sqlite3.connect(hub.database["NAME"])
    reader.execute("SELECT count(*) FROM omwagtail_item").fetchall()
    return closing(reader)


def _files_of_postgres(marks: Marks) -> dict[str, int]:
    """Marks in the files of PostgreSQL's tables, indexes and overflow tables, by relation."""
    if connection.vendor != "postgresql":
        return {}
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class "
            "WHERE relkind IN ('r', 'i', 't') AND pg_relation_filepath(oid) IS NOT NULL "
            "AND (relname LIKE 'omwagtail%' OR relnamespace = 'pg_toast'::regnamespace)"
        )
        for name, content in cursor:
            if number := marks.found_in(bytes(content)):
                found[name] = number
    return found
