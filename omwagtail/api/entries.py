"""What a list says of one item: the whole document, or what its publisher lets others show."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from omwagtail.catalogue.models import Item
from omwagtail.catalogue.search.reading import snippet
from omwagtail.catalogue.search.words import QueryWord
from omwagtail.catalogue.search.writing import texts_of
from omwagtail.catalogue.texts import Utf8, as_bytes
from omwagtail.documents import EXCERPT, FULL


class Version(NamedTuple):
    """Which text an entry is made from: enough to know whether it is still the same."""

    pk: int
    key: str
    rev: int
    sig: str
    reuse: str
    object_id: str | None
    waiting_rev: int | None
    place: datetime | str = ""  # its value in the order, where a cursor needs it

    @property
    def mark(self) -> str:
        """Changes with whatever its entry says."""
        version = f"{self.key} {self.rev} {self.sig} {self.waiting_rev}"
        return f"{version} {self.reuse} {self.object_id is None}"

    @staticmethod
    def expressions(columns: Sequence[str]) -> Sequence[str]:
        """What is asked of the database for these columns."""
        return columns


class Row(NamedTuple):
    """Everything that an entry is made from."""

    pk: int
    key: str
    rev: int
    sig: str
    reuse: str
    object_id: str | None
    type: str
    doc: str | bytes
    summary: str
    url: str
    language: str
    waiting_rev: int | None
    place: datetime | str = ""

    mark = Version.mark

    @staticmethod
    def expressions(columns: Sequence[str]) -> list[str | Utf8]:
        """What is asked of the database for these columns."""
        return [Utf8(name) if name == "doc" else name for name in columns]

    @property
    def is_own(self) -> bool:
        return self.object_id is not None


def may_pass_on(item: Item | Row) -> bool:
    """Whether the whole document may be given to everyone: it is an own one, or says so."""
    return item.is_own or item.reuse == FULL


def write_entry(
    row: Row,
    address: str,
    words: Sequence[QueryWord] = (),
    fields: Collection[str] = (),
    instead: dict[str, Any] | None = None,
) -> tuple[bytes, ...]:
    """The parts of an entry of a list as JSON; among them the document's text as it is stored,
    which is copied as seldom as can be.

    With ``fields`` only these members of it; ``instead`` is what is shown where that is less than
    the text says. Where others may only quote or link to a document,
    ``original``, ``title`` and ``summary`` stand in its place, whatever the fields. With the words
    of a search, ``snippet`` shows where they stand.
    """
    entry = f'{{"key":"{row.key}","url":"{address}"'
    if may_pass_on(row):
        document = instead or (json.loads(row.doc) if words or fields else {})
        if words:
            texts = texts_of(document)
            entry += _member("snippet", _snippet(row, words, texts["summary"] + texts["body"]))
        if not fields and not instead:
            return (entry + ',"document":').encode(), as_bytes(row.doc), b"}"
        chosen = {name: document[name] for name in fields or document if name in document}
        return (f'{entry},"partial":true{_member("document", chosen)}}}'.encode(),)
    # The title is left out of the snippet: it is shown anyway.
    shown = row.summary if row.reuse == EXCERPT else ""
    if words:
        entry += _member("snippet", _snippet(row, words, [shown]))
    entry += _member("original", row.url) + _member("title", json.loads(row.doc)["title"])
    if shown:
        entry += _member("summary", shown)
    return (f"{entry}}}".encode(),)


def _snippet(row: Row, words: Sequence[QueryWord], texts: Sequence[str]) -> str:
    return snippet(texts, words, row.language)


def _member(name: str, value: Any) -> str:
    return f',"{name}":{json.dumps(value, ensure_ascii=False)}'
