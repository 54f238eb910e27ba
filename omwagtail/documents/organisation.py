"""The type `organisation`: a site's own organisation."""

from typing import Literal

from omwagtail.documents.document import Document
from omwagtail.documents.fields import Label, Line, Maybe, PartialDate, WebUrl
from omwagtail.documents.members import CodeEntry, CodeList, ContactList, Image, Part


class OrganisationBody(Part):
    """`competences` are topics; `partner_since` is when it joined the alliance."""

    name: Maybe[Line] = None
    short_name: Maybe[Label] = None
    type: Maybe[CodeEntry] = None
    region: Maybe[CodeEntry] = None
    website: Maybe[WebUrl] = None
    logo: Maybe[Image] = None
    partner_since: Maybe[PartialDate] = None
    competences: CodeList = []
    contacts: ContactList = []


class Organisation(Document):
    type: Literal["organisation"]
    body: OrganisationBody = OrganisationBody()
