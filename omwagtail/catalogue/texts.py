"""Stored texts as the bytes that are sent: what is not decoded need not be encoded again.

A page of a hundred documents is a megabyte, and its characters cost more than all else about it.
"""

from typing import Any

from django.db.models import Func, TextField


class Utf8(Func):
    """A column of text, from SQLite as its bytes: Django keeps texts there in UTF-8.

    Other databases' drivers give a text sooner than bytes; ``as_bytes`` takes either.
    """

    template = "%(expressions)s"
    arity = 1
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template=SQLITE, **context)


SQLITE = "CAST(%(expressions)s AS BLOB)"


def utf8_column(vendor: str, name: str) -> str:
    """The same in a statement that is written out."""
    return SQLITE % {"expressions": name} if vendor == "sqlite" else name


def as_bytes(text: str | bytes) -> bytes:
    """What a database gave for such a column, in UTF-8."""
    return text if isinstance(text, bytes) else text.encode()
