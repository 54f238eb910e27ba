"""When a check counts as completed: the definition's rules, which are data."""

from dataclasses import dataclass

from omwagtail.questionnaires.body import Body
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

    @property
    def missing(self) -> int:
        return self.required - self.done


def completion(body: Body, answers: Answers, measures_count: int) -> list[Missing]:
    """What is still missing for the declaration; empty when every rule is met.

    Rules: ``all-sections`` (every checkpoint has an answer), ``sections`` with ``count`` (so
    many sections, or so many of those named by ``sections``, have an answer to every
    checkpoint), ``measures`` with ``count`` (so many measures are in the plan). A rule this
    version does not know counts as not met: nobody shall read "completed" where something went
    unchecked.
    """
    every = score(body, answers).sections
    missing: list[Missing] = []
    for rule in body.get("completion") or []:
        name, count = rule.get("rule") or "", rule.get("count") or 0
        named = rule.get("sections") if name == "sections" else None
        sections = [section for section in every if not named or section.id in named]
        open_sections = tuple(section.id for section in sections if not section.complete)
        complete = len(sections) - len(open_sections)
        match name:
            case "all-sections":
                found = Missing(
                    rule=name, done=complete, required=len(sections), sections=open_sections
                )
            case "sections":
                found = Missing(rule=name, done=complete, required=count, sections=open_sections)
            case "measures":
                found = Missing(rule=name, done=measures_count, required=count)
            case _:
                found = Missing(rule=name, done=0, required=1)
        if found.missing > 0:
            missing.append(found)
    return missing
