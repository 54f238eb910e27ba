"""What a comparison shows: tables of need, levels and words. ``compare.js`` makes the same ones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.formats import date_format

from omwagtail.questionnaires import Answers, compare, differences, side_by_side
from omwagtail.runner.comparison_words import SYMBOLS, say
from omwagtail.runner.form import Option, options_of

Body = dict[str, Any]
Part = dict[str, Any]

# Percent of the greatest possible difference that is far apart: of topics, which are means, and
# of checkpoints, where it is more than half of the scale.
FAR_TOPICS, FAR_POINTS = 34, 51


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the results that are compared."""

    body: Body
    """Of the edition that was filled in."""
    answers: Answers
    name: str = ""
    day: str = ""
    notes: list[str] = field(default_factory=list)
    """What there is to say about its edition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A state in a word, with a symbol and a colour beside it."""

    state: str
    symbol: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One of the members is filled."""

    label: str
    """The heading of its column, which is repeated where the table is shown as cards."""
    percent: int | None = None
    need: str = ""
    option: Option | None = None
    mark: Mark | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    title: str
    topic: str = ""
    cells: list[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    heading: str
    mark: Mark | None = None
    """The symbol before the heading, where all rows have one state."""
    first: str
    """Heading of the column of rows' titles: ``topic`` or ``checkpoint``."""
    columns: list[str]
    rows: list[Row]
    note: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    title: str
    notes: list[str]
    counts: list[Mark]
    tables: list[Table]


def by_time(before: Side, now: Side) -> Comparison:
    """What moved between two results of the same check."""
    result = compare(before.body, before.answers, now.body, now.answers)
    labels = [_on(say("before"), before.day), _on(say("now"), now.day)]
    counts = {state: count for state, count in result["counts"].items() if count}
    return Comparison(
        title=say("title-time"),
        notes=[*before.notes, *now.notes],
        counts=[_mark(state, say(f"points-{state}", counts[state])) for state in counts],
        tables=[
            _topics(result["sections"], [*labels, say("moved")], _moved_cells),
            *(
                _moved_points(
                    state,
                    [point for point in result["checkpoints"] if point["state"] == state],
                    before,
                    now,
                    labels,
                )
                for state in counts
            ),
        ],
    )


def among_people(body: Body, people: Sequence[Side]) -> Comparison:
    """Where several people's results differ most, and where they agree. ``people`` have names."""
    names = [person.name for person in people]
    result = differences(body, [person.answers for person in people])
    states = {
        "far": "far",
        "near": "near",
        "strong": "both-fine",
        "agree": "agree",
        "few": "open",
    }
    groups: dict[str, list[Part]] = {name: [] for name in states}
    for point in result["checkpoints"]:
        groups[_agreement(body, point)].append(point)
    found = {name: points for name, points in groups.items() if points}

    def cells_of(section: Part) -> list[Cell]:
        needs = [_need(name, need) for name, need in zip(names, section["needs"], strict=True)]
        return [*needs, Cell(label=say("difference"), mark=_apart(section["spread"]))]

    def table_of(name: str, points: list[Part]) -> Table:
        heading = say(f"points-{name}", len(points))
        return Table(
            heading=heading,
            mark=_mark(states[name], heading),
            first="checkpoint",
            columns=[*(option.label for option in _options(body)), say("not-rated")],
            rows=[_point_row(point, body, _who_says_what(body, names, point)) for point in points],
            folded=name in ("near", "few"),
        )

    return Comparison(
        title=say("title-people"),
        notes=[note for person in people for note in person.notes],
        counts=[
            _mark(states[name], say(f"points-{name}", len(points)))
            for name, points in found.items()
        ],
        tables=[
            _topics(result["sections"], [*names, say("difference")], cells_of),
            *(table_of(name, points) for name, points in found.items()),
        ],
    )


def of_two_sides(mine: Side, other: Side) -> Comparison:
    """Where two counterpart checks meet, topic by topic: first what to talk about first."""
    result = side_by_side(mine.body, mine.answers, other.body, other.answers)
    labels = [mine.name, other.name]
    groups: dict[str, list[Part]] = {"both-need": [], "differ": [], "both-fine": [], "not-both": []}
    for section in result:
        groups[section["meets"] or "not-both"].append(section)
    found = {name: sections for name, sections in groups.items() if sections}

    def row_of(name: str, section: Part) -> Row:
        titles = dict.fromkeys(title for title in section["titles"] if title)
        needs = [_need(label, need) for label, need in zip(labels, section["needs"], strict=True)]
        mark = _mark(_open_if("not-both", name), say(name))
        return Row(
            title=" / ".join(titles) or say("untitled"),
            cells=[*needs, Cell(label=say("meet"), mark=mark)],
        )

    return Comparison(
        title=say("title-sides"),
        notes=[*mine.notes, *other.notes],
        counts=[
            _mark(_open_if("not-both", name), say(f"topics-{name}", len(sections)))
            for name, sections in found.items()
        ],
        tables=[
            Table(
                heading=say(f"topics-{name}", len(sections)),
                mark=_mark(_open_if("not-both", name), ""),
                note=say(f"note-{name}") if name != "not-both" else "",
                first="topic",
                columns=[*labels, say("meet")],
                rows=[row_of(name, section) for section in sections],
            )
            for name, sections in found.items()
        ],
    )


def _topics(
    sections: Iterable[Part], columns: list[str], cells_of: Callable[[Part], list[Cell]]
) -> Table:
    rows = [
        Row(title=section["title"] or say("untitled"), cells=cells_of(section))
        for section in sections
    ]
    return Table(heading=say("topics"), first="topic", columns=columns, rows=rows)


def _moved_cells(section: Part) -> list[Cell]:
    before, now, state = section["before"], section["now"], section["state"]
    points = abs(now - before) if state in ("better", "worse") else 1
    text = say(state, points)
    if not section["alike"] and state in ("better", "worse", "same"):
        text = f"{text} ({say('unlike')})"
    return [
        _need(say("before"), before),
        _need(say("now"), now),
        Cell(label=say("moved"), mark=_mark(state, text)),
    ]


def _moved_points(
    state: str, points: list[Part], before: Side, now: Side, labels: list[str]
) -> Table:
    """Checkpoints in one state; those of one edition alone have one level."""
    sides = {"before": (labels[0], before.body), "now": (labels[1], now.body)}
    if state in ("new", "gone"):
        del sides["before" if state == "new" else "now"]
    body = before.body if state == "gone" else now.body
    heading = say(f"points-{state}", len(points))
    return Table(
        heading=heading,
        mark=_mark(state, heading),
        first="checkpoint",
        columns=[label for label, _ in sides.values()],
        rows=[
            _point_row(
                point,
                body,
                [_level(label, side, point[when]) for when, (label, side) in sides.items()],
            )
            for point in points
        ],
        folded=state in ("same", "open"),
    )


def _point_row(point: Part, body: Body, cells: list[Cell]) -> Row:
    titles = _titles(body)
    return Row(title=point["statement"], topic=titles.get(point["section"], ""), cells=cells)


def _who_says_what(body: Body, names: Sequence[str], point: Part) -> list[Cell]:
    """A cell for each level, with the names of those who chose it; then who did not rate."""
    given = list(zip(names, point["levels"], strict=True))
    columns = [*((option.value, option.label) for option in _options(body)), (None, "")]
    return [
        Cell(
            label=label or say("not-rated"),
            text=", ".join(name for name, level in given if level == value),
        )
        for value, label in columns
    ]


def _agreement(body: Body, point: Part) -> str:
    if point["spread"] is None:
        return "few"
    needs = _needs(body)
    if point["spread"]:
        share = point["spread"] * 100 / max([1, *needs.values()])
        return "far" if share >= FAR_POINTS else "near"
    known = [needs[level] for level in point["levels"] if level in needs]
    return "agree" if any(known) else "strong"


def _apart(percent: int | None) -> Mark:
    if percent is None:
        return _mark("open", say("few"))
    state = "far" if percent >= FAR_TOPICS else "near" if percent else "agree"
    return _mark(state, say(state, percent))


def _mark(state: str, text: str) -> Mark:
    return Mark(state=state, symbol=SYMBOLS[state], text=text)


def _open_if(name: str, state: str) -> str:
    return "open" if state == name else state


def _need(label: str, percent: int | None) -> Cell:
    need = say("not-rated") if percent is None else say("need", percent)
    return Cell(label=label, percent=percent, need=need)


def _level(label: str, body: Body, level: str | None) -> Cell:
    option = next((each for each in _options(body) if each.value == level), None)
    return Cell(label=label, option=option, text="" if option else say("not-rated"))


def _options(body: Body) -> list[Option]:
    """With a word for each, also where the definition leaves "not applicable" to us."""
    options = options_of(body)
    return [each if each.label else replace(each, label=say("excluded")) for each in options]


def _needs(body: Body) -> dict[str, int]:
    levels = (body.get("scale") or {}).get("levels") or []
    return {level["key"]: level.get("need") or 0 for level in levels}


def _titles(body: Body) -> dict[str, str]:
    return {section["id"]: section.get("title") or "" for section in body.get("sections") or []}


def _on(label: str, day: str) -> str:
    return say("on", label=label, when=date_format(date.fromisoformat(day))) if day else label
