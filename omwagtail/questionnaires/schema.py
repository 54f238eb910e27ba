"""The format of a record, for people who build on it without this package.

These models say what ``clean_record`` gives and what other programs may write. Reading is done by
``clean_record``, which drops what does not fit instead of refusing the whole.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from omwagtail.documents import schema_of
from omwagtail.documents.fields import Code, Day, Line, LocalId, Maybe, Sha256
from omwagtail.documents.members import Part
from omwagtail.questionnaires.record import (
    MAX_MEASURES,
    MAX_NAME,
    MAX_NOTE,
    MAX_NUMBER,
    MAX_TEXT,
    WEB_ADDRESS,
)

Text = Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]
Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
Note = Annotated[str, Field(min_length=1, max_length=MAX_NOTE)]
# No member with another kind of name.
CLOSED = Field(json_schema_extra={"additionalProperties": False})
Address = Annotated[str, Field(pattern=f"^{WEB_ADDRESS.pattern}$")]


class CheckReference(Part):
    """The check that was filled in. It is known by `origin` and `id`, the rest is for people."""

    origin: Maybe[Address] = None
    id: Maybe[Name] = None
    title: Maybe[Line] = None
    code: Maybe[Name] = None
    url: Maybe[Address] = None


class EditionReference(Part):
    """The edition that was filled in. The definition is known by its `fingerprint`."""

    number: Maybe[Annotated[int, Field(ge=0, le=MAX_NUMBER)]] = None
    date: Maybe[Day] = None
    fingerprint: Maybe[Sha256] = None


class PlannedMeasure(Part):
    """A line of the plan of action.

    `checkpoint` is what it is for, `suggestion` the suggested measure it was taken over from;
    `control` is how and when it is looked at, `effect` whether it helped. `more` holds what stands
    in the plan's columns that have a key of their own.
    """

    id: LocalId
    text: Annotated[str, Field(max_length=MAX_TEXT)]
    checkpoint: Maybe[LocalId] = None
    suggestion: Maybe[LocalId] = None
    priority: Maybe[Literal["high", "medium", "low"]] = None
    who: Maybe[Name] = None
    until: Maybe[Day] = None
    control: Maybe[Text] = None
    done: Maybe[Literal[True]] = None
    effect: Maybe[Literal["yes", "partly", "no"]] = None
    more: Annotated[dict[Code, Text], CLOSED] = {}


class Plan(Part):
    """A plan of action: its measures in the order in which they were entered."""

    measures: Annotated[list[PlannedMeasure], Field(max_length=MAX_MEASURES)] = []


class Answers(Part):
    """What somebody filled in: the record that is saved as a file and read again.

    `answers`: checkpoint id to the key of a level, or `not-applicable`; what has no answer is not
    in it. `notes`: checkpoint id to free text. `topics`: ids of the sections that were chosen, all
    where there is none. `date`: the day of saving. `name`: who filled it in. A member that is
    blank is left out.
    """

    v: Literal["om-answers/1"]
    check: Maybe[CheckReference] = None
    edition: Maybe[EditionReference] = None
    date: Maybe[Day] = None
    name: Maybe[Name] = None
    topics: list[LocalId] = []
    answers: Annotated[dict[LocalId, Code], CLOSED] = {}
    notes: Annotated[dict[LocalId, Note], CLOSED] = {}
    plan: Maybe[Plan] = None


MODELS: dict[str, type[Part]] = {"answers": Answers, "plan": Plan}
RECORD_SCHEMA_NAMES = tuple(MODELS)


def record_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of `answers`, the whole record, or of `plan`, its plan alone.

    It says less than `clean_record` checks: days that exist, ids used twice, the size of the file
    and the definition that the record is for are beyond a schema. Raises KeyError for another name.
    """
    return schema_of(MODELS[name])
