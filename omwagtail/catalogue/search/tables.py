"""The side table of each database: how words are stored, and how they are asked for.

Tokens are letters and digits only (see ``words``), so none can end a string or an expression.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from omwagtail.catalogue.search.words import QueryWord

TABLE = "omwagtail_search"
# How near to the title a word stands, the nearest first.
Places = tuple[str, ...]
PLACES: Places = ("title", "summary", "body")


@dataclass(frozen=True, slots=True)
class Entry:
    """The tokens of an item, by place."""

    item_id: int
    tokens: dict[str, set[str]]

    def text(self, place: str) -> str:
        """All tokens of a place in one line."""
        return " ".join(self.tokens.get(place, ()))


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
    # The words of deleted rows stay in the index until its parts are made one: all at once, or so
    # many pages at a time, the first time with a minus.
    optimize = f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')"
    merge = f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('merge', %s)"
    # Not from the table itself, which would be read with all its words.
    keys = f"SELECT id FROM {TABLE}_docsize"

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
    keys = f"SELECT rowid FROM {TABLE}"
    # By places that are asked for together; no token begins with one of these.
    marks = {PLACES: "", PLACES[:2]: "+", PLACES[:1]: "!"}

    @classmethod
    def row(cls, entry: Entry) -> list[Any]:
        marked = sorted(set(_marked(entry, cls.marks, operator.add)))
        return [entry.item_id, " ".join(f"'{token}'" for token in marked)]

    @classmethod
    def match(cls, words: Sequence[QueryWord], places: Sequence[str]) -> tuple[str, list[str]]:
        """SQL and parameters of the ids whose ``places`` hold all words."""
        mark = cls.marks[tuple(places)]
        wanted = " & ".join(f"({' | '.join(_tsquery_terms(word, mark))})" for word in words)
        return f"SELECT rowid FROM {TABLE} WHERE tokens @@ %s::tsquery", [wanted]


class MariadbTable:
    """A table with MariaDB's own full-text index; its columns are ASCII.

    Each token is marked with its places, as in PostgreSQL; with a mark of three letters no token is
    too short for the index, and none is a word that it leaves out. It finds what is committed only.
    """

    create = (
        f"CREATE TABLE IF NOT EXISTS {TABLE} (rowid bigint PRIMARY KEY, tokens longtext NOT NULL, "
        "FULLTEXT (tokens)) ENGINE=InnoDB CHARACTER SET ascii COLLATE ascii_bin"
    )
    drop = f"DROP TABLE IF EXISTS {TABLE}"
    remove = f"DELETE FROM {TABLE} WHERE rowid IN (%s)"
    insert = f"INSERT INTO {TABLE} (rowid, tokens) VALUES (%s, %s)"
    keys = f"SELECT rowid FROM {TABLE}"
    marks = {PLACES: "oma", PLACES[:2]: "omb", PLACES[:1]: "omc"}
    # Longer ones are not found at all (innodb_ft_max_token_size is 84).
    longest = 80

    @classmethod
    def row(cls, entry: Entry) -> list[Any]:
        return [entry.item_id, " ".join(sorted(set(_marked(entry, cls.marks, cls.written))))]

    @classmethod
    def match(cls, words: Sequence[QueryWord], places: Sequence[str]) -> tuple[str, list[str]]:
        """SQL and parameters of the ids whose ``places`` hold all words."""
        mark = cls.marks[tuple(places)]
        wanted = " ".join(f"+({' '.join(cls._terms(word, mark))})" for word in words)
        sql = f"SELECT rowid FROM {TABLE} WHERE MATCH (tokens) AGAINST (%s IN BOOLEAN MODE)"
        return sql, [wanted]

    @classmethod
    def _terms(cls, word: QueryWord, mark: str) -> Iterable[str]:
        yield from (cls.written(mark, stem) for stem in _whole_terms(word))
        if word.prefix:
            yield f"{cls.written(mark, word.prefix)}*"

    @classmethod
    def written(cls, mark: str, token: str) -> str:
        """Letters and digits of ASCII stand for themselves, all others for their numbers."""
        plain = "".join(char if char.isascii() else f"_{ord(char):x}_" for char in token)
        return f"{mark}{plain}"[: cls.longest]


Table = type[SqliteTable] | type[PostgresTable] | type[MariadbTable]
_TABLES: dict[str, Table] = {
    "sqlite": SqliteTable,
    "postgresql": PostgresTable,
    "mysql": MariadbTable,
}


def table_of(connection: BaseDatabaseWrapper) -> Table:
    """The side table as this database has it."""
    return _TABLES[connection.vendor]


def create(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For a migration: make the table."""
    for statement in table_of(schema_editor.connection).create.split(";"):
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For a migration: take the table away."""
    schema_editor.execute(table_of(schema_editor.connection).drop)


def _marked(
    entry: Entry, marks: Mapping[Places, str], write: Callable[[str, str], str]
) -> Iterator[str]:
    """Each token once for every mark whose places it stands in."""
    for places, mark in marks.items():
        for place in places:
            yield from (write(mark, token) for token in entry.tokens.get(place, ()))


def _whole_terms(word: QueryWord) -> Iterable[str]:
    """Stems that the beginning does not find anyway."""
    for stem in word.stems:
        if not word.prefix or not stem.startswith(word.prefix):
            yield stem


def _fts5_terms(word: QueryWord) -> Iterable[str]:
    yield from (f'"{term}"' for term in _whole_terms(word))
    if word.prefix:
        yield f'"{word.prefix}"*'


def _tsquery_terms(word: QueryWord, mark: str) -> Iterable[str]:
    yield from (f"'{mark}{term}'" for term in _whole_terms(word))
    if word.prefix:
        yield f"'{mark}{word.prefix}':*"
