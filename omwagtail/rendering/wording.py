"""Codes, dates and numbers of documents in the visitor's words."""

import re
from datetime import date
from typing import Any

from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext

from omwagtail.vocabularies import vocabulary

PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

# The names people know; anything else is shown by the ending of its address.
FILE_KINDS = {
    "application/pdf": "PDF",
    "application/msword": "DOC",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/zip": "ZIP",
}


def label_of(entry: Any, scheme: str) -> str:
    """The label of a code-list entry in the active language.

    A shared code is looked up in the vocabulary ``scheme``; an own code of a partner brings its
    label along; an unknown one is shown as it is.
    """
    if isinstance(entry, dict):
        return str(entry.get("label") or entry.get("code") or "")
    return vocabulary(scheme).label(str(entry), get_language() or "de") if entry else ""


def date_in_words(value: Any) -> str:
    """``2026-03-01T09:30:00Z``, ``2026-03-01``, ``2026-03`` or ``2026`` as a reader writes it.

    Anything else, such as "2005/06", is a date in words already.
    """
    text = str(value if value is not None else "").strip()
    try:
        if "T" in text and (moment := parse_datetime(text)):
            return formats.date_format(timezone.localtime(moment), "DATE_FORMAT")
        return _partial_date_in_words(text)
    except (ValueError, OverflowError):  # no date, or one at the end of the calendar
        return text


def machine_date(value: Any) -> str:
    """The ``datetime`` attribute of a date: empty for one that only people can read."""
    text = str(value if value is not None else "").strip()
    if "T" in text:
        return text
    return text if PARTIAL_DATE.fullmatch(text) else ""


def period_in_words(period: dict[str, Any]) -> str:
    """A period with a beginning, an end, or both."""
    begin, end = date_in_words(period.get("from")), date_in_words(period.get("to"))
    if begin and end and begin != end:
        return gettext("%(begin)s to %(end)s") % {"begin": begin, "end": end}
    if begin and not end:
        return gettext("since %(begin)s") % {"begin": begin}
    if end and not begin:
        return gettext("until %(end)s") % {"end": end}
    return begin


def number_in_words(value: Any) -> str:
    """A number with the separators of the active language; a text stays as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value if value is not None else "")
    return formats.number_format(value, use_l10n=True, force_grouping=True)


def shortened(text: Any, length: int) -> str:
    """A text of at most so many characters; where something was left out, it ends in "…".

    Django's ``truncatechars`` looks at every character by itself, which takes as long as a query.
    """
    text = str(text if text is not None else "")
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def file_kind(file: dict[str, Any]) -> str:
    """A download's kind in the words of its users: PDF, DOC …; empty if it cannot be told."""
    kind = FILE_KINDS.get(file.get("media_type", ""))
    if kind:
        return kind
    name = str(file.get("url", "")).partition("?")[0].rpartition("/")[2]
    ending = name.rpartition(".")[2] if "." in name else ""
    return ending.upper() if ending.isalnum() and len(ending) <= 4 else ""


def _partial_date_in_words(text: str) -> str:
    match = PARTIAL_DATE.fullmatch(text)
    if match is None:
        return text
    year, month, day = match.groups()
    if day:
        return formats.date_format(date(int(year), int(month), int(day)), "DATE_FORMAT")
    if month:
        return formats.date_format(date(int(year), int(month), 1), "YEAR_MONTH_FORMAT")
    return year
