"""When a check counts as completed: the definition's rules, which are data."""

from dataclasses import asdict, dataclass
from typing import Any

from omwagtail.questionnaires.body import Body
from omwagtail.questionnaires.plan import Measure, is_filled
from omwagtail.questionnaires.ratings import Answers
from omwagtail.questionnaires.scoring import score


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A rule that is not met yet."""

    rule: str
    done: int
    required: int
    sections: tuple[str, ...] = ()
    """For the rules about sections: ids of those with unanswered checkpoints."""
    columns: tuple[str, ...] = ()
    """For the rule about measures: keys of the columns that each must have filled in."""

    @property
    def missing(self) -> int:
        return self.required - self.done


def completion(body: Body, answers: Answers, measures: list[Measure]) -> list[Missing]:
    """What is still missing for the declaration; empty when every rule is met.

    Rules: ``all-sections`` (every checkpoint has an answer), ``sections`` with ``count`` (so
    many sections, or so many of those named by ``sections``, have an answer to every
    checkpoint), ``measures`` with ``count`` (so many measures are in the plan, each with the
    ``columns`` that the rule names filled in, and with a text in any case). A rule this version
    does not know counts as not met: nobody shall read "completed" where something went unchecked.
    """
    every = score(body, answers).sections
    missing: list[Missing] = []
    for rule in body.get("completion") or []:
        name, count = rule.get("rule") or "", rule.get("count") or 0
        named = rule.get("sections") if name == "sections" else None
        sections = [section for section in every if not named or section.id in named]
        open_sections = tuple(section.id for section in sections if not section.complete)
        complete = len(sections) - len(open_sections)
        columns = tuple(rule.get("columns") or ())
        match name:
            case "all-sections":
                found = Missing(
                    rule=name, done=complete, required=len(sections), sections=open_sections
                )
            case "sections":
                found = Missing(rule=name, done=complete, required=count, sections=open_sections)
            case "measures":
                filled = [each for each in measures if _is_complete(each, columns)]
                found = Missing(rule=name, done=len(filled), required=count, columns=columns)
            case _:
                found = Missing(rule=name, done=0, required=1)
        if found.missing > 0:
            missing.append(found)
    return missing


def missing_as_json(missing: list[Missing]) -> list[dict[str, Any]]:
    """As the ES module gives it."""
    return [
        asdict(each)
        | {
            "missing": each.missing,
            "sections": list(each.sections),
            "columns": list(each.columns),
        }
        for each in missing
    ]


def _is_complete(measure: Measure, columns: tuple[str, ...]) -> bool:
    return all(is_filled(measure, column) for column in ("measure", *columns))
