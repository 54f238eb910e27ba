"""What pieces refer to: organisations, pictures, files, and each other."""

from dataclasses import dataclass, field
from typing import Any

from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from omwagtail.content.organisation import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Everything by the name it has in the content files."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    pictures: dict[str, Image] = field(default_factory=dict)
    files: dict[str, Document] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    def party(self, entry: dict[str, Any]) -> dict[str, Any]:
        """An actor's or member's organisation: a known one, or a name in plain words."""
        known = self.organisations.get(entry["organisation"])
        return {
            "organisation": known.pk if known else None,
            "name": "" if known else entry["organisation"],
            "type": entry.get("type", ""),
        }

    def picture(self, entry: dict[str, Any]) -> dict[str, Any]:
        """A picture with the words that belong to this use of it."""
        return {
            "image": self.pictures[entry["file"]].pk,
            "alt": entry.get("alt", ""),
            "credit": entry.get("credit", ""),
            "licence": "",
        }

    def download(self, entry: dict[str, Any]) -> dict[str, Any]:
        """A file with the title that it has on this page."""
        return {"document": self.files[entry["file"]].pk, "title": entry.get("title", "")}

    def page_id(self, path: str) -> int | None:
        """The page of another piece; None when an editor deleted it."""
        page = self.pages.get(path)
        return page.pk if page else None
