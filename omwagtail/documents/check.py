"""The type `check`: a self-assessment. Every word and every rule of it is data."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, FailFast, Field, model_validator
from pydantic_core import PydanticCustomError

from omwagtail.documents.document import Document
from omwagtail.documents.fields import (
    Code,
    Count,
    Day,
    Html,
    Label,
    Line,
    LocalId,
    Many,
    Maybe,
    Percent,
    Sha256,
    Text,
)
from omwagtail.documents.limits import MAX_CHECKPOINTS, MAX_LEVELS
from omwagtail.documents.members import (
    CodeList,
    DocumentReference,
    Link,
    OrganisationReference,
    Part,
    TextList,
)

# Stands in answers where no level does, so no level may be called so.
NOT_APPLICABLE = "not-applicable"


class Edition(Part):
    """A frozen version. `fingerprint` is the SHA-256 of the definition's canonical text."""

    number: Count
    date: Maybe[Day] = None
    fingerprint: Maybe[Sha256] = None


class Level(Part):
    """One rating. `need` for action counts up from 0; `role` chooses the colour."""

    key: Code
    label: Label
    symbol: Literal["circle", "triangle", "octagon", "diamond"] = "circle"
    need: Count
    role: Literal["good", "middle", "urgent", "neutral"] = "neutral"


class NotApplicable(Part):
    label: Label


def _check_level_keys(levels: list[Level]) -> list[Level]:
    keys = [level.key for level in levels]
    _refuse_repeated(keys, "level")
    if NOT_APPLICABLE in keys:
        raise PydanticCustomError("schema", "must not name a level not-applicable")
    return levels


class Scale(Part):
    levels: Annotated[
        list[Level],
        Field(max_length=MAX_LEVELS),
        FailFast(),
        AfterValidator(_check_level_keys),
    ] = []
    not_applicable: Maybe[NotApplicable] = None


class Measure(Part):
    """What could be done; `role` is who would do it."""

    id: LocalId
    text: Text
    role: Maybe[Line] = None


class Checkpoint(Part):
    """One statement to rate. `help` is rich text. Its id never changes over editions."""

    id: LocalId
    statement: Text
    good_practice: TextList = []
    help: Maybe[Html] = None
    links: Many[Link] = []
    suggested_measures: Many[Measure] = []
    weight: Count = 1


class CheckSection(Part):
    """A topic of the check. `intro` is rich text. Its id never changes over editions."""

    id: LocalId
    title: Maybe[Line] = None
    intro: Maybe[Html] = None
    checkpoints: Many[Checkpoint] = []


class Band(Part):
    """What a result says whose need for action lies in `from` to `to` percent.

    `text` is rich text. `sections` narrows a section's band to those ids.
    """

    scope: Literal["section", "whole"]
    from_: Annotated[Percent, Field(alias="from")]
    to: Percent
    title: Maybe[Line] = None
    text: Maybe[Html] = None
    sections: Many[LocalId] = []

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.from_ > self.to:
            raise PydanticCustomError("schema", "must not begin above its end")
        return self


class CompletionRule(Part):
    """When the check counts as done.

    `all-sections`; or `count` of `sections` (any, or of those ids); or `count` `measures` in the
    plan, each with the named `columns` filled in.
    """

    rule: Literal["all-sections", "sections", "measures"]
    count: Maybe[Count] = None
    sections: Many[LocalId] = []
    columns: Many[Code] = []


class PlanColumn(Part):
    """A column of the plan of action: who, until when, control."""

    key: Code
    label: Label


def _check_section_ids(sections: list[CheckSection]) -> list[CheckSection]:
    _refuse_repeated((section.id for section in sections), "section")
    # Answers are kept by the checkpoint's id alone.
    checkpoints = [checkpoint.id for section in sections for checkpoint in section.checkpoints]
    if len(checkpoints) > MAX_CHECKPOINTS:
        raise PydanticCustomError(
            "schema", "must not have more than {limit} checkpoints", {"limit": MAX_CHECKPOINTS}
        )
    _refuse_repeated(checkpoints, "checkpoint")
    return sections


def _refuse_repeated(ids: Iterable[str], kind: str) -> None:
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            raise PydanticCustomError(
                "schema", "must not use the {kind} id {id} twice", {"kind": kind, "id": id}
            )
        seen.add(id)


class CheckBody(Part):
    code: Maybe[Label] = None
    intro: Maybe[Html] = None  # rich text; beyond PROTOCOL.md's list, our checks begin with it
    edition: Maybe[Edition] = None
    scale: Maybe[Scale] = None
    sections: Annotated[Many[CheckSection], AfterValidator(_check_section_ids)] = []
    bands: Many[Band] = []
    completion: Many[CompletionRule] = []
    plan: Many[PlanColumn] = []
    audience: CodeList = []
    minutes: Maybe[Count] = None
    issuer: Maybe[OrganisationReference] = None
    counterpart: Maybe[DocumentReference] = None


class Check(Document):
    type: Literal["check"]
    body: CheckBody = CheckBody()
