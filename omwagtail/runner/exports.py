"""Files to take along for those whose browser runs no script: JSON, CSV and a calendar.

What was filled in comes with the request and goes with the answer; nothing is stored or logged.
Documents and workbooks are made on the device only (``static/omwagtail/exports.js``).
"""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from omwagtail.catalogue.models import Item
from omwagtail.questionnaires import clean_record
from omwagtail.rendering.spreadsheets import csv_lines
from omwagtail.runner.asked import Asked, asked_edition
from omwagtail.runner.calendars import calendar
from omwagtail.runner.export_tables import Table, measures_of, plan_table, rating_table
from omwagtail.runner.export_words import Words, export_words
from omwagtail.runner.frames import Frame
from omwagtail.runner.planning import planned
from omwagtail.runner.responses import respond, speaking
from omwagtail.runner.state import about
from omwagtail.runner.views import back_to_form, check_view, to_be_mended

CSV, CALENDAR, JSON = (
    f"{type}; charset=utf-8" for type in ("text/csv", "text/calendar", "application/json")
)
MAX_NAME = 60  # characters of each of a file name's parts
SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    content_type: str
    content: Callable[[Asked, dict[str, Any], Words], str]
    part: str = ""
    """Which words a file's name says of what is in it, where that is not everything."""


@check_view
def check_export(
    request: HttpRequest, item: Item, *, frame: Frame | None, format: str
) -> HttpResponse:
    """A file of what was posted; 404 for a format that is none, the form for a note too long."""
    if format not in FORMATS:
        return respond(request, "omwagtail/check/gone.html", frame=frame, status=404)
    if request.method != "POST":
        return back_to_form(item, frame=frame)
    asked = asked_edition(item, request.POST)
    if mended := to_be_mended(request, asked, frame=frame):
        return mended
    record = planned(asked.body, request.POST)
    with speaking(item.language):
        words = export_words()
        found = FORMATS[format]
        response = HttpResponse(
            found.content(asked, record, words).encode(), content_type=found.content_type
        )
    name = file_name(asked.document.get("title") or "", words.get(found.part, ""))
    response["Content-Disposition"] = f'attachment; filename="{name}.{format.partition("-")[0]}"'
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_name(title: str, part: str = "") -> str:
    """ "betriebs-check-2026-11-28": letters that every system and mail program takes."""
    names = (title, part, _today())
    return "-".join(filter(None, map(_plain, names)))


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text).lower().translate(SPELLED)
    text = "".join(
        sign
        for sign in unicodedata.normalize("NFKD", text)
        if not unicodedata.category(sign).startswith("M")
    )
    return re.sub("[^a-z0-9]+", "-", text)[:MAX_NAME].strip("-")


def _today() -> str:
    return timezone.localdate().isoformat()


def _plan(asked: Asked, record: dict[str, Any], words: Words) -> str:
    return _lines(plan_table(asked.body, record, words))


def _ratings(asked: Asked, record: dict[str, Any], words: Words) -> str:
    return _lines(rating_table(asked.body, record, words))


def _lines(table: Table) -> str:
    return "".join(csv_lines(table.headings, table.rows, delimiter=";"))


def _calendar(asked: Asked, record: dict[str, Any], words: Words) -> str:
    return calendar(measures_of(record), asked.document, words, timezone.now())


def _json(asked: Asked, record: dict[str, Any], words: Words) -> str:
    """The record, which says of which check and edition it is and when it was saved."""
    whole = record | about(asked.document) | {"edition": asked.edition, "date": _today()}
    return json.dumps(clean_record(asked.body, whole), ensure_ascii=False, indent=1)


FORMATS = {
    "csv": Format(content_type=CSV, content=_plan, part="plan"),
    "csv-result": Format(content_type=CSV, content=_ratings, part="result"),
    "ics": Format(content_type=CALENDAR, content=_calendar),
    "json": Format(content_type=JSON, content=_json),
}
