"""What differs between two editions of a check, told to somebody who began with the older one."""

from dataclasses import dataclass
from typing import Literal

from omwagtail.questionnaires.body import Body, Part, checkpoints_of, sections_of
from omwagtail.questionnaires.definition import FINGERPRINTED, canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A topic or a checkpoint that is new, gone or changed."""

    id: str
    state: Literal["new", "gone", "changed"]
    before: str
    """Its title or statement in the old edition; empty where it is new."""
    now: str
    section: str
    """The title of the topic it stands in, in the newer edition that has it."""
    what: tuple[str, ...] = ()
    """Of a changed one: the names of the members that differ, such as ``statement``, ``weight``;
    ``section`` where it moved to another topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Nothing that was asked changed where this is false; another order alone is no change."""

    sections: tuple[Change, ...]
    checkpoints: tuple[Change, ...]
    rules: tuple[str, ...]
    """Which other parts of the definition differ: ``scale``, ``bands``, ``completion``, ``plan``.
    After a change of the scale answers may mean something else."""

    def __bool__(self) -> bool:
        return bool(self.sections or self.checkpoints or self.rules)


def changes_between(old: Body, new: Body) -> Changes:
    """The changes in the order of the new edition, then what is gone in the order of the old.

    Parts are matched by ids. What does not change the fingerprint is no change.
    """
    return Changes(
        sections=_changes(_sections_of(old), _sections_of(new), text="title"),
        checkpoints=_changes(_points_of(old), _points_of(new), text="statement"),
        rules=tuple(
            name
            for name in FINGERPRINTED
            if name != "sections" and canonical(old.get(name)) != canonical(new.get(name))
        ),
    )


Placed = tuple[Part, Part]
"""A part, and the section it stands in."""


def _sections_of(body: Body) -> dict[str, Placed]:
    """Without the checkpoints, which are told for themselves."""
    sections: dict[str, Placed] = {}
    for section in sections_of(body):
        part = {name: value for name, value in section.items() if name != "checkpoints"}
        sections.setdefault(section.get("id") or "", (part, section))
    return sections


def _points_of(body: Body) -> dict[str, Placed]:
    points: dict[str, Placed] = {}
    for section in sections_of(body):
        for point in checkpoints_of(section):
            points.setdefault(point.get("id") or "", (point, section))
    return points


def _changes(old: dict[str, Placed], new: dict[str, Placed], *, text: str) -> tuple[Change, ...]:
    changes: list[Change] = []
    for id in [*new, *(id for id in old if id not in new)]:
        before, now = old.get(id), new.get(id)
        what = _differing(before, now) if before and now else ()
        if before and now and not what:
            continue
        _, section = now or before or ({}, {})
        changes.append(
            Change(
                id=id,
                state="changed" if what else "new" if now else "gone",
                before=(before[0].get(text) or "") if before else "",
                now=(now[0].get(text) or "") if now else "",
                section=section.get("title") or "",
                what=what,
            )
        )
    return tuple(changes)


def _differing(before: Placed, now: Placed) -> tuple[str, ...]:
    was, part = canonical(before[0]), canonical(now[0])
    names = [name for name in {**part, **was} if was.get(name) != part.get(name)]
    moved = before[1].get("id") != now[1].get("id")
    return tuple([*names, "section"] if moved else names)
