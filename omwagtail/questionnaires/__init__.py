"""A check's definition, its ratings, what they add up to, and when it counts as completed.

Pure Python over a check's ``body`` as it stands in a document: a plain dict. Nothing here raises
for a draft with blanks; ``find_problems`` says what is missing. The same scoring stands in
``static/omwagtail/scoring.js``; ``tests/vectors/scoring`` is run by both.
"""

from omwagtail.questionnaires.completion import Missing, completion
from omwagtail.questionnaires.definition import find_problems, fingerprint
from omwagtail.questionnaires.problems import Problem
from omwagtail.questionnaires.ratings import NOT_APPLICABLE, Answers, clean_answers
from omwagtail.questionnaires.scoring import (
    Result,
    SectionResult,
    Tally,
    result_as_json,
    score,
)

__all__ = [
    "NOT_APPLICABLE",
    "Answers",
    "Missing",
    "Problem",
    "Result",
    "SectionResult",
    "Tally",
    "clean_answers",
    "completion",
    "find_problems",
    "fingerprint",
    "result_as_json",
    "score",
]
