"""What differs between two editions of a check, in words for whoever fills it in or reads it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import pgettext_lazy as named

from omwagtail.catalogue.editions import edition_name
from omwagtail.questionnaires import Change, Changes, changes_between, clean_record
from omwagtail.runner.asked import Asked
from omwagtail.runner.assets import asset_url
from omwagtail.runner.form import Topic, options_of

Part = dict[str, Any]

# What changed of a checkpoint or a topic besides its words, which are shown.
MEMBERS = {
    "good_practice": named("what changed", "examples of good practice"),
    "help": named("what changed", "help"),
    "intro": named("what changed", "introduction"),
    "links": named("what changed", "links"),
    "suggested_measures": named("what changed", "suggested measures"),
    "weight": named("what changed", "how much it counts"),
    "section": named("what changed", "it stands in another topic"),
}
RULES = {
    "scale": gettext_lazy("The answers to choose from, or what they mean, have changed."),
    "bands": gettext_lazy("What is said about a result has changed."),
    "completion": gettext_lazy("What is needed for the declaration has changed."),
    "plan": gettext_lazy("The columns of the plan have changed."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One topic or checkpoint of a difference."""

    id: str
    topic: str
    """The topic that a checkpoint stands in; empty for topics themselves."""
    text: str
    before: str
    """How it was worded, where that changed."""
    what: str
    """What else changed of it, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    is_of_checkpoints: bool
    """Else of topics."""
    state: str
    heading: str
    lines: list[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a newer edition has made different, to be read."""

    summary: str
    groups: list[Group]
    rules: list[str]
    states: dict[str, str]
    """Checkpoint id to ``new`` or ``changed``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newer:
    """For whoever fills in an earlier edition: what they may take instead."""

    number: int
    is_correction: bool
    """Whether it has the same number: the text was corrected."""
    difference: Difference
    lost: list[str]
    """Statements whose answers or notes the newer edition has no place for."""


def difference_of(old: Part, new: Part) -> Difference:
    """``old`` and ``new`` are bodies."""
    changes = changes_between(old, new)
    groups = [
        *_groups(changes.sections, TOPIC_HEADINGS, is_topic=True),
        *_groups(changes.checkpoints, POINT_HEADINGS),
    ]
    return Difference(
        summary=_summary(changes),
        groups=[group for group in groups if group.lines],
        rules=[str(RULES[name]) for name in changes.rules if name in RULES],
        states={change.id: change.state for change in changes.checkpoints if change.now},
    )


def newer_edition(asked: Asked, record: Part) -> Newer | None:
    """What there is to say where a newer edition than the one filled in has come out."""
    if asked.newer is None:
        return None
    old, new = asked.body, asked.newer.get("body") or {}
    number, _ = edition_name(asked.newer)
    return Newer(
        number=number,
        is_correction=number == asked.edition["number"],
        difference=difference_of(old, new),
        lost=_lost(old, new, record),
    )


def known_to_newer(asked: Asked) -> dict[str, list[str]] | None:
    """What the module needs to say what is lost: ids and levels that the newer edition has."""
    if asked.newer is None:
        return None
    body = asked.newer.get("body") or {}
    return {
        "checkpoints": [point["id"] for point in _points(body)],
        "levels": [option.value for option in options_of(body)],
    }


def with_marks(topics: list[Topic], asked: Asked) -> list[Topic]:
    """The topics, where checkpoints say that they are new or changed since the edition left."""
    if asked.since is None:
        return topics
    states = difference_of(asked.since.get("body") or {}, asked.body).states
    return [
        replace(
            topic,
            points=[replace(point, change=states.get(point.id, "")) for point in topic.points],
        )
        for topic in topics
    ]


def change_context(asked: Asked, record: Part) -> dict[str, Any]:
    """For the notices around a form or a result: a newer edition, or the one just taken."""
    since = asked.since
    taken = difference_of(since.get("body") or {}, asked.body) if since else None
    return {
        "changes_style": asset_url("changes.css"),
        "newer": newer_edition(asked, record),
        "taken": taken,
        "left_number": edition_name(since)[0] if since else None,
    }


def _lost(old: Part, new: Part, record: Part) -> list[str]:
    kept = clean_record(new, record)
    members = ("answers", "notes")
    gone = {id for name in members for id in record.get(name, {}) if id not in kept[name]}
    return [point.get("statement") or "" for point in _points(old) if point["id"] in gone]


def _points(body: Part) -> list[Part]:
    sections = body.get("sections") or []
    return [point for section in sections for point in section.get("checkpoints") or []]


TOPIC_HEADINGS = {
    "new": gettext_lazy("New topics"),
    "changed": gettext_lazy("Changed topics"),
    "gone": gettext_lazy("Topics that are gone"),
}
POINT_HEADINGS = {
    "new": gettext_lazy("New checkpoints"),
    "changed": gettext_lazy("Changed checkpoints"),
    "gone": gettext_lazy("Checkpoints that are gone"),
}


def _groups(
    changes: Iterable[Change], headings: dict[str, Any], *, is_topic: bool = False
) -> list[Group]:
    return [
        Group(
            is_of_checkpoints=not is_topic,
            state=state,
            heading=str(heading),
            lines=[_line(change, is_topic) for change in changes if change.state == state],
        )
        for state, heading in headings.items()
    ]


def _line(change: Change, is_topic: bool) -> Line:
    reworded = change.before and change.now and change.before != change.now
    return Line(
        id=change.id,
        topic="" if is_topic else change.section,
        text=change.now or change.before,
        before=change.before if reworded else "",
        what=", ".join(str(MEMBERS[name]) for name in change.what if name in MEMBERS),
    )


def _summary(changes: Changes) -> str:
    """As a sentence: "2 checkpoints are new, 1 has changed, 1 is gone"."""
    counts = {
        state: sum(change.state == state for change in changes.checkpoints)
        for state in POINT_HEADINGS
    }
    parts = [
        counts["new"]
        and ngettext("%(count)s checkpoint is new", "%(count)s checkpoints are new", counts["new"])
        % {"count": counts["new"]},
        counts["changed"]
        and ngettext("%(count)s has changed", "%(count)s have changed", counts["changed"])
        % {"count": counts["changed"]},
        counts["gone"]
        and ngettext("%(count)s is gone", "%(count)s are gone", counts["gone"])
        % {"count": counts["gone"]},
    ]
    found = ", ".join(filter(None, parts))
    return f"{found}." if found else gettext("The checkpoints are the same.")
