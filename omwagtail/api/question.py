"""What a list was asked for beside its filters, read from the query's texts."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from omwagtail.api.ordering import NEWEST, ORDERINGS, Cursor, Ordering, read_cursor
from omwagtail.api.parameters import CARD, DEFAULT_LIMIT, MAX_LIMIT, MAX_PAGE, MEMBERS


class WrongValue(Exception):
    """A value that cannot be; the message says what could."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """How entries are ordered, cut into pages, and what of them is told."""

    limit: int
    page: int
    by_cursor: bool
    """Whether the list is read by cursor; then ``cursor`` is None at its beginning."""

    cursor: Cursor | None
    ordering: Ordering | None
    """None for the order that fits the question: the best or the nearest first, else the newest."""

    best: bool
    """Whether ``ordering`` named ``best``."""

    fields: tuple[str, ...]
    """Members of the documents; empty for whole documents."""

    facets: tuple[str, ...]
    as_cards: bool
    """Whether entries hold what a list shows of a document, in the place of it."""

    errors: tuple[tuple[str, str], ...]
    """What is wrong with the values: (parameter, sentence)."""


def read_question(query: dict[str, str], *, by_cursor: bool, facets: Collection[str]) -> Question:
    """``query`` holds no empty values; ``facets`` are the names that can be asked for."""
    errors: list[tuple[str, str]] = []

    def read(name: str, reader: Callable[..., Any], *known: Any, default: Any) -> Any:
        try:
            return reader(query[name], *known) if name in query else default
        except WrongValue as error:
            errors.append((name, str(error)))
            return default

    ordering = read("ordering", _read_ordering, default="")
    cursor = read("cursor", _read_cursor, default=None)
    page = read("page", _read_number, MAX_PAGE, default=1)
    if ordering == "best" and "q" not in query:
        errors.append(("ordering", "best is the order of a search, so it needs q."))
    if by_cursor:
        if "page" in query:
            errors.append(("page", "A list is read by page or by cursor, not by both."))
        if ordering == "best":
            errors.append(("ordering", "With a cursor the order is a date or the title."))
        elif cursor and cursor.ordering != (ordering or NEWEST.name):
            errors.append(("cursor", "It belongs to another ordering."))
        ordering = ordering or NEWEST.name
    return Question(
        limit=read("limit", _read_number, MAX_LIMIT, default=DEFAULT_LIMIT),
        page=page,
        by_cursor=by_cursor,
        cursor=cursor,
        ordering=ORDERINGS.get(ordering),
        best=ordering == "best",
        fields=read("fields", _read_names, MEMBERS, default=()),
        facets=read("facets", _read_names, facets, default=()),
        as_cards=read("as", _read_kind, default="") == CARD,
        errors=tuple(errors),
    )


def _read_number(text: str, highest: int) -> int:
    # isdigit alone also takes other scripts' digits; int alone takes 10,000 of them.
    if text.isascii() and text.isdigit() and len(text) <= len(str(highest)):
        number = int(text)
        if 1 <= number <= highest:
            return number
    raise WrongValue(f"A whole number from 1 to {highest}.")


def _read_ordering(text: str) -> str:
    if text in ORDERINGS or text == "best":
        return text
    raise WrongValue(f"There are: {', '.join([*ORDERINGS, 'best'])}.")


def _read_kind(text: str) -> str:
    if text == CARD:
        return text
    raise WrongValue(f"There is: {CARD}.")


def _read_cursor(text: str) -> Cursor:
    if (cursor := read_cursor(text)) is None:
        raise WrongValue("It is none that this list gave. Begin with an empty one.")
    return cursor


def _read_names(text: str, known: Collection[str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    if not set(names) <= set(known):
        raise WrongValue(f"Names with commas between them. There are: {', '.join(known)}.")
    return names
