"""The type `network`: who works together in a region, and how."""

from typing import Annotated, Literal

from pydantic import FailFast, Field

from omwagtail.documents.document import Document
from omwagtail.documents.fields import Line, Many, Maybe, PartialDate, Text, WebUrl
from omwagtail.documents.limits import MAX_MEMBERS
from omwagtail.documents.members import (
    CodeEntry,
    FactList,
    File,
    Funding,
    MilestoneList,
    OrganisationReference,
    Part,
    TextList,
)


class NetworkMember(Part):
    """An organisation in the network, what it gives and what it gains."""

    organisation: OrganisationReference
    type: Maybe[CodeEntry] = None
    role: Maybe[Line] = None
    since: Maybe[PartialDate] = None
    contribution: Maybe[Text] = None
    benefit: Maybe[Text] = None


class GoverningBody(Part):
    """A members' assembly, board, advisory board, office."""

    name: Line
    text: Maybe[Text] = None


class NetworkBody(Part):
    legal_form: Maybe[Line] = None
    founded: Maybe[PartialDate] = None
    milestones: MilestoneList = []
    facts: FactList = []
    goals: TextList = []
    focus_areas: TextList = []
    members: Annotated[list[NetworkMember], Field(max_length=MAX_MEMBERS), FailFast()] = []
    bodies: Many[GoverningBody] = []
    funding: Many[Funding] = []
    agreements: Many[File] = []
    coordination: Maybe[Text] = None
    recognition: Maybe[Text] = None
    meeting_rhythm: Maybe[Text] = None
    website: Maybe[WebUrl] = None


class Network(Document):
    type: Literal["network"]
    body: NetworkBody = NetworkBody()
