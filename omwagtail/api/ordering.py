"""The orders of a list, and going on after an entry by a cursor."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet

# An alphabet that needs no escape in an address.
_signer = Signer(sep=".", salt="omwagtail.api.cursor")


class _Json:
    """As UTF-8: escaped, the titles of many scripts would make cursors longer than a parameter may
    be."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


class Ordering(NamedTuple):
    """By one column, which is never null, and by the row's number where that is equal."""

    name: str
    column: str
    descending: bool

    def apply(self, queryset: QuerySet) -> QuerySet:
        sign = "-" if self.descending else ""
        return queryset.order_by(f"{sign}{self.column}", f"{sign}pk")


class Cursor(NamedTuple):
    """Where a page ended: the entry's value in the order, and its row."""

    ordering: str
    value: datetime | str
    pk: int

    def write(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, datetime) else self.value
        return _signer.sign_object([self.ordering, value, self.pk], serializer=_Json)

    def after(self, queryset: QuerySet, ordering: Ordering) -> QuerySet:
        """What comes after it. The first condition is one that an index can begin at."""
        side = "lt" if ordering.descending else "gt"
        beyond = Q((f"{ordering.column}__{side}", self.value)) | Q((f"pk__{side}", self.pk))
        return queryset.filter(beyond, **{f"{ordering.column}__{side}e": self.value})


def orderings() -> dict[str, Ordering]:
    """By the name that the parameter ``ordering`` has for them."""
    columns = {name: f"sort_{name}" for name in ("published", "modified", "title")}
    upwards = {name: Ordering(name, column, False) for name, column in columns.items()}
    return upwards | {f"-{n}": Ordering(f"-{n}", c, True) for n, c in columns.items()}


ORDERINGS = orderings()
NEWEST = ORDERINGS["-published"]


def read_cursor(text: str) -> Cursor | None:
    """The cursor that a text is; None where it is none of ours."""
    try:
        found: Any = _signer.unsign_object(text, serializer=_Json)
    except (BadSignature, ValueError):
        return None
    name, value, pk = found
    is_date = ORDERINGS[name].column != "sort_title"
    return Cursor(name, datetime.fromisoformat(value) if is_date else value, pk)
