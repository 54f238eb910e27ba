"""A batch: the items and offers that some entries speak of, read together and written together.

Between reading and writing they are changed in memory, so that a page of changes costs a handful of
statements, whatever it brings. All inside the caller's transaction, with the source's row locked.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.functional import cached_property

from omwagtail.catalogue.bulk import insert_rows, update_instances
from omwagtail.catalogue.models import Item
from omwagtail.conf import settings
from omwagtail.harvest.forgetting import forget_reasons
from omwagtail.harvest.keyring import left_out
from omwagtail.harvest.models import Offer, OfferState, Source
from omwagtail.harvest.storing import write_items

# Keys that are named in one statement.
KEYS = 500
# Bad entries whose text is kept of a source, for another try.
MAX_PARKED = 200

OFFER_FIELDS = tuple(field.name for field in Offer._meta.concrete_fields if field.name != "id")
OFFER_COLUMNS = tuple(Offer._meta.get_field(name).attname for name in OFFER_FIELDS)


class Batch:
    """What a source's entries with these keys may change."""

    def __init__(self, source: Source, keys: Iterable[str]) -> None:
        self.source = source
        self._items: dict[str, Item] = {}
        self._offers: dict[str, Offer] = {}
        self._offered_elsewhere: set[str] = set()
        # Documents whose parked copies are to be erased wherever they lie.
        self._erased: set[str] = set()
        wanted = sorted(set(keys))
        for start in range(0, len(wanted), KEYS):
            self._read(wanted[start : start + KEYS])
        self._items_before = {key: _columns(item) for key, item in self._items.items()}
        self._offers_before = {key: _columns(offer) for key, offer in self._offers.items()}

    def _read(self, keys: list[str]) -> None:
        # In one order everywhere, so that two workers wait for each other and not in a circle.
        items = Item.objects.select_for_update().filter(key__in=keys).order_by("key")
        self._items |= {item.key: item for item in items}
        offers = Offer.objects.filter(key__in=keys)
        self._offers |= {offer.key: offer for offer in offers.filter(source=self.source)}
        elsewhere = offers.exclude(source=self.source).filter(state=OfferState.APPLIED)
        self._offered_elsewhere.update(elsewhere.values_list("key", flat=True))

    def item(self, key: str) -> Item | None:
        """The item of a document, as it stands by now."""
        return self._items.get(key)

    def add(self, item: Item) -> Item:
        """An item that is written for the first time."""
        self._items[item.key] = item
        return item

    def offer(self, key: str) -> Offer | None:
        """What the source offered of a document until now."""
        return self._offers.get(key)

    def offer_or_new(self, key: str, origin: str, state: OfferState) -> Offer:
        """The same; a new offer begins with this state."""
        if key not in self._offers:
            self.room -= 1
            self._offers[key] = Offer(
                source=self.source,
                key=key,
                origin=origin,
                rev=0,
                pass_number=self.source.pass_number,
                state=state,
            )
        return self._offers[key]

    def is_offered(self, key: str) -> bool:
        """Whether some source offers the document, and wants it."""
        own = self._offers.get(key)
        return key in self._offered_elsewhere or bool(own and own.state == OfferState.APPLIED)

    def erase_parked(self, key: str) -> None:
        """Erase what other sources' feeds and persons left here of a document (rules 14 and 21)."""
        self._erased.add(key)

    @cached_property
    def left_out(self) -> frozenset[str]:
        """Origins whose documents are not taken from this source, if it is a relay."""
        return left_out(self.source)

    @cached_property
    def parked_room(self) -> int:
        """How many bad entries of the source may be kept yet; whoever keeps one takes it off."""
        waiting = Q(state=OfferState.PARKED) | Q(retry_due__isnull=False)
        return MAX_PARKED - self.source.offers.filter(waiting).count()

    @cached_property
    def room(self) -> int:
        """How many further documents the source may bring; every new offer takes one off."""
        return settings.MAX_ITEMS_PER_SOURCE - self.source.offers.count()

    def is_full_for(self, key: str) -> bool:
        """Whether a document is one too many. What is known already can always change."""
        return key not in self._offers and key not in self._items and self.room <= 0

    def write(self) -> None:
        """Write what was changed."""
        before = self._items_before
        changed = [item for key, item in self._items.items() if before.get(key) != _columns(item)]
        if changed:
            write_items(changed)
        for key, offer in self._offers.items():
            item = self._items.get(key)
            offer.item_id = item.pk if item is not None and not item.is_own else None
        self._write_offers()
        if self._erased:
            others = Offer.objects.filter(key__in=self._erased).exclude(source=self.source)
            others.exclude(reason="").update(parked="", reason="", retry_due=None)
            forget_reasons(self._erased)

    def _write_offers(self) -> None:
        before, new, renewed, changed = self._offers_before, [], [], []
        for key, offer in sorted(self._offers.items()):
            if key not in before:
                new.append(offer)
            elif (now := _columns(offer)) != before[key]:
                is_renewed = {**before[key], "pass_number": now["pass_number"]} == now
                (renewed if is_renewed else changed).append(offer)
        insert_rows(
            Offer, OFFER_FIELDS, ([getattr(one, name) for name in OFFER_COLUMNS] for one in new)
        )
        for start in range(0, len(renewed), KEYS):
            pks = [offer.pk for offer in renewed[start : start + KEYS]]
            Offer.objects.filter(pk__in=pks).update(pass_number=self.source.pass_number)
        update_instances(changed)


def _columns(row: Item | Offer) -> dict[str, Any]:
    values = row.__dict__
    return {field.attname: values[field.attname] for field in row._meta.concrete_fields}
