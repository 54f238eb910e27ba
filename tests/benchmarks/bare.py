"""The floor of harvest: the least that has to be done with the bytes of a feed.

Verify, parse, sanitise with the functions of ``documents``; then two statements: one that inserts
all rows and one that puts their texts into a full-text index, as the database divides words.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from omwagtail.documents import (
    b64url_decode,
    check_document,
    document_key,
    parse_entry,
    parse_json,
    sanitise_document,
    verify,
)

ROWS, WORDS = "bare_rows", "bare_words"
TABLES = {
    "sqlite": (
        f"CREATE TABLE {ROWS} (id integer PRIMARY KEY, key text UNIQUE, origin text, type text, "
        "rev integer, doc text, sig text, title text, published text)",
        f"CREATE VIRTUAL TABLE {WORDS} USING fts5(words, detail=column, content='')",
    ),
    "postgresql": (
        f"CREATE TABLE {ROWS} (id bigint PRIMARY KEY, key text UNIQUE, origin text, type text, "
        "rev bigint, doc text, sig text, title text, published text)",
        f"CREATE TABLE {WORDS} (rowid bigint PRIMARY KEY, words tsvector);"
        f"CREATE INDEX ON {WORDS} USING gin (words)",
    ),
}
INSERT_WORDS = {
    "sqlite": f"INSERT INTO {WORDS} (rowid, words) VALUES (%s, %s)",
    "postgresql": f"INSERT INTO {WORDS} (rowid, words) VALUES (%s, to_tsvector('german', %s))",
}


def store_pages(pages: list[list[Any]], public_key: str) -> None:
    """All entries of the pages, each page in one transaction."""
    key, number = b64url_decode(public_key, 32), 0
    for page in pages:
        rows, words = [], []
        for entry in page:
            number += 1
            envelope = parse_entry(entry, allow_loopback_http=True)
            data = parse_json(envelope.doc)
            check_document(data, allow_loopback_http=True)
            verify(envelope, key)
            assert sanitise_document(data) == data
            rows.append(
                (
                    number,
                    document_key(data["origin"], data["id"]),
                    data["origin"],
                    data["type"],
                    data["rev"],
                    envelope.doc,
                    envelope.sig,
                    data["title"],
                    data["published"],
                )
            )
            words.append((number, " ".join(_texts(data))))
        with transaction.atomic(), connection.cursor() as cursor:
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {ROWS} VALUES ({marks})", rows)
            cursor.executemany(INSERT_WORDS[connection.vendor], words)


def make_tables() -> None:
    """Empty tables of the floor."""
    with connection.cursor() as cursor:
        for name in (ROWS, WORDS):
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
        for statement in TABLES[connection.vendor]:
            cursor.execute(statement)


def _texts(data: dict[str, Any]) -> Iterator[str]:
    yield data["title"]
    yield data["summary"]
    for section in data["body"]["sections"]:
        yield section["heading"]
        yield section["html"]
    for actor in data["body"]["actors"]:
        yield actor["contribution"]
        yield actor["benefit"]
