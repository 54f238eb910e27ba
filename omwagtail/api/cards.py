"""Entries for who shows a list on a page: cards in the place of documents."""

import json
from collections.abc import Iterator, Mapping, Sequence

from omwagtail.catalogue.models import Item
from omwagtail.rendering.card_data import describe_card
from omwagtail.rendering.cards import make_cards


def write_cards(
    keys: Sequence[int], base: str, paths: Mapping[str, str], origin: str | None
) -> Iterator[tuple[bytes, ...]]:
    """The entries of the items with these primary keys, as JSON.

    ``paths`` are those of the lists by document type, ``origin`` is the site that was asked.
    """
    items = Item.objects.in_bulk(keys)
    for card in make_cards((items[key] for key in keys if key in items), origin=origin):
        address = f"{paths[card.item.type]}{card.item.key}/"
        entry = {"key": card.item.key, "url": address, "card": describe_card(card, base)}
        yield (json.dumps(entry, ensure_ascii=False).encode(),)
