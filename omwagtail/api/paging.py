"""Lists in pages: the rows of the one that was asked for, and its neighbours."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from omwagtail.api.ordering import Cursor
from omwagtail.api.question import Question
from omwagtail.problems import Problem

Take = Callable[[QuerySet], list[Any]]
TakePart = Callable[[int, int], list[Any]]
Address = Callable[..., str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of a list, and what its answer says about it: ``count``, ``next``, ``previous``."""

    rows: list[Any]
    head: dict[str, Any]


def read_page(
    question: Question, take: TakePart, count: Callable[[], int], address_with: Address
) -> Page:
    """The page with this number; ``take`` reads the rows from one up to another, and ``count`` says
    how many there are. Raises Problem (404) beyond the last."""
    start = (question.page - 1) * question.limit
    # One more than asked for: where there is none, this is the last page, and its end the count.
    taken = take(start, start + question.limit + 1)
    is_end = len(taken) <= question.limit and (taken or question.page == 1)
    total = start + len(taken) if is_end else count()
    last = max(1, -(-total // question.limit))
    if question.page > last:
        raise Problem(404, f"The list has {last} page{'s' * (last > 1)}.")
    head = {
        "count": total,
        "next": address_with(page=question.page + 1) if question.page < last else None,
        "previous": address_with(page=question.page - 1) if question.page > 1 else None,
    }
    return Page(rows=taken[: question.limit], head=head)


def read_on(ordered: QuerySet, question: Question, take: Take, address_with: Address) -> Page:
    """The page after a cursor. Whatever is published meanwhile, no entry is missed or repeated,
    unless it is changed itself and its place in the order with it."""
    if question.cursor:
        ordered = question.cursor.after(ordered, question.ordering)
    taken = take(ordered[: question.limit + 1])
    following = None
    if len(taken) > question.limit:
        last = taken[question.limit - 1]
        following = address_with(cursor=Cursor(question.ordering.name, last.place, last.pk).write())
    return Page(rows=taken[: question.limit], head={"next": following})


def addresses_of(address: str, query: dict[str, str]) -> Address:
    """Gives the address of this list with another page or cursor."""
    return lambda **place: f"{address}?{urlencode({**query, **place})}"
