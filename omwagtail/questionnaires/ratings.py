"""Answers: which level of need somebody gave to which checkpoint."""

from typing import Any

from omwagtail.questionnaires.body import (
    Body,
    checkpoints_of,
    needs_of,
    offers_not_applicable,
    sections_of,
)

Answers = dict[str, str]
"""Checkpoint id to level key or NOT_APPLICABLE. A checkpoint without an answer is not in it."""

NOT_APPLICABLE = "not-applicable"
"""The answer "does not apply to us"; no level may use it as its key."""


def clean_answers(body: Body, raw: Any) -> Answers:
    """The answers that this definition knows, in its order; anything else is dropped.

    ``raw`` may be whatever a form, a file or an address brought along. "Not applicable" is kept
    only where the scale offers it.
    """
    if not isinstance(raw, dict):
        return {}
    known = set(needs_of(body))
    known.discard(NOT_APPLICABLE)
    if offers_not_applicable(body):
        known.add(NOT_APPLICABLE)
    answers: Answers = {}
    for section in sections_of(body):
        for checkpoint in checkpoints_of(section):
            id = checkpoint.get("id") or ""
            answer = raw.get(id)
            if isinstance(answer, str) and answer in known:
                answers[id] = answer
    return answers
