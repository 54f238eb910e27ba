"""A check as a form: topics with a fieldset for each checkpoint."""

from dataclasses import dataclass
from typing import Any

from omwagtail.questionnaires import NOT_APPLICABLE
from omwagtail.runner.state import Record, field_of, note_field_of
from omwagtail.runner.words import say

# More at once than what matters now is allowed, and advised against.
BEST_CHOICE = 3


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
    note_field: str
    note: str
    change: str = ""
    """``new`` or ``changed`` since the edition that somebody has just left."""

    @property
    def is_answered(self) -> bool:
        return any(option.checked for option in self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    id: str
    number: int
    title: str
    intro: str
    points: list[Point]
    is_chosen: bool
    """Whether it was ticked on the start page as one that matters now."""

    @property
    def state(self) -> str:
        """How far it is: open, begun or done."""
        answered = [point.is_answered for point in self.points]
        if not any(answered):
            return "open"
        return "done" if all(answered) else "begun"

    @property
    def state_text(self) -> str:
        return say(f"state-{self.state}")


def topics_of(body: dict[str, Any], record: Record) -> list[Topic]:
    """The check's sections with what was filled in; those without a checkpoint are left out.

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
                _point_of(body, checkpoint, record, number=f"{number}.{place}")
                for place, checkpoint in enumerate(section["checkpoints"], start=1)
            ],
            is_chosen=section["id"] in record.get("topics", ()),
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


def _point_of(body: dict, checkpoint: dict, record: Record, *, number: str) -> Point:
    id = checkpoint["id"]
    return Point(
        id=id,
        field=field_of(id),
        number=number,
        statement=checkpoint.get("statement") or "",
        good_practice=checkpoint.get("good_practice") or [],
        help=checkpoint.get("help") or "",
        links=checkpoint.get("links") or [],
        options=options_of(body, record["answers"].get(id)),
        note_field=note_field_of(id),
        note=record["notes"].get(id, ""),
    )
