"""A check's definition, what somebody filled in, what it adds up to, and when it is completed.

Pure Python over a check's ``body`` as it stands in a document: a plain dict. Nothing here raises
for a draft with blanks; ``find_problems`` says what is missing. The same stands in ES modules in
``static/omwagtail``: ``questionnaires.js``, ``planning.js``, ``record.js`` and ``comparison.js``.
The vectors in ``tests/vectors`` are run by both.
"""

from omwagtail.questionnaires.changes import Change, Changes, changes_between
from omwagtail.questionnaires.comparison import compare, differences, side_by_side
from omwagtail.questionnaires.completion import Missing, completion, missing_as_json
from omwagtail.questionnaires.definition import find_problems, fingerprint
from omwagtail.questionnaires.link import mark_of, pack, unpack
from omwagtail.questionnaires.plan import (
    COLUMNS,
    PRIORITIES,
    Measure,
    is_filled,
    plan_columns,
    plan_progress,
    sort_measures,
    suggestions,
)
from omwagtail.questionnaires.problems import Problem
from omwagtail.questionnaires.ratings import NOT_APPLICABLE, Answers, clean_answers
from omwagtail.questionnaires.record import (
    EFFECTS,
    MAX_RECORD_BYTES,
    Record,
    RecordError,
    clean_measures,
    clean_record,
    read_record,
)
from omwagtail.questionnaires.schema import RECORD_SCHEMA_NAMES, record_schema
from omwagtail.questionnaires.scoring import (
    Result,
    SectionResult,
    Tally,
    result_as_json,
    score,
)

__all__ = [
    "COLUMNS",
    "EFFECTS",
    "MAX_RECORD_BYTES",
    "NOT_APPLICABLE",
    "PRIORITIES",
    "RECORD_SCHEMA_NAMES",
    "Answers",
    "Change",
    "Changes",
    "Measure",
    "Missing",
    "Problem",
    "Record",
    "RecordError",
    "Result",
    "SectionResult",
    "Tally",
    "changes_between",
    "clean_answers",
    "clean_measures",
    "clean_record",
    "compare",
    "completion",
    "differences",
    "find_problems",
    "fingerprint",
    "is_filled",
    "mark_of",
    "missing_as_json",
    "pack",
    "plan_columns",
    "plan_progress",
    "read_record",
    "record_schema",
    "result_as_json",
    "score",
    "side_by_side",
    "sort_measures",
    "suggestions",
    "unpack",
]
