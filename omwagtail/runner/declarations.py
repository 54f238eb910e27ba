"""The self-declaration: a page to print once the definition's rules are met.

It says what somebody did, in their own name. Nobody examined it, and it says so.
"""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from omwagtail.questionnaires import score
from omwagtail.runner.plans import Completion, completion_of
from omwagtail.runner.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    completion: Completion | None
    name: str
    date: str
    topics: list[str]
    """Those with an answer to every checkpoint."""
    planned: str
    measures: list[str]

    @property
    def is_met(self) -> bool:
        """Without rules there is nothing to declare."""
        return self.completion is not None and self.completion.is_met


def declaration_of(body: dict[str, Any], record: dict[str, Any]) -> Declaration:
    """The declaration of this cleaned record in the active language."""
    measures = [measure for measure in record["plan"]["measures"] if measure["text"]]
    done = sum(bool(measure.get("done")) for measure in measures)
    sections = [section for section in body.get("sections") or [] if section.get("checkpoints")]
    titles = {
        section["id"]: section.get("title") or say("topic", number=number)
        for number, section in enumerate(sections, start=1)
    }
    results = [section for section in score(body, record["answers"]).sections if section.total]
    return Declaration(
        completion=completion_of(body, record),
        name=record.get("name", ""),
        date=date_format(timezone.localdate(), "SHORT_DATE_FORMAT"),
        topics=[titles[section.id] for section in results if section.complete],
        planned=say("planned", len(measures), done=done),
        measures=[measure["text"] for measure in measures],
    )
