"""`q` with two facets over many documents, beside Wagtail's database search and the native query.

Ours is what a list asks of the catalogue: the number of documents, the best twenty, and the numbers
of two filters. The floor is the same question in SQL written by hand for this table, newest first;
``bare_ms`` is only the match, without the documents' state, order or codes. The peer searches the
same texts, and counts; it has no codes to count.
"""

from statistics import median

from django.db import connection
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from omwagtail.catalogue.facets import count_with_facets
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.search.handing_over import SearchedItem
from omwagtail.catalogue.search.reading import FEW, best_keys
from omwagtail.catalogue.search.tables import PLACES, table_of
from omwagtail.catalogue.search.words import read_query
from tests.benchmarks.corpus import fill
from tests.benchmarks.measuring import Report, time_in_turns
from tests.benchmarks.words import WORDS

SIZES = (20_000, 100_000)
# Up to here the peer takes part; beyond it takes minutes to fill and seconds to answer.
PEER_SIZE = 20_000
SHARES = {"rare": 0.001, "medium": 0.03, "frequent": 1 / 3}
FACETS = ("topic", "region")
ROUNDS = 15
AIM_OVER_PEER = {"sqlite": 100, "postgresql": 10}


def run(report: Report) -> None:
    for size in (report.size(size, tiny=size // 1000) for size in SIZES):
        fill(size - Item.objects.count())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        if with_peer := size <= PEER_SIZE:
            fill_peer()
        for name, share in SHARES.items():
            measure(report, size, name, word_in(share, size), with_peer=with_peer)
        measure(report, size, "beginning", "Klimasch", with_peer=False)


def measure(report: Report, size: int, name: str, text: str, *, with_peer: bool) -> None:
    bare = time_in_turns({"bare": lambda: ids(text)}, 1 if report.is_tiny else ROUNDS)["bare"]
    aims = {"p95_ms": 50, "vs_floor": 3}
    if with_peer:
        aims["vs_peer"] = AIM_OVER_PEER[connection.vendor]
    report.add(
        f"{size:,} {name} ({len(ids(text)):,} found)",
        ours=lambda: search(text),
        peer=(lambda: peer(text)) if with_peer else None,
        floor=lambda: native(text),
        rounds=ROUNDS,
        aims=aims,
        because="the facets count every document that is found" if name == "frequent" else "",
        bare_ms=round(median(bare) * 1000, 3),
    )


def word_in(share: float, size: int) -> str:
    """The word that is in this part of all documents, as nearly as there is one."""
    longer = [word for word in WORDS if len(word) > 3][:800:4]
    return min(longer, key=lambda word: abs(len(ids(word)) - share * size))


def search(text: str) -> tuple:
    """What a list of a search with two facets asks."""
    shown = Item.objects.visible()
    total, facets = count_with_facets(shown.search(text), FACETS)
    if total > FEW:
        keys = best_keys(shown, read_query(text), slice(0, 20))
    else:
        best = shown.search(text).best_first(text)
        keys = list(best.values_list("pk", flat=True)[:20])
    return total, Item.objects.only("key", "doc").in_bulk(keys), facets


def native(text: str) -> tuple:
    """The same question without the ORM and without our index of codes."""
    match, parameters = table_of(connection).match(read_query(text), PLACES)
    found = (
        f"SELECT id, sort_published FROM omwagtail_item WHERE id IN ({match}) "
        "AND state = 'accepted' AND (expires IS NULL OR expires > %s)"
    )
    parameters = [*parameters, timezone.now()]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({found}) AS found", parameters)
        count = cursor.fetchone()
        cursor.execute(
            "SELECT key, doc FROM omwagtail_item WHERE id IN (SELECT id FROM "
            f"({found} ORDER BY sort_published DESC, id DESC LIMIT 20) AS best)",
            parameters,
        )
        page = cursor.fetchall()
        cursor.execute(
            "SELECT scheme, code, count(*) FROM omwagtail_itemterm "
            f"JOIN ({found}) AS found ON found.id = item_id "
            "WHERE scheme IN ('topic', 'region') GROUP BY scheme, code",
            parameters,
        )
        return count, page, cursor.fetchall()


def fill_peer() -> None:
    backend = get_search_backend("default")
    batch = []
    for item in SearchedItem.objects.iterator(chunk_size=500):
        batch.append(item)
        if len(batch) == 500:
            backend.add_bulk(SearchedItem, batch)
            batch = []
    backend.add_bulk(SearchedItem, batch)


def peer(text: str) -> tuple:
    """Wagtail's database search over the same texts."""
    found = get_search_backend("default").search(text, SearchedItem, operator="and")
    return found.count(), list(found[:20])


def ids(text: str) -> list[int]:
    """The match alone."""
    sql, parameters = table_of(connection).match(read_query(text), PLACES)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]
