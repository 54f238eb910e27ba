"""The members that documents of all types share, and the withdrawal of one."""

from typing import Literal

from pydantic import ConfigDict, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from omwagtail.documents.fields import (
    DocumentId,
    LanguageTag,
    Line,
    Many,
    Maybe,
    Origin,
    Revision,
    Text,
    Timestamp,
    Title,
    WebUrl,
)
from omwagtail.documents.members import (
    CodeList,
    ContactList,
    Evidence,
    File,
    ImageList,
    Licence,
    Part,
    Publisher,
    Related,
)

VERSION = "om/1"


class Document(Part):
    """One published thing, in its newest revision.

    Every type has its own `body`. What a later version added is in `model_extra`, of this object
    and of each part. Texts are as they were signed: rich text is not sanitised yet.
    """

    v: Literal["om/1"]
    op: Literal["upsert"]
    type: str
    id: DocumentId
    origin: Origin
    rev: Revision
    url: WebUrl
    aliases: Many[WebUrl] = []
    language: LanguageTag
    translation_of: Maybe[DocumentId] = None
    title: Title
    summary: Maybe[Text] = None
    published: Maybe[Timestamp] = None
    modified: Maybe[Timestamp] = None
    expires: Maybe[Timestamp] = None
    publisher: Maybe[Publisher] = None
    licence: Maybe[Licence] = None
    attribution: Maybe[Line] = None
    reuse: Maybe[Literal["full", "excerpt", "link"]] = None
    topics: CodeList = []
    regions: CodeList = []
    sectors: CodeList = []
    audiences: CodeList = []
    company_sizes: CodeList = []
    success_factors: CodeList = []
    images: ImageList = []
    files: Many[File] = []
    contacts: ContactList = []
    related: Many[Related] = []
    sources: Many[Evidence] = []  # beyond PROTOCOL.md's list: pages show them, with their links

    @field_validator("url", "aliases")
    @classmethod
    def _check_home(cls, value: str | list[str], info: ValidationInfo) -> str | list[str]:
        origin = info.data.get("origin")  # absent if it was refused before
        addresses = [value] if isinstance(value, str) else value
        if origin and not all(address.startswith(f"{origin}/") for address in addresses):
            raise PydanticCustomError("bad-url", "must begin with the document's origin and /")
        return value


class Withdrawal(Part):
    """Takes a document back. It holds nothing else, so it can stay for ever (feed rule 7)."""

    model_config = ConfigDict(extra="forbid")

    v: Literal["om/1"]
    op: Literal["withdraw"]
    type: Literal["practice-example", "check", "network", "organisation"]
    id: DocumentId
    origin: Origin
    rev: Revision
    reason: Literal["unpublished", "deleted", "restricted", "expired", "retracted"]
