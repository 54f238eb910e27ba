"""What the ratings of a check add up to.

Integer arithmetic only, and every rule stands also in ``static/omwagtail/questionnaires.js``: the
two are kept equal by ``tests/vectors/scoring``. Change both.

- Rated is a checkpoint with a level; "not applicable" is an answer, but no rating.
- The need for action of several checkpoints is the share of the greatest possible one:
  100 * sum(weight * need) / sum(weight * highest need of the scale), half a percent rounded up,
  over the rated checkpoints. It is None where nothing that counts was rated.
- The whole is counted over all checkpoints, so a long section counts more than a short one.
- A band is the first of its scope with from <= need_percent <= to; one that names sections is for
  these sections only, so it stands before the one for all.
- Urgent are the checkpoints with the highest need that was given, if it is above 0: by weight,
  the heaviest first, then in the order of the definition. Not simply the top of the scale, so
  that somebody who rated nothing red still reads where to begin.
- Strengths are the checkpoints rated without any need, in the order of the definition.
- A checkpoint of weight 0 is asked and counted as rated, but is neither urgent nor a strength.
"""

from dataclasses import asdict, dataclass
from typing import Any

from omwagtail.questionnaires.body import (
    Body,
    Part,
    bands_of,
    checkpoints_of,
    needs_of,
    sections_of,
    weight_of,
)
from omwagtail.questionnaires.ratings import NOT_APPLICABLE, Answers, clean_answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The result over some checkpoints."""

    rated: int
    applicable: int
    """Checkpoints except those answered "not applicable"."""
    total: int
    need_percent: int | None
    """0 (no need for action) to 100; None where nothing that counts was rated."""
    band: Part | None
    """What the definition says to this need: its band as it stands there."""
    levels: dict[str, int]
    """How often each level was given, in the order of the scale."""
    complete: bool
    """Every checkpoint has an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionResult(Tally):
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    sections: tuple[SectionResult, ...]
    whole: Tally
    urgent: tuple[str, ...]
    """Checkpoint ids."""
    strengths: tuple[str, ...]
    """Checkpoint ids."""


def score(body: Body, answers: Answers) -> Result:
    """The result of these answers; unknown ids and levels are ignored."""
    answers = clean_answers(body, answers)
    sections = sections_of(body)
    checkpoints = [checkpoint for section in sections for checkpoint in checkpoints_of(section)]
    return Result(
        sections=tuple(
            SectionResult(
                id=section.get("id") or "",
                **_count(
                    body,
                    checkpoints_of(section),
                    answers,
                    bands=[band for band in bands_of(body, "section") if _is_for(band, section)],
                ),
            )
            for section in sections
        ),
        whole=Tally(**_count(body, checkpoints, answers, bands=bands_of(body, "whole"))),
        urgent=_urgent(body, checkpoints, answers),
        strengths=_strengths(body, checkpoints, answers),
    )


def result_as_json(result: Result) -> dict[str, Any]:
    """The result as the ES module gives it: objects, lists, integers and null only."""
    data = asdict(result)
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in data.items()
    }


def _count(
    body: Body, checkpoints: list[Part], answers: Answers, *, bands: list[Part]
) -> dict[str, Any]:
    needs = needs_of(body)
    rated = _rated(checkpoints, answers)
    not_applicable = sum(
        answers.get(checkpoint.get("id") or "") == NOT_APPLICABLE for checkpoint in checkpoints
    )
    levels = dict.fromkeys(needs, 0)
    for _, level in rated:
        levels[level] += 1
    percent = _percent(
        sum(weight_of(checkpoint) * needs[level] for checkpoint, level in rated),
        sum(weight_of(checkpoint) for checkpoint, _ in rated) * max(needs.values(), default=0),
    )
    return {
        "rated": len(rated),
        "applicable": len(checkpoints) - not_applicable,
        "total": len(checkpoints),
        "need_percent": percent,
        "band": _band(bands, percent),
        "levels": levels,
        "complete": len(rated) + not_applicable == len(checkpoints),
    }


def _rated(checkpoints: list[Part], answers: Answers) -> list[tuple[Part, str]]:
    pairs = [(checkpoint, answers.get(checkpoint.get("id") or "")) for checkpoint in checkpoints]
    return [
        (checkpoint, answer)
        for checkpoint, answer in pairs
        if answer is not None and answer != NOT_APPLICABLE
    ]


def _percent(part: int, whole: int) -> int | None:
    """100 * part / whole, half a percent rounded up, without leaving the integers."""
    if whole == 0:
        return None
    return (200 * part + whole) // (2 * whole)


def _is_for(band: Part, section: Part) -> bool:
    return not band.get("sections") or (section.get("id") or "") in band["sections"]


def _band(bands: list[Part], percent: int | None) -> Part | None:
    if percent is None:
        return None
    return next((band for band in bands if _fits(band, percent)), None)


def _fits(band: Part, percent: int) -> bool:
    start, end = band.get("from"), band.get("to")
    return start is not None and end is not None and start <= percent <= end


def _urgent(body: Body, checkpoints: list[Part], answers: Answers) -> tuple[str, ...]:
    needs = needs_of(body)
    counting = [pair for pair in _rated(checkpoints, answers) if weight_of(pair[0]) > 0]
    highest = max((needs[level] for _, level in counting), default=0)
    if highest == 0:
        return ()
    urgent = [checkpoint for checkpoint, level in counting if needs[level] == highest]
    urgent.sort(key=weight_of, reverse=True)  # stable: like weights stay in order
    return tuple(checkpoint.get("id") or "" for checkpoint in urgent)


def _strengths(body: Body, checkpoints: list[Part], answers: Answers) -> tuple[str, ...]:
    needs = needs_of(body)
    return tuple(
        checkpoint.get("id") or ""
        for checkpoint, level in _rated(checkpoints, answers)
        if weight_of(checkpoint) > 0 and needs[level] == 0
    )
