"""What the plan page shows: measures to fill in, what is suggested, and how far it is."""

import json
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from omwagtail.questionnaires import (
    completion,
    plan_columns,
    plan_progress,
    sort_measures,
    suggestions,
)
from omwagtail.runner.form import Option, options_of
from omwagtail.runner.words import say

# So many checkpoints with suggestions are shown at once; the rest unfolds.
SUGGESTED_SHOWN = 3
SORTS = ("order", "priority", "until", "who")
# How a column is filled in; any other is a text of one's own.
KINDS = {"measure": "text", "priority": "priority", "who": "line", "until": "date"}

Measure = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the plan. ``member`` is what it is called in a measure; "" for own columns."""

    key: str
    label: str
    kind: str
    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What stands in a column of a measure."""

    column: Column
    name: str
    value: str
    shown: str
    """As it is read on paper, where nothing can be filled in."""
    options: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMeasure:
    id: str
    number: str
    prefix: str
    """Of its fields in the form."""
    point: str
    """The statement of the checkpoint it is for."""
    hidden: list[tuple[str, str]]
    entries: list[Entry]
    done: bool
    effect: Entry
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedPoint:
    """A checkpoint with need for action and what could be done about it."""

    statement: str
    level: Option
    measures: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """How far it is to the self-declaration. None of it is shown where a check has no rules."""

    missing: list[str]

    @property
    def is_met(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    progress: str
    columns: list[Column]
    measures: list[PlannedMeasure]
    by: str
    sorts: list[tuple[str, str]]
    suggested: list[SuggestedPoint]
    more_suggested: list[SuggestedPoint]
    more: str
    completion: Completion | None
    removed: str
    undo: str
    """The removed measure and its place as JSON, for the form; empty where none was removed."""
    new_for: str
    """The checkpoint that a measure of one's own is for; empty where it is for none."""
    new_point: str
    """Its statement."""


def plan_page(
    body: dict[str, Any],
    record: dict[str, Any],
    *,
    by: str = "order",
    removed: tuple[int, Measure] | None = None,
    new_for: str = "",
) -> PlanPage:
    """The plan of this cleaned record in the active language. ``body`` is sanitised."""
    statements = statements_of(body)
    answers, measures = record["answers"], record["plan"]["measures"]
    columns = columns_of(body)
    points = suggested_points(body, answers, suggestions(body, answers, measures))
    further = points[SUGGESTED_SHOWN:]
    by = by if by in dict(sorts_of(columns)) else "order"
    return PlanPage(
        progress=progress_text(measures),
        columns=columns,
        measures=_planned_measures(body, columns, measures, by),
        by=by,
        sorts=sorts_of(columns),
        suggested=points[:SUGGESTED_SHOWN],
        more_suggested=further,
        more=say("more", len(further)) if further else "",
        completion=completion_of(body, record),
        removed=say("removed", text=removed[1]["text"]) if removed else "",
        undo=json.dumps(removed) if removed else "",
        new_for=new_for if new_for in statements else "",
        new_point=statements.get(new_for, ""),
    )


def columns_of(body: dict[str, Any]) -> list[Column]:
    """The plan's columns under the definition's labels, else under ours."""
    labels = {
        "measure": gettext("Measure"),
        "priority": gettext("Priority"),
        "who": gettext("Who"),
        "until": gettext("Until when"),
        "control": gettext("Control"),
    }
    members = {key: key for key in labels} | {"measure": "text"}
    return [
        Column(
            key=column["key"],
            label=column.get("label") or labels.get(column["key"], column["key"]),
            kind=KINDS.get(column["key"], "long"),
            member=members.get(column["key"], ""),
        )
        for column in plan_columns(body)
    ]


def sorts_of(columns: list[Column]) -> list[tuple[str, str]]:
    """What the measures can be sorted by: a column only where the plan has it."""
    own = ("order", pgettext("order of measures", "own order"))
    return [own, *((column.key, column.label) for column in columns if column.key in SORTS)]


def priorities() -> list[tuple[str, str]]:
    return [
        ("high", pgettext("priority", "high")),
        ("medium", pgettext("priority", "medium")),
        ("low", pgettext("priority", "low")),
    ]


def effects() -> list[tuple[str, str]]:
    """What can be said of a measure that is done: whether it worked."""
    return [
        ("yes", pgettext("effect of a measure", "yes")),
        ("partly", pgettext("effect of a measure", "partly")),
        ("no", pgettext("effect of a measure", "no")),
    ]


def progress_text(measures: list[Measure]) -> str:
    """ "2 of 5 measures done, 1 overdue"; empty without any measure."""
    progress = plan_progress(measures, timezone.localdate().isoformat())
    if not progress["count"]:
        return ""
    parts = [say("plan-progress", progress["count"], done=progress["done"])]
    if progress["overdue"]:
        parts.append(say("overdue", progress["overdue"]))
    return ", ".join(parts)


def completion_of(body: dict[str, Any], record: dict[str, Any]) -> Completion | None:
    """What is missing for the self-declaration; None where the check has no rules for it."""
    if not body.get("completion"):
        return None
    titles = {section["id"]: section.get("title") or "" for section in body.get("sections") or []}
    labels = {column.key: column.label for column in columns_of(body)}
    sentences = []
    for rule in completion(body, record["answers"], record["plan"]["measures"]):
        names = [titles[id] for id in rule.sections if titles.get(id)]
        columns = [labels.get(key, key) for key in rule.columns]
        match rule.rule:
            case "measures":
                name = "missing-columns" if columns else "missing-measures"
                sentences.append(say(name, rule.missing, columns=", ".join(columns)))
            case "all-sections" | "sections":
                sentences.append(say("missing-topics", rule.missing, topics=", ".join(names)))
            case _:
                sentences.append(say("missing-other"))
    return Completion(missing=sentences)


def suggested_points(
    body: dict[str, Any], answers: dict[str, str], suggested: list[dict[str, Any]]
) -> list[SuggestedPoint]:
    """The suggestions by checkpoint, in their order."""
    statements = statements_of(body)
    options = {option.value: option for option in options_of(body)}
    return [
        SuggestedPoint(
            statement=statements.get(id, ""), level=options[answers[id]], measures=list(group)
        )
        for id, group in groupby(suggested, lambda measure: measure["checkpoint"])
    ]


def statements_of(body: dict[str, Any]) -> dict[str, str]:
    """Checkpoint id to its statement."""
    return {
        checkpoint["id"]: checkpoint.get("statement") or ""
        for section in body.get("sections") or []
        for checkpoint in section.get("checkpoints") or []
    }


def _planned_measures(
    body: dict[str, Any], columns: list[Column], measures: list[Measure], by: str
) -> list[PlannedMeasure]:
    statements = statements_of(body)
    places = {measure["id"]: place for place, measure in enumerate(measures)}
    shown = sort_measures(measures, by)
    label = next(column.label for column in columns if column.key == "measure")
    return [
        PlannedMeasure(
            id=measure["id"],
            number=say("number", number=number, label=label),
            prefix=(prefix := f"m-{places[measure['id']]}-"),
            point=statements.get(measure.get("checkpoint", ""), ""),
            hidden=[
                (prefix + member, measure[member])
                for member in ("id", "checkpoint", "suggestion")
                if member in measure
            ],
            entries=[entry_of(column, measure, prefix) for column in columns],
            done=bool(measure.get("done")),
            effect=effect_entry(measure, prefix),
            is_first=number == 1,
            is_last=number == len(shown),
        )
        for number, measure in enumerate(shown, start=1)
    ]


def entry_of(column: Column, measure: Measure, prefix: str = "") -> Entry:
    if not column.member:
        value = measure.get("more", {}).get(column.key, "")
        return Entry(column=column, name=f"{prefix}c-{column.key}", value=value, shown=value)
    value = measure.get(column.member, "")
    options = priorities() if column.kind == "priority" else []
    return Entry(
        column=column,
        name=prefix + column.member,
        value=value,
        shown=_day(value) if column.kind == "date" else dict(options).get(value, value),
        options=options,
    )


def effect_entry(measure: Measure, prefix: str = "") -> Entry:
    value = measure.get("effect", "")
    column = Column(key="effect", label=gettext("Did it work?"), kind="effect", member="effect")
    return Entry(
        column=column,
        name=f"{prefix}effect",
        value=value,
        shown=dict(effects()).get(value, ""),
        options=effects(),
    )


def _day(value: str) -> str:
    return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT") if value else ""


def blank_measure(body: dict[str, Any]) -> PlannedMeasure:
    """What the module fills in on the device: a measure without anything, whose fields have no
    names.
    """
    (measure,) = _planned_measures(body, columns_of(body), [{"id": "", "text": ""}], "order")
    return measure
