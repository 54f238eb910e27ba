"""Lists as CSV files (RFC 4180) that spreadsheets open without running anything in them.

A cell that begins like a formula is one to a spreadsheet, whoever wrote it: so an apostrophe is put
before it. The same where a program that splits at another character than this file does would begin
a new cell. ``as_text`` stands in ``static/omwagtail/export-csv.js`` too: change both.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.text import slugify
from django.utils.timezone import localdate, localtime

BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet's own limit is 32,767 characters in a cell.
MAX_CELL = 32_000
FORMULA_SIGNS = frozenset("=+-@")
# A minus that compatibility does not turn into a hyphen.
OTHER_SIGNS = frozenset("\u2212")
# Where some program or other begins a new cell or line.
_BORDERS = frozenset(";,|\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
# NUL and other signs that no text needs; line breaks and tabs are dealt with below.
_UNWANTED = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")


def csv_response(
    name: str, headings: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """A download called ``name-2026-03-31.csv``: UTF-8 with a byte order mark, which spreadsheets
    need to tell it from the encodings of the past."""
    response = StreamingHttpResponse(
        (line.encode() for line in csv_lines(headings, rows)),
        content_type="text/csv; charset=utf-8",
    )
    filename = f"{slugify(name) or 'list'}-{localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def csv_lines(
    headings: Sequence[Any], rows: Iterable[Sequence[Any]], *, delimiter: str = ","
) -> Iterator[str]:
    """The lines of the file, each with its end; the first one begins with the byte order mark."""
    writer = csv.writer(_Echo(), delimiter=delimiter, lineterminator="\r\n")
    yield BYTE_ORDER_MARK + writer.writerow([cell_of(heading) for heading in headings])
    for row in rows:
        yield writer.writerow([cell_of(value) for value in row])


def cell_of(value: Any) -> int | float | str:
    """A value as it stands in a cell: numbers as they are, times as ``2026-03-31 09:30``, texts so
    that they stay texts."""
    match value:
        case None:
            return ""
        case int() | float() if not isinstance(value, bool):
            return value
        case datetime():
            return f"{localtime(value):%Y-%m-%d %H:%M}"
        case _:
            return as_text(str(value))


def as_text(text: str) -> str:
    """The text with an apostrophe wherever a cell could begin as a formula."""
    text = _UNWANTED.sub("", text)[:MAX_CELL]
    written: list[str] = []
    begins = True
    for place, sign in enumerate(text):
        if begins and (_is_formula_sign(sign) or (place == 0 and sign in "\t\r\n")):
            written.append("'")
            begins = sign in _BORDERS
        elif sign in _BORDERS:
            begins = True
        elif begins:
            begins = _is_skipped(sign)
        written.append(sign)
    return "".join(written)


def _is_formula_sign(sign: str) -> bool:
    """Also full-width signs and the like, which some programs fold into plain ones."""
    if sign in FORMULA_SIGNS or sign in OTHER_SIGNS:
        return True
    return not sign.isascii() and unicodedata.normalize("NFKC", sign)[:1] in FORMULA_SIGNS


def _is_skipped(sign: str) -> bool:
    """Spaces, signs that nobody sees, and quotation marks: a cell may begin behind them."""
    return sign in "\"'" or sign.isspace() or unicodedata.category(sign) in ("Cf", "Cc", "Zs")


class _Echo:
    """A file for the csv module that hands back what is written."""

    def write(self, text: str) -> str:
        return text
