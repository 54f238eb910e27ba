"""What was filled in, on its way through forms: the only place where it is kept without JavaScript.

The record is that of ``docs/reference/check-records.md``. Names of fields:

- ``a-<checkpoint>`` answer, ``n-<checkpoint>`` note, ``t`` a chosen topic (repeated), ``name``
- ``f`` the fingerprint of the edition that was shown
- ``m-<number>-<member>`` a measure's member, ``m-<number>-c-<key>`` its text in an own column

Numbers stand in the order of the measures; gaps are closed.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.http import QueryDict

from omwagtail.catalogue.editions import edition_name
from omwagtail.questionnaires import clean_record

Record = dict[str, Any]

# Before the checkpoint's id, so that no id can collide with another field of the form.
ANSWER, NOTE = "a-", "n-"
TOPIC, NAME, FINGERPRINT = "t", "name", "f"
MEASURE = re.compile(r"m-(?P<number>\d{1,4})-(?:c-(?P<column>.+)|(?P<member>[a-z]+))", re.ASCII)


def field_of(checkpoint_id: str) -> str:
    """The name of the form field that holds a checkpoint's answer."""
    return ANSWER + checkpoint_id


def note_field_of(checkpoint_id: str) -> str:
    return NOTE + checkpoint_id


def record_of(body: dict[str, Any], fields: QueryDict) -> Record:
    """The record in a posted form; whatever the definition does not know is dropped."""
    raw = {
        "edition": {"fingerprint": fields.get(FINGERPRINT)},
        "name": fields.get(NAME),
        "topics": fields.getlist(TOPIC),
        "answers": with_prefix(fields, ANSWER),
        "notes": with_prefix(fields, NOTE),
        "plan": {"measures": _measures(fields)},
    }
    return clean_record(body, raw)


def hidden_fields(record: Record, *without: str) -> list[tuple[str, str]]:
    """Name and value of the inputs that carry the record to the next page.

    ``without`` names members of the record whose inputs the page shows itself: answers, notes,
    topics, name, plan.
    """
    kept = {name: value for name, value in record.items() if name not in without}
    return list(_fields(kept))


def about(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The members of a record that say which check was filled in, and which edition of it."""
    body = document.get("body") or {}
    number, fingerprint = edition_name(document)
    stated = {
        "check": {
            "origin": document.get("origin"),
            "id": document.get("id"),
            "title": document.get("title"),
            "code": body.get("code"),
            "url": document.get("url"),
        },
        "edition": {
            "number": number,
            "date": (body.get("edition") or {}).get("date"),
            "fingerprint": fingerprint,
        },
    }
    record = clean_record(body, stated)
    return {name: record[name] for name in stated if name in record}


def with_prefix(fields: QueryDict, prefix: str) -> dict[str, str]:
    """The fields whose names begin so, by what follows."""
    return {name.removeprefix(prefix): fields[name] for name in fields if name.startswith(prefix)}


def _measures(fields: QueryDict) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for name in fields:
        if (match := MEASURE.fullmatch(name)) and (value := fields[name]):
            measure = found.setdefault(int(match["number"]), {})
            if column := match["column"]:
                measure.setdefault("more", {})[column] = value
            else:
                measure[match["member"]] = value
    for measure in found.values():
        measure["done"] = "done" in measure
    return [measure for _, measure in sorted(found.items())]


def _fields(kept: Record) -> Iterator[tuple[str, str]]:
    if fingerprint := kept.get("edition", {}).get("fingerprint"):
        yield FINGERPRINT, fingerprint
    for id, level in kept.get("answers", {}).items():
        yield field_of(id), level
    for id, note in kept.get("notes", {}).items():
        yield note_field_of(id), note
    for topic in kept.get("topics", ()):
        yield TOPIC, topic
    if name := kept.get("name"):
        yield NAME, name
    for number, measure in enumerate(kept.get("plan", {}).get("measures", ())):
        yield from _measure_fields(number, measure)


def _measure_fields(number: int, measure: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for member, value in measure.items():
        if member == "more":
            for column, text in value.items():
                yield f"m-{number}-c-{column}", text
        elif value:
            yield f"m-{number}-{member}", "on" if value is True else value
