"""What a check still lacks, in sentences that name the topic or the checkpoint."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext

from omwagtail.content import presets
from omwagtail.content.checklist import Hint
from omwagtail.content.editions import hints_on_edition
from omwagtail.questionnaires import find_problems
from omwagtail.questionnaires.problems import MESSAGES

# Problems that would make a document that nobody accepts: the field that holds them. All others
# are matters of quality, and no reason to refuse a page.
WRONG = {
    "duplicate-level-key": "levels",
    "reserved-level-key": "levels",
    "duplicate-section-id": "sections",
    "duplicate-checkpoint-id": "sections",
    "duplicate-measure-id": "sections",
}


def hints_on_check(check: models.Model) -> list[Hint]:
    """What a page with the fields of CheckMixin lacks, whatever is blank in it."""
    definition = check.definition()
    return [
        *_hints_on_definition(definition),
        *_hints_on_blanks(check),
        *_hints_on_scale(check),
        *_hints_on_results(definition),
        *_hints_on_frame(check),
        *hints_on_edition(check),
    ]


def _hints_on_definition(definition: dict[str, Any]) -> Iterator[Hint]:
    for problem in find_problems(definition):
        field = problem.path.partition("/")[0]
        yield Hint(
            gettext(MESSAGES[problem.code]) % problem.params,
            "scale_preset" if field == "scale" else field,
            wrong=problem.code in WRONG,
        )


def _hints_on_blanks(check: models.Model) -> Iterator[Hint]:
    """Parts without words, which no reader would see."""
    for number, section in enumerate(check.sections or (), start=1):
        title = (section.value.get("title") or "").strip()
        if not title:
            text = gettext("Topic %(number)s has no words. They stand above its checkpoints.")
            yield Hint(text % {"number": number}, "sections")
        for place, checkpoint in enumerate(section.value.get("checkpoints") or (), start=1):
            if not (checkpoint.get("statement") or "").strip():
                text = gettext(
                    "Checkpoint %(place)s of the topic “%(topic)s” has no statement, so it is "
                    "left out."
                )
                yield Hint(text % {"place": place, "topic": title or number}, "sections")


def _hints_on_scale(check: models.Model) -> Iterator[Hint]:
    if check.levels and check.scale_preset != presets.ScalePreset.OWN:
        text = gettext(
            "The check has own levels, but another scale is chosen. Choose “Own levels”, or take "
            "them away."
        )
        yield Hint(text, "scale_preset")


def _hints_on_results(definition: dict[str, Any]) -> Iterator[Hint]:
    bands = definition.get("bands") or []
    if not any(band["scope"] == "section" for band in bands):
        text = gettext(
            "There is no result text for topics. A few words on what a result means help more "
            "than a number."
        )
        yield Hint(text, "bands")
    sections = definition.get("sections") or []
    points = [point for section in sections for point in section.get("checkpoints") or ()]
    if points and not any(point.get("suggested_measures") for point in points):
        text = gettext(
            "No checkpoint suggests a measure. Suggestions help firms to take the first step."
        )
        yield Hint(text, "sections")


def _hints_on_frame(check: models.Model) -> Iterator[Hint]:
    if check.minutes is None:
        text = gettext("It does not say how many minutes it takes. Readers plan their time by it.")
        yield Hint(text, "minutes")
    if check.issuing_organisation() is None:
        text = gettext(
            "No issuer is named. Readers trust a check more if they know who stands behind it."
        )
        yield Hint(text, "issuer")
