"""The one statement behind a page of the feed (rule 2): what waits, the cursor's token, the rows.

Were they asked for one after the other, a document that is being numbered anew just then would be
in neither answer, and a reader that ends a full pass would take it for gone. The first row says
whether rows of this feed wait for a number and which run gave the cursor's; it is there also when
nothing else is. Each part of the statement is one range of an index.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from omwagtail.catalogue.models import Item, StampRun
from omwagtail.catalogue.texts import utf8_column
from omwagtail.conf import settings

# Rows that the database hands over at once: a page may end by size long before its last row.
CHUNK = 50


class Feed(NamedTuple):
    """Which feed is read: of an own origin, all of it or one type of document."""

    origin: str
    type: str = ""


class Head(NamedTuple):
    """What is true of the whole feed at the moment of reading."""

    # Of the run that gave the cursor's number; None where the database knows no such run.
    token: str | None
    rows_wait: bool


class Row(NamedTuple):
    """One entry's columns; of own documents ``relay`` is empty."""

    seq: int
    doc: str | bytes
    kid: str
    sig: str
    origin: str
    uuid: str
    state: str
    reason: str
    via: str
    reuse: str
    relay: str
    has_expired: bool
    # Of the run that gave the number.
    token: str


@contextmanager
def open_rows(feed: Feed, after: int, limit: int) -> Iterator[tuple[Head, Iterator[Row]]]:
    """What the feed holds behind the number ``after``, in order, at most ``limit`` rows."""
    sql, parameters = _statement(feed, after, limit)
    with _open_cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = _fetch(cursor)
        head = next(rows)
        yield Head(head[-1], bool(head[0])), (Row._make(row[1:]) for row in rows)


def _open_cursor() -> CursorWrapper:
    """One that does not take the whole page into memory, where the database's driver would."""
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return connection.cursor()
    return connection.chunked_cursor()


def _fetch(cursor: CursorWrapper) -> Iterator[tuple]:
    while chunk := cursor.fetchmany(CHUNK):
        yield from chunk


def _statement(feed: Feed, after: int, limit: int) -> tuple[str, list]:
    item, run = (connection.ops.quote_name(model._meta.db_table) for model in (Item, StampRun))
    of_type = "AND type = %s" if feed.type else ""
    type_parameter = [feed.type] if feed.type else []
    now = connection.ops.adapt_datetimefield_value(timezone.now())

    waits = f"EXISTS(SELECT 1 FROM {item} WHERE origin = %s AND seq IS NULL {of_type})"
    waits += f" OR EXISTS(SELECT 1 FROM {item} WHERE relay > '' AND seq IS NULL {of_type})"
    waits_parameters = [feed.origin, *type_parameter, *type_parameter]
    if settings.RELAY:
        waits += f""" OR EXISTS(
            SELECT 1 FROM {item} WHERE seq IS NULL AND state = 'accepted' AND relay = ''
            AND via = '' AND reuse = 'full' AND object_id IS NULL {of_type})"""
        waits_parameters += type_parameter
    doc = utf8_column(connection.vendor, "doc")
    token = f"SELECT token FROM {run} WHERE last_seq >= %s ORDER BY last_seq LIMIT 1"
    token_of_row = f"SELECT token FROM {run} WHERE last_seq >= {item}.seq ORDER BY last_seq LIMIT 1"
    head = f"""
        SELECT CASE WHEN {waits} THEN 1 ELSE 0 END AS waits, 0 AS seq, '' AS doc, '' AS kid,
            '' AS sig, '' AS origin, '' AS uuid, '' AS state, '' AS reason, '' AS via,
            '' AS reuse, '' AS relay, 0 AS has_expired, ({token}) AS token"""
    own = f"""
        SELECT 0 AS waits, seq, {doc} AS doc, kid, sig, '' AS origin, '' AS uuid, '' AS state,
            '' AS reason, '' AS via, '' AS reuse, '' AS relay, 0 AS has_expired,
            ({token_of_row}) AS token
        FROM {item}
        WHERE origin = %s AND seq > %s AND state IN ('accepted', 'withdrawn') {of_type}"""
    relayed = f"""
        SELECT 0 AS waits, seq, {doc} AS doc, kid, sig, origin,
            CAST(uuid AS CHAR(36)) AS uuid, state, reason, via, reuse, relay,
            CASE WHEN expires <= %s THEN 1 ELSE 0 END AS has_expired,
            ({token_of_row}) AS token
        FROM {item}
        WHERE relay > '' AND seq > %s AND origin <> %s {of_type}"""
    if connection.vendor == "sqlite":
        # It merges the ranges of the two indexes by itself; with limits of their own it would sort.
        parts = [head, own, relayed]
    else:
        # The others would sort all that is left to read; with limits they sort a page.
        parts = [f"SELECT * FROM ({head}) AS head"] + [
            f"SELECT * FROM ({part} ORDER BY seq LIMIT {limit:d}) AS {name}"
            for name, part in (("own", own), ("relayed", relayed))
        ]
    return (
        f"{' UNION ALL '.join(parts)} ORDER BY seq LIMIT {limit + 1:d}",
        [
            *waits_parameters,
            after,
            *(feed.origin, after, *type_parameter),
            *(now, after, feed.origin, *type_parameter),
        ],
    )
