"""What the result page shows: where to act, in words and bars. It is not a grade."""

from dataclasses import dataclass, field
from typing import Any

from omwagtail.questionnaires import Answers, SectionResult, Tally, score
from omwagtail.runner.form import Option, options_of
from omwagtail.runner.words import say

# More at once is not read on a phone; the rest unfolds.
URGENT_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelCount:
    option: Option
    text: str
    """How often the level was given: "2 × high"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicResult:
    id: str
    title: str
    percent: int | None
    """Need for action, 0 to 100; None where nothing was rated."""
    percent_text: str
    answered: str
    """How many of its checkpoints were rated, in words."""
    counts: list[LevelCount]
    band: dict | None
    rated: int
    excluded: int
    still_open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedPoint:
    id: str
    statement: str
    topic: str
    level: Option
    note: str = ""
    measures: list[dict] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    answered: str
    not_begun: str
    """Which topics have no answer yet; empty where each has one."""
    nothing_rated: bool
    band: dict | None
    topics: list[TopicResult]
    """Those with the greatest need first; those without any rating last."""
    urgent: list[RatedPoint]
    more_urgent: list[RatedPoint]
    more: str
    """What unfolds ``more_urgent``; empty where there are none."""
    strengths: list[RatedPoint]


def result_page(body: dict[str, Any], record: dict[str, Any]) -> ResultPage:
    """The result of this cleaned record in the active language. ``body`` is sanitised."""
    answers = record["answers"]
    result = score(body, answers)
    points = _rated_points(body, answers, record["notes"])
    topics = _topics_by_need(body, result.sections)
    urgent = [points[id] for id in result.urgent]
    further = urgent[URGENT_SHOWN:]
    return ResultPage(
        answered=answered_text(result.whole),
        not_begun=_not_begun_text(topics),
        nothing_rated=result.whole.rated == 0,
        band=result.whole.band,
        topics=topics,
        urgent=urgent[:URGENT_SHOWN],
        more_urgent=further,
        more=say("more", len(further)) if further else "",
        strengths=[points[id] for id in result.strengths],
    )


def answered_text(tally: Tally) -> str:
    """ "12 of 18 checkpoints rated, 2 do not apply, 4 still open": what is missing is said."""
    excluded = tally.total - tally.applicable
    parts = [say("answered", tally.total, rated=tally.rated)]
    if excluded:
        parts.append(say("excluded", excluded))
    if still_open := tally.applicable - tally.rated:
        parts.append(say("open", still_open))
    return ", ".join(parts)


def _topics_by_need(body: dict, results: tuple[SectionResult, ...]) -> list[TopicResult]:
    titles = {section["id"]: section.get("title") for section in body.get("sections") or []}
    options = options_of(body)
    topics = [
        TopicResult(
            id=result.id,
            title=titles[result.id] or say("topic", number=number),
            percent=result.need_percent,
            percent_text=_percent_text(result.need_percent),
            answered=answered_text(result),
            counts=[
                LevelCount(option=option, text=say("times", count, label=option.label))
                for option in options
                if (count := result.levels.get(option.value, 0))
            ],
            band=result.band,
            rated=result.rated,
            excluded=result.total - result.applicable,
            still_open=result.applicable - result.rated,
        )
        for number, result in enumerate((each for each in results if each.total), start=1)
    ]
    # Stable, so topics with the same need stay in the check's order.
    return sorted(
        topics, key=lambda topic: -1 if topic.percent is None else topic.percent, reverse=True
    )


def _percent_text(percent: int | None) -> str:
    return "" if percent is None else say("percent", percent=percent)


def _not_begun_text(topics: list[TopicResult]) -> str:
    titles = [topic.title for topic in topics if not topic.rated and not topic.excluded]
    return say("not-begun", len(titles), topics=", ".join(titles)) if titles else ""


def _rated_points(
    body: dict[str, Any], answers: Answers, notes: dict[str, str]
) -> dict[str, RatedPoint]:
    options = {option.value: option for option in options_of(body)}
    return {
        checkpoint["id"]: RatedPoint(
            id=checkpoint["id"],
            statement=checkpoint.get("statement") or "",
            topic=section.get("title") or "",
            level=options[answers[checkpoint["id"]]],
            note=notes.get(checkpoint["id"], ""),
            measures=checkpoint.get("suggested_measures") or [],
        )
        for section in body.get("sections") or []
        for checkpoint in section.get("checkpoints") or []
        if checkpoint["id"] in answers
    }
