"""A check's definition: its fingerprint, and what is wrong with it."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from omwagtail.documents import normalise
from omwagtail.questionnaires.body import (
    Body,
    Part,
    bands_of,
    checkpoints_of,
    levels_of,
    needs_of,
    sections_of,
    weight_of,
)
from omwagtail.questionnaires.plan import plan_columns
from omwagtail.questionnaires.problems import Problem
from omwagtail.questionnaires.ratings import NOT_APPLICABLE

FINGERPRINTED = ("scale", "sections", "bands", "completion", "plan")
"""What changes the meaning of answers or the way to them; not audience, minutes or issuer."""


def fingerprint(body: Body) -> str:
    """SHA-256, lower-case hex, of the definition's canonical text.

    The text is JSON of the members above in UTF-8: NFC, members sorted by name, no white space,
    empty members (null, "", []) and a weight of 1 left out, since writers may do either.
    """
    members = {name: body.get(name) for name in FINGERPRINTED}
    text = json.dumps(canonical(members), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: Any) -> Any:
    """A part of a definition as its fingerprint sees it, see there."""
    match value:
        case str():
            return normalise("NFC", value)
        case list() | tuple():
            return [canonical(entry) for entry in value]
        case dict():
            members = {canonical(name): canonical(entry) for name, entry in value.items()}
            return {
                name: entry
                for name, entry in members.items()
                if entry not in (None, "", []) and (name, entry) != ("weight", 1)
            }
    return value


def find_problems(body: Body) -> list[Problem]:
    """What would make the check wrong for those who fill it in, in the order of its parts."""
    return [
        *_scale_problems(body),
        *_section_problems(body),
        *_checkpoint_problems(body),
        *_measure_problems(body),
        *_band_problems(body),
        *_completion_problems(body),
        *_plan_problems(body),
    ]


def _scale_problems(body: Body) -> Iterator[Problem]:
    levels = levels_of(body)
    if not levels:
        yield Problem(code="no-scale-level", path="scale")
        return
    if len(levels) == 1:
        yield Problem(code="too-few-levels", path="scale")
    for index, level in enumerate(levels):
        path = f"scale/levels/{index}"
        if not level.get("key"):
            yield Problem(code="level-without-key", path=path, params={"number": index + 1})
        if level.get("key") == NOT_APPLICABLE:
            yield Problem(code="reserved-level-key", path=path, params={"key": NOT_APPLICABLE})
    keys = ((f"scale/levels/{index}", level.get("key")) for index, level in enumerate(levels))
    for path, key in _repeated(keys):
        yield Problem(code="duplicate-level-key", path=path, params={"key": key})
    if max(needs_of(body).values()) == 0:
        yield Problem(code="no-need", path="scale")


def _section_problems(body: Body) -> Iterator[Problem]:
    sections = sections_of(body)
    if not sections:
        yield Problem(code="no-section", path="sections")
    for index, section in enumerate(sections):
        path = f"sections/{index}"
        checkpoints = checkpoints_of(section)
        name = {"section": _name_of(section, index)}
        if not section.get("id"):
            yield Problem(code="section-without-id", path=path, params={"number": index + 1})
        if not checkpoints:
            yield Problem(code="empty-section", path=path, params=name)
        elif not any(weight_of(checkpoint) for checkpoint in checkpoints):
            yield Problem(code="section-without-weight", path=path, params=name)
    ids = ((f"sections/{index}", section.get("id")) for index, section in enumerate(sections))
    for path, id in _repeated(ids):
        yield Problem(code="duplicate-section-id", path=path, params={"id": id})


def _checkpoint_problems(body: Body) -> Iterator[Problem]:
    found = list(_checkpoints(body))
    for path, section, number, checkpoint in found:
        place: dict[str, int | str] = {"section": section, "number": number}
        if not checkpoint.get("id"):
            yield Problem(code="checkpoint-without-id", path=path, params=place)
        if not (checkpoint.get("statement") or "").strip():
            yield Problem(code="empty-statement", path=path, params=place)
        if (checkpoint.get("weight") or 0) < 0:
            statement = checkpoint.get("statement") or ""
            yield Problem(code="negative-weight", path=path, params={"statement": statement})
    for path, id in _repeated((path, checkpoint.get("id")) for path, _, _, checkpoint in found):
        yield Problem(code="duplicate-checkpoint-id", path=path, params={"id": id})
    statements = {path: checkpoint.get("statement") or "" for path, _, _, checkpoint in found}
    for path, _ in _repeated((path, _comparable(text)) for path, text in statements.items()):
        yield Problem(
            code="duplicate-statement", path=path, params={"statement": statements[path].strip()}
        )


def _measure_problems(body: Body) -> Iterator[Problem]:
    ids = (
        (f"{path}/suggested_measures/{index}", measure.get("id"))
        for path, _, _, checkpoint in _checkpoints(body)
        for index, measure in enumerate(checkpoint.get("suggested_measures") or [])
    )
    for path, id in _repeated(ids):
        yield Problem(code="duplicate-measure-id", path=path, params={"id": id})


def _band_problems(body: Body) -> Iterator[Problem]:
    for index, band in enumerate(body.get("bands") or []):
        path = f"bands/{index}"
        limits: dict[str, int | str] = {
            "start": "?" if band.get("from") is None else band["from"],
            "end": "?" if band.get("to") is None else band["to"],
        }
        if band.get("scope") not in ("section", "whole"):
            yield Problem(code="band-scope", path=path, params={"scope": band.get("scope") or ""})
        if _percents_of(band) is None:
            yield Problem(code="band-limits", path=path, params=limits)
        if not (band.get("title") or band.get("text")):
            yield Problem(code="band-without-text", path=path, params=limits)
        if _unknown_sections(body, band):
            yield Problem(code="band-unknown-section", path=path, params=limits)
    yield from _coverage_problems(body, "section")
    yield from _coverage_problems(body, "whole")


def _percents_of(band: Part) -> tuple[int, int] | None:
    """From and to, both included; None where they are absent or impossible."""
    start, end = band.get("from"), band.get("to")
    if start is None or end is None or not 0 <= start <= end <= 100:
        return None
    return start, end


def _coverage_problems(body: Body, scope: str) -> Iterator[Problem]:
    """Gaps and overlaps between 0 and 100 percent. A scope without any band is no problem."""
    everywhere = [band for band in bands_of(body, scope) if not band.get("sections")]
    percents = [_percents_of(band) for band in everywhere]
    bands = sorted(pair for pair in percents if pair is not None)
    if not bands:
        return
    covered_to = -1
    for start, end in bands:
        if start > covered_to + 1:
            gap = {"start": covered_to + 1, "end": start - 1}
            yield Problem(code=f"{scope}-band-gap", path="bands", params=gap)
        elif start <= covered_to:
            both = {"start": start, "end": min(covered_to, end)}
            yield Problem(code=f"{scope}-band-overlap", path="bands", params=both)
        covered_to = max(covered_to, end)
    if covered_to < 100:
        rest = {"start": covered_to + 1, "end": 100}
        yield Problem(code=f"{scope}-band-gap", path="bands", params=rest)


def _unknown_sections(body: Body, part: Part) -> set[str]:
    """Ids of sections that a band or a rule names, and the check does not have."""
    return set(part.get("sections") or ()) - {section.get("id") for section in sections_of(body)}


def _completion_problems(body: Body) -> Iterator[Problem]:
    columns = {column["key"] for column in plan_columns(body)}
    for index, rule in enumerate(body.get("completion") or []):
        path, name, count = f"completion/{index}", rule.get("rule") or "", rule.get("count") or 0
        if name not in ("all-sections", "sections", "measures"):
            yield Problem(code="unknown-rule", path=path, params={"rule": name})
        elif name != "all-sections" and count < 1:
            yield Problem(code="rule-without-count", path=path, params={"rule": name})
        elif name == "sections" and count > (
            sections := len(rule.get("sections") or sections_of(body))
        ):
            yield Problem(
                code="unreachable-count", path=path, params={"count": count, "sections": sections}
            )
        if _unknown_sections(body, rule):
            yield Problem(code="rule-unknown-section", path=path)
        if set(rule.get("columns") or ()) - columns:
            yield Problem(code="rule-unknown-column", path=path)


def _plan_problems(body: Body) -> Iterator[Problem]:
    columns = body.get("plan") or []
    keys = ((f"plan/{index}", column.get("key")) for index, column in enumerate(columns))
    for path, key in _repeated(keys):
        yield Problem(code="duplicate-column-key", path=path, params={"key": key})


def _checkpoints(body: Body) -> Iterator[tuple[str, str, int, Part]]:
    """Path, name of the section, number in it, checkpoint."""
    for place, section in enumerate(sections_of(body)):
        for index, checkpoint in enumerate(checkpoints_of(section)):
            path = f"sections/{place}/checkpoints/{index}"
            yield path, _name_of(section, place), index + 1, checkpoint


def _repeated(pairs: Iterable[tuple[str, str | None]]) -> Iterator[tuple[str, str]]:
    """The (path, value) whose value came before; blanks are another problem."""
    seen: set[str] = set()
    for path, value in pairs:
        if value and value in seen:
            yield path, value
        elif value:
            seen.add(value)


def _name_of(section: Part, index: int) -> str:
    return section.get("title") or str(index + 1)


def _comparable(statement: str) -> str:
    return " ".join(statement.casefold().split())
