"""What the buttons of result and plan do to the plan, where no script does it on the device.

Fields, beside those of the record: ``s`` (repeated) id of a suggested measure to take over,
``new`` text of a measure of one's own, ``for`` the checkpoint that it is for, ``do`` what was asked
for: ``remove-<id>``, ``up-<id>``, ``down-<id>`` or ``undo``; ``undo`` is then the measure to put
back, as JSON.
"""

import json
import secrets
from typing import Any

from django.http import QueryDict

from omwagtail.questionnaires import clean_record, plan_columns, sort_measures, suggestions
from omwagtail.runner.state import record_of

Record = dict[str, Any]
Measure = dict[str, Any]


def planned(body: dict[str, Any], fields: QueryDict) -> Record:
    """The posted record, with what the pressed button did to its plan."""
    record = record_of(body, fields)
    measures = list(record["plan"]["measures"])
    action, _, id = fields.get("do", "").partition("-")
    match action:
        case "remove":
            measures = [measure for measure in measures if measure["id"] != id]
        case "up" | "down":
            measures = _moved(measures, id, -1 if action == "up" else 1)
        case "undo":
            measures = _clean(body, _restored(measures, fields.get("undo", "")))
    wanted = fields.getlist("s")
    suggested = {each["id"]: each for each in suggestions(body, record["answers"], measures)}
    measures += [measure_of(body, suggested[id]) for id in dict.fromkeys(wanted) if id in suggested]
    if text := fields.get("new", "").strip():
        measures.append({"id": fresh_id(), "text": text, "checkpoint": fields.get("for")})
    return record | {"plan": {"measures": _clean(body, measures)}}


def removed_measure(body: dict[str, Any], fields: QueryDict) -> tuple[int, Measure] | None:
    """The measure that the pressed button took out, and where it stood."""
    action, _, id = fields.get("do", "").partition("-")
    if action != "remove":
        return None
    measures = record_of(body, fields)["plan"]["measures"]
    return next((found for found in enumerate(measures) if found[1]["id"] == id), None)


def measure_of(body: dict[str, Any], suggested: dict[str, Any]) -> Measure:
    """A suggested measure as one of the plan; the suggested role is who does it."""
    measure = {
        "id": fresh_id(),
        "text": suggested["text"],
        "checkpoint": suggested["checkpoint"],
        "suggestion": suggested["id"],
    }
    has_who = any(column["key"] == "who" for column in plan_columns(body))
    return measure | ({"who": suggested["role"]} if has_who and suggested.get("role") else {})


def fresh_id() -> str:
    """Of its own also among other plans: calendars tell entries apart by it."""
    return f"m{secrets.token_hex(4)}"


def _moved(measures: list[Measure], id: str, step: int) -> list[Measure]:
    """As they are shown, the one with this id a place further up or down."""
    shown = sort_measures(measures, "order")
    place = next((place for place, measure in enumerate(shown) if measure["id"] == id), None)
    if place is not None and 0 <= place + step < len(shown):
        shown.insert(place + step, shown.pop(place))
    return shown


def _clean(body: dict[str, Any], measures: list[Any]) -> list[Measure]:
    return clean_record(body, {"plan": {"measures": measures}})["plan"]["measures"]


def _restored(measures: list[Measure], text: str) -> list[Any]:
    """What the form says is put back is as little to be trusted as all else in it."""
    try:
        place, measure = json.loads(text)
        return [*measures[: int(place)], measure, *measures[int(place) :]]
    except (ValueError, TypeError, RecursionError, OverflowError):
        return measures
