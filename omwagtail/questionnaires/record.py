"""The record: what somebody filled in, as it is saved as a file and read again.

``docs/reference/check-records.md`` describes it. The same cleaning stands in
``static/omwagtail/record.js``; ``tests/vectors/record`` is run by both.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal

from omwagtail.documents import DocumentError, check_day, parse_json
from omwagtail.questionnaires.body import (
    Body,
    all_checkpoints,
    sections_of,
    suggested_measures_of,
)
from omwagtail.questionnaires.plan import COLUMNS, PRIORITIES, Measure, plan_columns
from omwagtail.questionnaires.ratings import clean_answers

Record = dict[str, Any]

VERSION = "om-answers/1"

MAX_RECORD_BYTES = 2 * 1024 * 1024  # of UTF-8: what is filled in to all limits fits
MAX_MEASURES = 200
MAX_TEXT = 500  # characters: of a measure, its control, what stands in a column of one's own
MAX_NOTE = 2000
MAX_NAME = 200  # of a person
MAX_TITLE = 1000  # of a check
MAX_NUMBER = 1_000_000  # of an edition

EFFECTS = ("yes", "partly", "no")

# Characters that no text needs and some formats cannot hold: control characters except line feed
# and tab, lone surrogates, the byte order mark.
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
WEB_ADDRESS = re.compile(r"https?://[!#-;=?-~]{1,2000}")  # ASCII without quotes and angle brackets

RecordErrorCode = Literal["too-large", "not-json", "not-a-record", "other-version"]


class RecordError(ValueError):
    """A file is no record that can be read here."""

    def __init__(self, code: RecordErrorCode) -> None:
        self.code = code
        super().__init__(code)


def read_record(text: str | bytes) -> Record:
    """The record in a file, still to be cleaned with the definition it is read for.

    Raises RecordError: ``too-large``, ``not-json`` (also JSON that is nested too deep or names a
    member twice), ``not-a-record``, ``other-version``.
    """
    # Editors of Windows begin a file with a byte order mark.
    if isinstance(text, bytes):
        text = text.removeprefix(b"\xef\xbb\xbf")
    else:
        text = text.removeprefix("\ufeff")
    try:
        data = parse_json(text, max_bytes=MAX_RECORD_BYTES)
    except DocumentError as error:
        raise RecordError("too-large" if error.code == "too-large" else "not-json") from None
    version = data.get("v") if isinstance(data, dict) else None
    if not isinstance(version, str) or not version.startswith("om-answers/"):
        raise RecordError("not-a-record")
    if version != VERSION:
        raise RecordError("other-version")
    return _object(data)


def clean_record(body: Body, raw: Any) -> Record:
    """What this definition knows of ``raw``, which may be anything; never raises.

    ``v``, ``answers``, ``notes`` and ``plan`` are always there, the other members where there is
    something in them. Texts are cut at their limit; what has the wrong kind is dropped. A measure
    for a checkpoint, or from a suggestion, that this definition does not have stays without it.
    """
    raw = _object(raw)
    record = {
        "v": VERSION,
        "check": _check(_object(raw.get("check"))),
        "edition": _edition(_object(raw.get("edition"))),
        "date": _day(raw.get("date")),
        "name": _line(raw.get("name"), MAX_NAME),
        "topics": _topics(body, raw.get("topics")),
    }
    return _filled(record) | {
        "answers": clean_answers(body, raw.get("answers")),
        "notes": _notes(body, _object(raw.get("notes"))),
        "plan": {"measures": clean_measures(body, _object(raw.get("plan")).get("measures"))},
    }


def clean_measures(body: Body, raw: Any) -> list[Measure]:
    """The measures in which something is written, each with an id of its own and a text.

    The text is "" where only who, until when or another column was filled in so far.
    """
    known = _Known.of(body)
    measures = [_measure(known, _object(each)) for each in _list(raw)[:MAX_MEASURES]]
    written = [measure for measure in measures if measure.keys() & WRITTEN]
    taken = {measure.get("id") for measure in written}
    fresh = (id for number in count(1) if (id := f"m{number}") not in taken)
    used: set[str] = set()
    for measure in written:
        if measure.get("id") is None or measure["id"] in used:
            measure["id"] = next(fresh)
        used.add(measure["id"])
    return [{"id": measure["id"], "text": "", **measure} for measure in written]


WRITTEN = {"text", "who", "until", "control", "more"}
"""A measure without any of these is a line that nobody wrote in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What a measure may refer to."""

    checkpoints: set[str]
    suggestions: set[str]
    columns: list[str]
    """Keys of the columns without a meaning of their own."""

    @classmethod
    def of(cls, body: Body) -> "_Known":
        points = all_checkpoints(body)
        measures = [each for point in points for each in suggested_measures_of(point)]
        keys = [column["key"] for column in plan_columns(body)]
        return cls(
            checkpoints={point.get("id") or "" for point in points},
            suggestions={measure.get("id") or "" for measure in measures},
            columns=[key for key in keys if key not in COLUMNS],
        )


def _measure(known: _Known, raw: dict[str, Any]) -> Measure:
    more = _object(raw.get("more"))
    own = [key for key in known.columns if key in more] if more else ()
    return _filled(
        {
            "id": _matching(ID, raw.get("id")),
            "text": _text(raw.get("text"), MAX_TEXT),
            "checkpoint": _one_of(known.checkpoints, raw.get("checkpoint")),
            "suggestion": _one_of(known.suggestions, raw.get("suggestion")),
            "priority": _one_of(PRIORITIES, raw.get("priority")),
            "who": _line(raw.get("who"), MAX_NAME),
            "until": _day(raw.get("until")),
            "control": _text(raw.get("control"), MAX_TEXT),
            "done": raw.get("done") is True,
            "effect": _one_of(EFFECTS, raw.get("effect")),
            "more": _filled({key: _text(more.get(key), MAX_TEXT) for key in own}),
        }
    )


def _check(raw: dict[str, Any]) -> dict[str, str]:
    """Which check it was, in the words of its document."""
    return _filled(
        {
            "origin": _matching(WEB_ADDRESS, raw.get("origin")),
            "id": _line(raw.get("id"), MAX_NAME),
            "title": _line(raw.get("title"), MAX_TITLE),
            "code": _line(raw.get("code"), MAX_NAME),
            "url": _matching(WEB_ADDRESS, raw.get("url")),
        }
    )


def _edition(raw: dict[str, Any]) -> dict[str, Any]:
    return _filled(
        {
            "number": _number(raw.get("number")),
            "date": _day(raw.get("date")),
            "fingerprint": _matching(FINGERPRINT, raw.get("fingerprint")),
        }
    )


def _topics(body: Body, raw: Any) -> list[str]:
    chosen = {each for each in _list(raw) if isinstance(each, str)}
    ids = dict.fromkeys(section.get("id") or "" for section in sections_of(body))
    return [id for id in ids if id and id in chosen]


def _notes(body: Body, raw: dict[str, Any]) -> dict[str, str]:
    ids = [point.get("id") or "" for point in all_checkpoints(body)]
    return _filled({id: _text(raw.get(id), MAX_NOTE) for id in ids})


def _text(value: Any, limit: int) -> str:
    """At most ``limit`` code points, with line feeds as they were; "" for what is no text."""
    if not isinstance(value, str):
        return ""
    text = UNFIT.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return text.strip()[:limit].strip()


def _line(value: Any, limit: int) -> str:
    """A text on one line."""
    return _text(re.sub(r"\s+", " ", _text(value, MAX_RECORD_BYTES)), limit)


def _day(value: Any) -> str | None:
    """A day that exists, of a year with four digits."""
    try:
        return check_day(value) if isinstance(value, str) and value >= "1" else None
    except DocumentError:
        return None


def _number(value: Any) -> int | None:
    """A whole number; 1.0 is one too, as JavaScript cannot tell it from 1."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value <= MAX_NUMBER and value == int(value) else None


def _matching(pattern: re.Pattern[str], value: Any) -> str | None:
    return value if isinstance(value, str) and pattern.fullmatch(value) else None


def _one_of(known: Collection[str], value: Any) -> str | None:
    return value if isinstance(value, str) and value and value in known else None


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _filled(members: dict[str, Any]) -> dict[str, Any]:
    """Without the blanks: they are never stored. The number 0 is none."""
    return {
        name: value
        for name, value in members.items()
        if value not in (None, "", [], {}) and value is not False
    }
