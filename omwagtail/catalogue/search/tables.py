"""The side table of each database: how words are stored, and how they are asked for.

Tokens are letters and digits only (see ``words``), so none can end a string or an expression.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from omwagtail.catalogue.search.words import QueryWord

TABLE = "omwagtail_search"
# How near to the title a word stands, the nearest first.
PLACES = ("title", "summary", "body")


@dataclass(frozen=True, slots=True)
class Entry:
    """The tokens of an item, by place."""

    item_id: int
    tokens: dict[str, set[str]]

    def text(self, place: str) -> str:
        """All tokens of a place in one line, in an order that does not change."""
        return " ".join(sorted(self.tokens.get(place, ())))


class SqliteTable:
    """An FTS5 table; its rowid is the item's id.

    Its tokenizer divides at nothing but spaces: others do not take every letter for one.
    """

    create = (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5("
        f'{", ".join(PLACES)}, detail=column, tokenize="ascii")'
    )
    drop = f"DROP TABLE IF EXISTS {TABLE}"
    remove = f"DELETE FROM {TABLE} WHERE rowid IN (%s)"
    insert = f"INSERT INTO {TABLE} (rowid, {', '.join(PLACES)}) VALUES (%s, %s, %s, %s)"

    @staticmethod
    def row(entry: Entry) -> list[Any]:
        return [entry.item_id, *(entry.text(place) for place in PLACES)]

    @staticmethod
    def match(words: Sequence[QueryWord], places: Sequence[str]) -> tuple[str, list[str]]:
        """SQL and parameters of the ids whose ``places`` hold all words."""
        wanted = " AND ".join(f"({' OR '.join(_fts5_terms(word))})" for word in words)
        expression = wanted if places == PLACES else f"{{{' '.join(places)}}} : ({wanted})"
        return f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s", [expression]


class PostgresTable:
    """A tsvector with a GIN index.

    Each token stands in it for itself, and where it is in the title or the summary once more with
    a mark in front. Weights would say the same, but asking for one reads every vector that has the
    word; marked tokens are answered by the index alone.
    """

    create = (
        f"CREATE TABLE IF NOT EXISTS {TABLE} (rowid bigint PRIMARY KEY, tokens tsvector NOT NULL);"
        f"CREATE INDEX IF NOT EXISTS {TABLE}_tokens ON {TABLE} USING gin (tokens)"
    )
    drop = f"DROP TABLE IF EXISTS {TABLE}"
    remove = f"DELETE FROM {TABLE} WHERE rowid IN (%s)"
    insert = f"INSERT INTO {TABLE} (rowid, tokens) VALUES (%s, %s::tsvector)"
    # By places that are asked for together; no token begins with one of these.
    marks = {PLACES: "", PLACES[:2]: "+", PLACES[:1]: "!"}

    @classmethod
    def row(cls, entry: Entry) -> list[Any]:
        marked = {
            mark + token
            for places, mark in cls.marks.items()
            for place in places
            for token in entry.tokens.get(place, ())
        }
        return [entry.item_id, " ".join(f"'{token}'" for token in sorted(marked))]

    @classmethod
    def match(cls, words: Sequence[QueryWord], places: Sequence[str]) -> tuple[str, list[str]]:
        """SQL and parameters of the ids whose ``places`` hold all words."""
        mark = cls.marks[tuple(places)]
        wanted = " & ".join(f"({' | '.join(_tsquery_terms(word, mark))})" for word in words)
        return f"SELECT rowid FROM {TABLE} WHERE tokens @@ %s::tsquery", [wanted]


class PlainTable:
    """For other databases: lines of tokens that are read from end to end. Right, but slow."""

    create = (
        f"CREATE TABLE IF NOT EXISTS {TABLE} (rowid bigint PRIMARY KEY, "
        f"{', '.join(f'{place} longtext NOT NULL' for place in PLACES)})"
    )
    drop = f"DROP TABLE IF EXISTS {TABLE}"
    remove = f"DELETE FROM {TABLE} WHERE rowid IN (%s)"
    insert = f"INSERT INTO {TABLE} (rowid, {', '.join(PLACES)}) VALUES (%s, %s, %s, %s)"

    @staticmethod
    def row(entry: Entry) -> list[Any]:
        return [entry.item_id, *(f" {entry.text(place)} " for place in PLACES)]

    @staticmethod
    def match(words: Sequence[QueryWord], places: Sequence[str]) -> tuple[str, list[str]]:
        """SQL and parameters of the ids whose ``places`` hold all words."""
        conditions, parameters = [], []
        for word in words:
            patterns = [f"% {term} %" for term in word.stems]
            patterns += [f"% {word.prefix}%"] if word.prefix else []
            pairs = [(place, pattern) for place in places for pattern in patterns]
            conditions.append(f"({' OR '.join(f'{place} LIKE %s' for place, _ in pairs)})")
            parameters += [pattern for _, pattern in pairs]
        wanted = " AND ".join(conditions)
        return f"SELECT rowid FROM {TABLE} WHERE {wanted}", parameters


Table = type[SqliteTable] | type[PostgresTable] | type[PlainTable]
_TABLES: dict[str, Table] = {"sqlite": SqliteTable, "postgresql": PostgresTable}


def table_of(connection: BaseDatabaseWrapper) -> Table:
    """The side table as this database has it."""
    return _TABLES.get(connection.vendor, PlainTable)


def create(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For a migration: make the table."""
    for statement in table_of(schema_editor.connection).create.split(";"):
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For a migration: take the table away."""
    schema_editor.execute(table_of(schema_editor.connection).drop)


def _terms(word: QueryWord) -> Iterable[str]:
    """Stems that the beginning does not find anyway."""
    for stem in word.stems:
        if not word.prefix or not stem.startswith(word.prefix):
            yield stem


def _fts5_terms(word: QueryWord) -> Iterable[str]:
    yield from (f'"{term}"' for term in _terms(word))
    if word.prefix:
        yield f'"{word.prefix}"*'


def _tsquery_terms(word: QueryWord, mark: str) -> Iterable[str]:
    yield from (f"'{mark}{term}'" for term in _terms(word))
    if word.prefix:
        yield f"'{mark}{word.prefix}':*"
