"""Pictures that can be shown from this site.

A foreign picture is never loaded from its origin: only copies that were fetched, checked and
encoded anew are shown (rule 20). What is missing becomes a placeholder.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from omwagtail.catalogue.indexing import images_of
from omwagtail.catalogue.models import Picture
from omwagtail.catalogue.pictures import address_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """One width of a picture; width and height in pixels, 0 where unknown."""

    url: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPicture:
    """What an ``img`` needs."""

    largest: Size
    srcset: str


class LocalPictures:
    """The pictures of some documents that this site can serve, by the id documents use."""

    def __init__(self, sizes: dict[str, Size]) -> None:
        self._sizes = sizes

    def sizes(self, image: dict[str, Any] | None) -> list[Size]:
        """The available widths of a document's image, the largest last."""
        wanted = [image, *image.get("srcset", ())] if image else []
        sizes = {
            found.width: found for entry in wanted if (found := self._sizes.get(entry.get("id")))
        }
        return [sizes[width] for width in sorted(sizes)]

    def find(self, image: dict[str, Any] | None) -> ShownPicture | None:
        """What an ``img`` needs to show a document's image; None where none is here."""
        ordered = self.sizes(image)
        if not ordered:
            return None
        several = len(ordered) > 1 and ordered[0].width > 0
        srcset = ", ".join(f"{size.url} {size.width}w" for size in ordered) if several else ""
        return ShownPicture(largest=ordered[-1], srcset=srcset)


def local_pictures(shown: Iterable[tuple[dict[str, Any], bool]]) -> LocalPictures:
    """The pictures of documents, each with whether it is an own one.

    One query for all foreign documents together, none for own ones.
    """
    sizes: dict[str, Size] = {}
    wanted: set[str] = set()
    for document, is_own in shown:
        for image in images_of(document):
            if is_own:
                sizes[image["id"]] = _own_size(image, document.get("origin", ""))
            else:
                wanted.add(image["id"])
    if wanted:
        # Own ones come last: a foreign document cannot change what an id shows.
        sizes = _stored_sizes(wanted) | sizes
    return LocalPictures(sizes)


def lead_image(document: dict[str, Any]) -> dict[str, Any] | None:
    """The picture that stands for a document in lists: its first one, or an organisation's logo."""
    body = document.get("body") or {}
    of_sections = (image for part in body.get("sections", ()) for image in part.get("images", ()))
    return next(iter(document.get("images", ())), None) or next(of_sections, body.get("logo"))


def _own_size(image: dict[str, Any], origin: str) -> Size:
    # Without its origin the address also works on a copy of the site under another host.
    url = image["url"]
    local = url.removeprefix(origin) if origin and url.startswith(f"{origin}/") else url
    return Size(url=local, width=image.get("width") or 0, height=image.get("height") or 0)


def _stored_sizes(ids: set[str]) -> dict[str, Size]:
    stored = Picture.objects.filter(image_id__in=ids).exclude(digest="")
    return {
        picture.image_id: Size(url=address_of(picture), width=picture.width, height=picture.height)
        for picture in stored
    }
