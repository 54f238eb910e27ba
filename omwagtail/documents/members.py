"""The parts that documents of several types are made of."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, FailFast, Field

from omwagtail.documents.fields import (
    Amount,
    Bytes,
    Code,
    Count,
    DocumentId,
    Email,
    Label,
    Line,
    Many,
    Maybe,
    Origin,
    PartialDate,
    Says,
    Sha256,
    Share,
    Text,
    WebUrl,
    Year,
)
from omwagtail.documents.limits import MAX_IMAGES, MAX_SIZES


class Part(BaseModel):
    """Any object in a document. Members that this version does not know are kept."""

    # Validators are built when the first document is read, not at every start of the site.
    model_config = ConfigDict(extra="allow", strict=True, frozen=True, defer_build=True)


class LabelledCode(Part):
    """A code that is not in the shared vocabulary, with the words a reader sees."""

    code: Code
    label: Label


CodeEntry = Annotated[
    Code | LabelledCode,
    Field(union_mode="left_to_right"),
    Says("must be a code, or an object with a code and its label"),
]
CodeList = Many[CodeEntry]


class OrganisationReference(Part):
    """An organisation that is named in a document. `id` only where it is a document itself."""

    id: Maybe[DocumentId] = None
    origin: Maybe[Origin] = None
    name: Line
    type: Maybe[CodeEntry] = None
    url: Maybe[WebUrl] = None
    region: Maybe[CodeEntry] = None


class Publisher(OrganisationReference):
    """The organisation that answers for a document."""


class Licence(Part):
    uri: WebUrl
    name: Maybe[Line] = None


class ImageSize(Part):
    """One width of a picture. `id` is the SHA-256 of the bytes at `url`."""

    id: Sha256
    url: WebUrl
    width: Count
    height: Count


class Image(Part):
    """A picture. `id` is the SHA-256 of the bytes at `url`; `licence` is words, not a URI."""

    id: Sha256
    url: WebUrl
    width: Maybe[Count] = None
    height: Maybe[Count] = None
    alt: Maybe[Text] = None
    credit: Maybe[Line] = None
    licence: Maybe[Line] = None
    srcset: Annotated[list[ImageSize], Field(max_length=MAX_SIZES), FailFast()] = []


ImageList = Annotated[list[Image], Field(max_length=MAX_IMAGES), FailFast()]


class File(Part):
    """A download. `bytes` is its size."""

    id: Maybe[Label] = None
    url: WebUrl
    title: Maybe[Line] = None
    media_type: Maybe[Label] = None
    bytes: Maybe[Bytes] = None


class Contact(Part):
    """A person or office. Only contacts that were marked public come into a document."""

    role: Maybe[Line] = None
    name: Maybe[Line] = None
    email: Maybe[Email] = None
    phone: Maybe[Label] = None


ContactList = Many[Contact]


class DocumentReference(Part):
    """Another document, wherever it lives."""

    origin: Origin
    id: DocumentId


class Related(DocumentReference):
    relation: Literal["network-of", "example-of", "counterpart-check", "recommended-by"]
    title: Maybe[Line] = None


class Link(Part):
    url: WebUrl
    title: Maybe[Line] = None


class Evidence(Part):
    """Where the facts of a document come from: a publication, a talk, a page."""

    title: Line
    publisher: Maybe[Line] = None
    url: Maybe[WebUrl] = None
    note: Maybe[Line] = None


class Fact(Part):
    """A key figure: 18 (value) firms (unit), as of 2010."""

    label: Line
    value: Maybe[Amount] = None
    unit: Maybe[Label] = None
    as_of: Maybe[PartialDate] = None


class Milestone(Part):
    """What happened when: `date` as exactly as it is known, or only the `year`."""

    date: Maybe[PartialDate] = None
    year: Maybe[Year] = None
    text: Text


class Funding(Part):
    """Where money or work comes from.

    Practice examples name `programme` and `funder`; networks `kind`, `note` and `share` (percent).
    """

    programme: Maybe[Line] = None
    funder: Maybe[Line] = None
    kind: Maybe[CodeEntry] = None
    note: Maybe[Text] = None
    share: Maybe[Share] = None


FactList = Many[Fact]
MilestoneList = Many[Milestone]
TextList = Many[Text]
