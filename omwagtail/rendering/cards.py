"""Items as they stand in lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from omwagtail.catalogue.models import Item
from omwagtail.rendering.addresses import item_address
from omwagtail.rendering.pictures import LocalPictures, lead_image, local_pictures
from omwagtail.rendering.provenance import Provenance, provenance_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a list shows of one item, cut to what its terms of reuse allow."""

    item: Item
    document: dict[str, Any]
    url: str
    summary: str
    image: dict[str, Any] | None
    pictures: LocalPictures
    provenance: Provenance
    note: str = ""

    @property
    def has_picture(self) -> bool:
        """Whether there is a picture and it can be shown: lists have no placeholders."""
        return self.pictures.find(self.image) is not None


def make_cards(
    items: Iterable[Item],
    *,
    directory: str = "",
    notes: Sequence[str] = (),
    origin: str | None = None,
) -> list[Card]:
    """Cards of items; ``directory`` is the address foreign ones are shown under, ``origin`` the
    site that shows the list.

    One query for the pictures of all. ``notes`` holds a line of text per item.
    """
    items = list(items)
    provenances = [provenance_of(item.data, item, origin) for item in items]
    pictures = local_pictures(
        (item.data, item.is_own)
        for item, provenance in zip(items, provenances, strict=True)
        if provenance.shows_everything
    )
    return [
        Card(
            item=item,
            document=item.data,
            url=item_address(item, directory),
            summary=item.summary if provenance.shows_summary else "",
            image=lead_image(item.data) if provenance.shows_everything else None,
            pictures=pictures,
            provenance=provenance,
            note=note,
        )
        for item, provenance, note in zip(
            items, provenances, notes or [""] * len(items), strict=True
        )
    ]
