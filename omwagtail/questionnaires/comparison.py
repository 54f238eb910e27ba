"""Results beside one another: the last one and today's, several people's, two counterpart checks.

Everything is matched by ids, which never change over editions. The same functions stand in
``static/omwagtail/comparison.js``; ``tests/vectors/comparison`` is run by both. All give plain
dicts, as JSON has them.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from omwagtail.questionnaires.body import Body, Part, checkpoints_of, needs_of, sections_of
from omwagtail.questionnaires.ratings import NOT_APPLICABLE, Answers, clean_answers
from omwagtail.questionnaires.scoring import score

STATES = ("better", "worse", "same", "new", "gone", "open")

NEED_FROM = 34
"""Percent: more than a third of the greatest possible need is one that two sides can meet in."""


def compare(
    before_body: Body, before_answers: Answers, now_body: Body, now_answers: Answers
) -> dict[str, Any]:
    """What moved since the last time, over editions too.

    ``sections``: ``id``, ``title``, ``before`` and ``now`` (need in percent or None), ``state``,
    and ``alike``: whether the same checkpoints were rated both times. ``checkpoints``: ``id``,
    ``section`` (id), ``statement``, ``before`` and ``now`` (answer or None), ``state``. Either in
    the order of now, then those that are gone. ``counts``: how many checkpoints have which state.

    States: ``better`` and ``worse`` by the share of the scale's highest need, since a scale may
    change too; ``same``; ``new`` and ``gone`` are not in the other edition; ``open`` was not rated
    both times, so there is nothing to compare. Twice "not applicable" is the same.
    """
    before = _Side(before_body, before_answers)
    now = _Side(now_body, now_answers)
    checkpoints = [
        {
            "id": id,
            "section": side.section_of[id],
            "statement": side.points[id].get("statement") or "",
            "before": before.answers.get(id),
            "now": now.answers.get(id),
            "state": _state(id, before, now),
        }
        for id, side in _in_both(before, now, lambda side: side.points)
    ]
    states = Counter(point["state"] for point in checkpoints)
    return {
        "sections": [
            {
                "id": id,
                "title": side.sections[id].get("title") or "",
                "before": before.needs.get(id),
                "now": now.needs.get(id),
                "state": _section_state(id, before, now),
                "alike": before.rated_in(id) == now.rated_in(id),
            }
            for id, side in _in_both(before, now, lambda side: side.sections)
        ],
        "checkpoints": checkpoints,
        "counts": {state: states[state] for state in STATES},
    }


def differences(body: Body, people: list[Answers]) -> dict[str, Any]:
    """Where several people see the same check differently: the largest differences first.

    ``sections``: ``id``, ``title``, ``needs`` (percent or None for each person), ``spread``.
    ``checkpoints``: ``id``, ``section``, ``statement``, ``levels`` (answer or None for each
    person), ``spread`` of need. The spread is the greatest less the least; None, and so at the
    end, where fewer than two rated.
    """
    sides = [_Side(body, answers) for answers in people]
    first = _Side(body, {})
    sections = [
        {"id": id, "title": section.get("title") or "", "needs": each, "spread": _spread(each)}
        for id, section in first.sections.items()
        for each in [[side.needs.get(id) for side in sides]]
    ]
    checkpoints = [
        {
            "id": id,
            "section": first.section_of[id],
            "statement": point.get("statement") or "",
            "levels": [side.answers.get(id) for side in sides],
            "spread": _spread([side.need_for(id) for side in sides]),
        }
        for id, point in first.points.items()
    ]
    return {"sections": _largest_first(sections), "checkpoints": _largest_first(checkpoints)}


def side_by_side(
    body: Body, answers: Answers, other_body: Body, other_answers: Answers
) -> list[dict[str, Any]]:
    """Two counterpart checks, topic by topic: where both sides meet.

    ``id``, ``titles`` and ``needs`` (percent or None) of either side, None where a side does not
    have the section; ``meets``: ``both-need``, ``both-fine``, ``differ``, or None where not both
    were rated. In the order of the first check, then what only the other one has.
    """
    mine, other = _Side(body, answers), _Side(other_body, other_answers)
    sides = (mine, other)
    return [
        {
            "id": id,
            "titles": [
                (side.sections[id].get("title") or "") if id in side.sections else None
                for side in sides
            ],
            "needs": [side.needs.get(id) for side in sides],
            "meets": _meets(mine.needs.get(id), other.needs.get(id)),
        }
        for id, _ in _in_both(other, mine, lambda side: side.sections)
    ]


class _Side:
    """One of the results, by ids; of two parts with the same id the first."""

    def __init__(self, body: Body, answers: Answers) -> None:
        self.answers = clean_answers(body, answers)
        self.sections: dict[str, Part] = {}
        self.points: dict[str, Part] = {}
        self.section_of: dict[str, str] = {}
        self.needs: dict[str, int | None] = {}
        self._levels = needs_of(body)
        self.highest = max([1, *self._levels.values()])
        for section, result in zip(sections_of(body), score(body, answers).sections, strict=True):
            if result.id in self.sections:
                continue
            self.sections[result.id] = section
            self.needs[result.id] = result.need_percent
            for point in checkpoints_of(section):
                if (id := point.get("id") or "") not in self.points:
                    self.points[id] = point
                    self.section_of[id] = result.id

    def need_for(self, id: str) -> int | None:
        """The need that a checkpoint was rated with; None where it was not."""
        answer = self.answers.get(id, NOT_APPLICABLE)
        return None if answer == NOT_APPLICABLE else self._levels[answer]

    def rated_in(self, section: str) -> set[str]:
        return {
            id
            for id, place in self.section_of.items()
            if place == section and self.need_for(id) is not None
        }


def _in_both(
    before: _Side, now: _Side, parts: Callable[[_Side], dict[str, Part]]
) -> list[tuple[str, _Side]]:
    """Ids with the side whose words count: all of now, then what only before has."""
    gone = [(id, before) for id in parts(before) if id not in parts(now)]
    return [*((id, now) for id in parts(now)), *gone]


def _state(id: str, before: _Side, now: _Side) -> str:
    if id not in before.points:
        return "new"
    if id not in now.points:
        return "gone"
    if before.answers.get(id) == now.answers.get(id) == NOT_APPLICABLE:
        return "same"
    was, need = before.need_for(id), now.need_for(id)
    if was is None or need is None:
        return "open"
    return _direction(was * now.highest, need * before.highest)


def _section_state(id: str, before: _Side, now: _Side) -> str:
    if id not in before.sections:
        return "new"
    if id not in now.sections:
        return "gone"
    was, need = before.needs[id], now.needs[id]
    return "open" if was is None or need is None else _direction(was, need)


def _direction(before: int, now: int) -> str:
    if now == before:
        return "same"
    return "better" if now < before else "worse"


def _spread(needs: list[int | None]) -> int | None:
    known = [need for need in needs if need is not None]
    return max(known) - min(known) if len(known) > 1 else None


def _largest_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stable: like ones stay in the check's order."""
    return sorted(
        rows, key=lambda row: -1 if row["spread"] is None else row["spread"], reverse=True
    )


def _meets(mine: int | None, other: int | None) -> str | None:
    if mine is None or other is None:
        return None
    if (mine >= NEED_FROM) != (other >= NEED_FROM):
        return "differ"
    return "both-need" if mine >= NEED_FROM else "both-fine"
