"""A check as a form: topics with a fieldset for each checkpoint."""

from dataclasses import dataclass
from typing import Any

from omwagtail.questionnaires import NOT_APPLICABLE, Answers
from omwagtail.runner.state import field_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One radio button. ``role`` chooses the colour, ``symbol`` the shape: never colour alone."""

    value: str
    label: str
    symbol: str = ""
    role: str = "neutral"
    checked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A checkpoint with its radio buttons."""

    id: str
    field: str
    number: str
    """Its place, such as "2.3"."""
    statement: str
    good_practice: list[str]
    help: str
    links: list[dict]
    options: list[Option]
    change: str = ""
    """``new`` or ``changed`` since the edition that somebody has just left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    id: str
    number: int
    title: str
    intro: str
    points: list[Point]


def topics_of(body: dict[str, Any], answers: Answers) -> list[Topic]:
    """The check's sections with the answers given so far; those without a checkpoint are left out.

    ``body`` is sanitised: ``intro`` and ``help`` are rich text.
    """
    asked = [section for section in body.get("sections") or [] if section.get("checkpoints")]
    return [
        Topic(
            id=section["id"],
            number=number,
            title=section.get("title") or "",
            intro=section.get("intro") or "",
            points=[
                _point_of(body, checkpoint, answers, number=f"{number}.{place}")
                for place, checkpoint in enumerate(section["checkpoints"], start=1)
            ],
        )
        for number, section in enumerate(asked, start=1)
    ]


def options_of(body: dict[str, Any], answer: str | None = None) -> list[Option]:
    """The levels of the scale in their order, then "not applicable" where the scale offers it."""
    scale = body.get("scale") or {}
    options = [
        Option(
            value=level["key"],
            label=level.get("label") or level["key"],
            symbol=level.get("symbol") or "circle",
            role=level.get("role") or "neutral",
            checked=level["key"] == answer,
        )
        for level in scale.get("levels") or []
    ]
    if (excluded := scale.get("not_applicable")) is not None:
        label = excluded.get("label") or ""
        options.append(Option(value=NOT_APPLICABLE, label=label, checked=answer == NOT_APPLICABLE))
    return options


def _point_of(body: dict, checkpoint: dict, answers: Answers, *, number: str) -> Point:
    return Point(
        id=checkpoint["id"],
        field=field_of(checkpoint["id"]),
        number=number,
        statement=checkpoint.get("statement") or "",
        good_practice=checkpoint.get("good_practice") or [],
        help=checkpoint.get("help") or "",
        links=checkpoint.get("links") or [],
        options=options_of(body, answers.get(checkpoint["id"])),
    )
