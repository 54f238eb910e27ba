"""The shared vectors: folders of JSON files, each a call and what it gives.

A file of ``scoring`` has body, answers and result; the others name their function (as in Python)
and its arguments too.
"""

import json
from dataclasses import asdict, is_dataclass
from pathlib import Path

from omwagtail import questionnaires
from omwagtail.questionnaires import RecordError, Result, missing_as_json, result_as_json

FOLDER = Path(__file__).parent.parent / "vectors"
AREAS = ("scoring", "completion", "plan", "record", "link", "comparison")


def vectors_of(area):
    """Name to vector, the call filled in."""
    paths = sorted((FOLDER / area).glob("*.json"))
    return {path.stem: _with_call(json.loads(path.read_text("utf-8"))) for path in paths}


def _with_call(vector):
    if "function" in vector:
        return vector
    arguments = [vector["body"], vector["answers"]]
    return vector | {"function": "score", "arguments": arguments}


def call_python(call):
    """The result of a call as JSON has it; of a refusal its code."""
    try:
        result = getattr(questionnaires, call["function"])(*call["arguments"])
    except RecordError as error:
        return {"raised": error.code}
    if isinstance(result, Result):
        return result_as_json(result)
    if call["function"] == "completion":
        return missing_as_json(result)
    return asdict(result) if is_dataclass(result) else result


VECTORS = vectors_of("scoring")
ALL = {f"{area}/{name}": vector for area in AREAS for name, vector in vectors_of(area).items()}
