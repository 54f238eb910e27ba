"""The dates of a plan as a calendar (RFC 5545).

Days as events, not as tasks (VTODO): Outlook and Google's calendar take no tasks from a file, and
Apple's puts them elsewhere. They do not block the day. UIDs stay, so that a later file updates
what an earlier one brought. ``static/omwagtail/export-ics.js`` makes the same file: change both.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from omwagtail.runner.export_words import Words

PRIORITIES = {"high": 1, "medium": 5, "low": 9}
# In octets, without the line's end.
MAX_LINE = 75
DAY = re.compile(r"[12]\d{3}-\d\d-\d\d", re.ASCII)
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85]")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff]")


def calendar(
    measures: list[dict[str, Any]], document: dict[str, Any], words: Words, now: datetime
) -> str:
    """An event for each measure that has a day."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//omwagtail//check//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *(
            line
            for measure in measures
            if (day := _day_of(measure))
            for line in _event(measure, day, document, words, now)
        ),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(
    measure: dict[str, Any], day: date, document: dict[str, Any], words: Words, now: datetime
) -> Iterator[str]:
    text = measure.get("text") or ""
    summary = _escaped(f"{words['done']}: {text}" if measure.get("done") else text)
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(measure, document)}"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    # Grows with time: some calendars take a changed event only with a greater number.
    yield f"SEQUENCE:{int(now.timestamp()) // 60}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{summary}"
    yield f"DESCRIPTION:{_escaped(_description(measure, document, words))}"
    if priority := PRIORITIES.get(measure.get("priority") or ""):
        yield f"PRIORITY:{priority}"
    yield "TRANSP:TRANSPARENT"
    yield "X-MICROSOFT-CDO-BUSYSTATUS:FREE"
    if not measure.get("done"):
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{summary}"
        # At nine in the morning of the day before.
        yield "TRIGGER:-PT15H"
        yield "END:VALARM"
    yield "END:VEVENT"


def _description(measure: dict[str, Any], document: dict[str, Any], words: Words) -> str:
    texts = {
        words["who"]: measure.get("who"),
        words["priority"]: words.get(measure.get("priority"), ""),
        words["control"]: measure.get("control"),
        words["check"]: document.get("title"),
    }
    lines = [f"{label}: {text}" for label, text in texts.items() if text]
    return "\n".join(filter(None, [*lines, document.get("url")]))


def _uid(measure: dict[str, Any], document: dict[str, Any]) -> str:
    """The same for a measure in every file; ASCII, since it is compared by machines."""
    host = urlsplit(document.get("url") or "").netloc or "omwagtail"
    parts = [_plain(part or "") for part in (measure.get("id"), document.get("id"), host)]
    return f"{parts[0]}.{parts[1]}@{parts[2]}"


def _plain(text: str) -> str:
    return re.sub(r"[^\w.-]", "-", quote(_well_formed(text), safe="!~*'()"), flags=re.ASCII)


def _day_of(measure: dict[str, Any]) -> date | None:
    until = measure.get("until") or ""
    try:
        return date.fromisoformat(until) if DAY.fullmatch(until) else None
    except ValueError:
        return None


def _escaped(text: str) -> str:
    return re.sub(r"[\\;,]", r"\\\g<0>", _well_formed(text)).replace("\n", "\\n")


def _well_formed(text: str) -> str:
    """Line ends as \\n, without signs that no text needs and halves of characters."""
    return _HALVES.sub("\ufffd", _UNWANTED.sub("", _LINE_ENDS.sub("\n", text)))


def _folded(line: str) -> str:
    """Long lines go on in the next one behind a space; no character is cut in two."""
    pieces: list[str] = []
    octets = 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > MAX_LINE:
            pieces.append("\r\n ")
            octets = 1
        pieces.append(sign)
        octets += size
    return "".join(pieces)
