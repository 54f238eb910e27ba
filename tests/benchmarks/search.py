"""`q` with facets over many documents, beside Wagtail's database search and the native query."""

from django.db import connection

from omwagtail.catalogue.facets import counts
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.search.tables import PLACES, table_of
from omwagtail.catalogue.search.words import read_query
from tests.benchmarks.corpus import fill
from tests.benchmarks.measuring import Report

SIZES = (20_000,)
QUERIES = {
    "one word, rare": "Nachwuchsmodell",
    "one word, frequent": "Betriebleitung",
    "two words": "Netzwerk Fachkräfte",
    "beginning": "Klimasch",
}


def run(report: Report) -> None:
    total = 0
    for size in SIZES:
        fill_up(total, size)
        total = size
        for case, text in QUERIES.items():
            report.add(
                f"{size:,} {case} ({len(ids(text)):,})",
                ours=lambda text=text: search(text),
                floor=lambda text=text: native(text),
                rounds=15,
                aims={"p95_ms": 50, "vs_floor": 3},
            )


def fill_up(present: int, size: int) -> None:
    fill(size - present)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def search(text: str) -> tuple:
    """What the API does for a page of a search with two facets."""
    found = Item.objects.visible().search(text)
    page = list(found.best_first(text).only("key", "doc")[:20])
    return found.count(), page, counts(found, "topic"), counts(found, "region")


def native(text: str) -> tuple:
    """The same question to the side table alone, with the terms of what it found."""
    pks = ids(text)
    rows = list(Item.objects.filter(pk__in=pks[:20]).only("key", "doc"))
    return pks, rows


def ids(text: str) -> list[int]:
    sql, parameters = table_of(connection).match(read_query(text), PLACES)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]
