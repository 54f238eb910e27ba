"""The type `practice-example`: what somebody did, and what others can learn from it."""

from typing import Annotated, Literal

from pydantic import Field

from omwagtail.documents.document import Document
from omwagtail.documents.fields import Count, Html, Label, Line, Many, Maybe, PartialDate, Text
from omwagtail.documents.members import (
    CodeEntry,
    FactList,
    Funding,
    ImageList,
    MilestoneList,
    OrganisationReference,
    Part,
    TextList,
)


class Section(Part):
    """A piece of the story. `html` is rich text."""

    kind: Maybe[CodeEntry] = None
    heading: Maybe[Line] = None
    html: Maybe[Html] = None
    images: ImageList = []


class Actor(Part):
    """Who took part, what they gave, and what they gained."""

    organisation: OrganisationReference
    type: Maybe[CodeEntry] = None
    contribution: Maybe[Text] = None
    benefit: Maybe[Text] = None


class Quote(Part):
    text: Text
    name: Maybe[Line] = None
    role: Maybe[Line] = None


class ProgrammeItem(Part):
    """A point of an event's programme; `time` is free words, such as "10 Uhr"."""

    time: Maybe[Label] = None
    title: Line
    speaker: Maybe[Line] = None


class Event(Part):
    kind: Maybe[CodeEntry] = None
    date: Maybe[PartialDate] = None
    end: Maybe[PartialDate] = None
    place: Maybe[Line] = None
    programme: Many[ProgrammeItem] = []


class Series(Part):
    """A series of publications, and the number in it."""

    title: Line
    number: Maybe[Count] = None


class Period(Part):
    from_: Annotated[Maybe[PartialDate], Field(alias="from")] = None
    to: Maybe[PartialDate] = None


class PracticeExampleBody(Part):
    sections: Many[Section] = []
    facts: FactList = []
    actors: Many[Actor] = []
    milestones: MilestoneList = []
    quotes: Many[Quote] = []
    event: Maybe[Event] = None
    lessons: TextList = []
    series: Maybe[Series] = None
    period: Maybe[Period] = None
    funding: Many[Funding] = []


class PracticeExample(Document):
    type: Literal["practice-example"]
    body: PracticeExampleBody = PracticeExampleBody()
