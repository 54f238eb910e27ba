"""Plan and ratings as tables, for the files of those whose browser runs no script.

``static/omwagtail/export-tables.js`` makes the same: change both.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from omwagtail.questionnaires import NOT_APPLICABLE, plan_columns, score
from omwagtail.runner.export_words import Words
from omwagtail.runner.words import say

PLAN_KEYS = ("measure", "priority", "who", "until", "control")


class Table(NamedTuple):
    headings: list[str]
    rows: list[list[str]]


def plan_table(body: dict[str, Any], record: dict[str, Any], words: Words) -> Table:
    """The measures in their order, under the check's own columns and four more."""
    columns = plan_columns(body)
    labels = [column.get("label") or words.get(column["key"], column["key"]) for column in columns]
    statements = {
        checkpoint["id"]: checkpoint.get("statement") or ""
        for section in body.get("sections") or []
        for checkpoint in section.get("checkpoints") or []
    }
    return Table(
        headings=[*labels, words["status"], words["effect"], words["checkpoint"]],
        rows=[
            [
                *(_plan_cell(measure, column["key"], words) for column in columns),
                words["done"] if measure.get("done") else words["to_do"],
                words.get(f"effect_{measure.get('effect')}", ""),
                statements.get(measure.get("checkpoint"), ""),
            ]
            for measure in measures_of(record)
        ],
    )


def rating_table(body: dict[str, Any], record: dict[str, Any], words: Words) -> Table:
    """All checkpoints of the topics that somebody chose, answered or made a note on."""
    headings = ("topic", "topic_need", "checkpoint", "rating", "note")
    return Table(
        headings=[words[name] for name in headings], rows=list(_rating_rows(body, record, words))
    )


def measures_of(record: dict[str, Any]) -> list[dict[str, Any]]:
    return (record.get("plan") or {}).get("measures") or []


def _plan_cell(measure: dict[str, Any], key: str, words: Words) -> str:
    if key == "measure":
        return measure.get("text") or ""
    if key == "priority":
        return words.get(measure.get("priority"), "")
    if key in PLAN_KEYS:
        return measure.get(key) or ""
    return (measure.get("more") or {}).get(key) or ""


def _rating_rows(body: dict[str, Any], record: dict[str, Any], words: Words) -> Iterator[list[str]]:
    answers, notes = record.get("answers") or {}, record.get("notes") or {}
    chosen = record.get("topics") or []
    labels = _level_labels(body)
    results = score(body, answers).sections
    for number, (section, tally) in enumerate(
        zip(body.get("sections") or [], results, strict=True), start=1
    ):
        ids = {checkpoint["id"] for checkpoint in section.get("checkpoints") or []}
        if chosen and section["id"] not in chosen and ids.isdisjoint([*answers, *notes]):
            continue
        title = section.get("title") or say("topic", number=number)
        need = "" if tally.need_percent is None else f"{tally.need_percent}%"
        for checkpoint in section.get("checkpoints") or []:
            rating = labels.get(answers.get(checkpoint["id"]), words["not_rated"])
            note = notes.get(checkpoint["id"], "")
            yield [title, need, checkpoint.get("statement") or "", rating, note]


def _level_labels(body: dict[str, Any]) -> dict[str | None, str]:
    scale = body.get("scale") or {}
    labels = {
        level["key"]: level.get("label") or level["key"] for level in scale.get("levels") or []
    }
    if (excluded := scale.get("not_applicable")) is not None:
        labels[NOT_APPLICABLE] = excluded.get("label") or ""
    return labels
