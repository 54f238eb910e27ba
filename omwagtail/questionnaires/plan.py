"""The plan of action: its columns, the order of its measures, what is suggested, how far it is.

The measures are those of a cleaned record, see ``record.py``. The same functions stand in
``static/omwagtail/planning.js``; ``tests/vectors/plan`` is run by both.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from omwagtail.questionnaires.body import (
    Body,
    Part,
    all_checkpoints,
    needs_of,
    suggested_measures_of,
    weight_of,
)
from omwagtail.questionnaires.ratings import NOT_APPLICABLE, Answers, clean_answers

Measure = dict[str, Any]
"""A measure of a record: ``id`` and ``text``, the other members only where something is in them."""

COLUMNS = ("measure", "priority", "who", "until", "control")
"""The columns with a meaning of their own; a column with another key is free text."""

PRIORITIES = ("high", "medium", "low")

ACCENTS = re.compile("[\u0300-\u036f]")


def plan_columns(body: Body) -> list[Part]:
    """The plan's columns in order: ``key`` and, where the definition has one, ``label``.

    There is always a column ``measure``: without what is to be done, the others say nothing.
    """
    columns: dict[str, Part] = {}
    for column in body.get("plan") or []:
        if key := column.get("key"):
            columns.setdefault(key, column)
    if not columns:
        return [{"key": key} for key in COLUMNS]
    if "measure" not in columns:
        columns = {"measure": {"key": "measure"}, **columns}
    return [
        {name: column[name] for name in ("key", "label") if column.get(name)}
        for column in columns.values()
    ]


def is_filled(measure: Measure, column: str) -> bool:
    """Whether something stands in the column with this key."""
    if column == "measure":
        found = measure.get("text")
    elif column in COLUMNS:
        found = measure.get(column)
    else:
        found = (measure.get("more") or {}).get(column)
    return bool(found)


def sort_measures(measures: list[Measure], by: str) -> list[Measure]:
    """By ``priority``, ``until`` or ``who``; by ``order`` they stay as they were entered.

    Open ones stand before those done, and blanks last among either; like ones stay in order.
    """
    value = SORTED_BY.get(by, _nothing)
    return sorted(
        measures,
        key=lambda measure: (
            bool(measure.get("done")),
            not (found := value(measure)),
            # As JavaScript compares texts: by units of UTF-16.
            found.encode("utf-16-be", "surrogatepass"),
        ),
    )


def _nothing(measure: Measure) -> str:
    return ""


def _priority(measure: Measure) -> str:
    """A text in the order of the priorities."""
    priority = measure.get("priority")
    return str(PRIORITIES.index(priority)) if priority in PRIORITIES else ""


def _who(measure: Measure) -> str:
    """Without accents and capitals: where German readers look for "Ärztin" and "van Aken"."""
    return ACCENTS.sub("", unicodedata.normalize("NFD", measure.get("who") or "")).lower()


SORTED_BY: dict[str, Callable[[Measure], str]] = {
    "priority": _priority,
    "until": lambda measure: measure.get("until") or "",
    "who": _who,
}


def suggestions(body: Body, answers: Answers, measures: list[Measure]) -> list[Part]:
    """What could be done next: ``id``, ``text``, ``checkpoint`` and, if it has one, ``role``.

    These are the suggested measures of the checkpoints that were rated with need for action and
    were not taken over yet; of the greatest need first, then by weight, then in order.
    """
    answers, needs = clean_answers(body, answers), needs_of(body)
    taken = {measure.get("suggestion") for measure in measures}
    rated = [
        (needs[level], weight_of(checkpoint), checkpoint)
        for checkpoint in all_checkpoints(body)
        if (level := answers.get(checkpoint.get("id") or "", NOT_APPLICABLE)) != NOT_APPLICABLE
    ]
    rated.sort(key=lambda entry: entry[:2], reverse=True)  # stable also in reverse
    return [
        {name: suggested[name] for name in ("id", "text", "role") if suggested.get(name)}
        | {"checkpoint": checkpoint.get("id") or ""}
        for need, _, checkpoint in rated
        if need > 0
        for suggested in suggested_measures_of(checkpoint)
        if suggested.get("id") and suggested.get("text") and suggested["id"] not in taken
    ]


def plan_progress(measures: list[Measure], today: str) -> dict[str, int]:
    """How many are ``done``, how many there are (``count``), how many are ``overdue``.

    ``today`` is a day such as "2026-11-28"; on the last day itself nothing is overdue.
    """
    still_open = [measure for measure in measures if not measure.get("done")]
    return {
        "done": len(measures) - len(still_open),
        "count": len(measures),
        "overdue": sum("" < (measure.get("until") or "") < today for measure in still_open),
    }
