"""A publisher has a new key or a new address, and its old key says so (rule 22).

A statement of succession is signed by the old key and served by the new origin. What it proves is
followed without asking anybody: the documents here get the new origin's names, keep what was
decided about them, and are read anew.
"""

import logging
from collections.abc import Iterable
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from omwagtail.catalogue.indexing import clear_index
from omwagtail.catalogue.models import Item, ItemState, Relay
from omwagtail.catalogue.relaying import REASONS
from omwagtail.documents import b64url_decode, document_key, follow_successions
from omwagtail.harvest.exceptions import HarvestError
from omwagtail.harvest.leases import begin_again, lock_with_relays
from omwagtail.harvest.models import Offer, RelayedOrigin, Source, SourceState
from omwagtail.harvest.patience import patient
from omwagtail.harvest.reading import KEY_BYTES, Discovery

logger = logging.getLogger("omwagtail.harvest")

# What may be followed: a source that a person approved once, also one whose key seemed wrong.
FOLLOWED_STATES = (SourceState.ACTIVE, SourceState.PAUSED, SourceState.STOPPED)


class Pinned(Protocol):
    """Whose key was pinned here: a source, or an origin known through relays."""

    origin: str
    kid: str
    public_key: str


def key_after(pinned: Pinned, found: Discovery) -> str | None:
    """The key (base64url) that a site signs with today, if it is the pinned one or statements lead
    from that to it; else None."""
    if (pinned.origin, pinned.kid) == (found.origin, found.kid):
        return pinned.public_key
    return found.public_key if _leads_to(pinned, found) else None


def _leads_to(pinned: Pinned, found: Discovery) -> bool:
    if not pinned.kid:
        return False
    reached = follow_successions(
        found.successions,
        found.keys,
        origin=pinned.origin,
        kid=pinned.kid,
        public=b64url_decode(pinned.public_key, KEY_BYTES),
        to_origin=found.origin,
        to_kid=found.kid,
    )
    return reached is not None


def predecessor_of(found: Discovery) -> Source | None:
    """The source that a site at another address has taken the place of, if its old key says so."""
    former = {one.old_origin for one in found.successions} - {found.origin}
    known = Source.objects.filter(origin__in=former, state__in=FOLLOWED_STATES)
    return next((source for source in known if _leads_to(source, found)), None)


@patient
def move_source(source: Source, found: Discovery) -> Source:
    """Read a source at its new address from now on. Its items keep what was decided about them.

    The caller has proved it by ``predecessor_of`` or ``key_after``. Raises HarvestError where the
    new address is a source already, or the source has been changed meanwhile.
    """
    new = Source.objects.select_for_update().filter(origin=found.origin).first()
    if new is not None and new.state != SourceState.PROPOSED:
        raise HarvestError(
            _("%(old)s has moved to %(new)s, which is a source already: remove one of the two.")
            % {"old": source.origin, "new": found.origin}
        )
    old_origin, old_kid = source.origin, source.kid
    source, relays = lock_with_relays(source)
    if (source.origin, source.kid) != (old_origin, old_kid):
        raise HarvestError(_("Another worker took the source over, or somebody changed it."))
    if new is not None:
        new.delete()
    source.origin, source.kid, source.public_key = found.origin, found.kid, found.public_key
    source.begin_again()
    source.save()
    # What they say of the new address is not taken from them any more (rule 15).
    begin_again(relay for relay in relays if relay.origin != found.origin)
    _note_successor(old_origin, found.origin)
    relabel(old_origin, found.origin)
    Item.objects.filter(via=old_origin).update(via=found.origin)
    logger.warning("%s has moved to %s, by a statement of its old key", old_origin, found.origin)
    return source


def inherit(found: Discovery, relayed: Iterable[RelayedOrigin]) -> None:
    """Follow the statements of an origin that is known through relays only."""
    for former in relayed:
        if _leads_to(former, found):
            with transaction.atomic():
                _note_successor(former.origin, found.origin)
                relabel(former.origin, found.origin)
            logger.warning("%s has moved to %s, by a statement", former.origin, found.origin)


def _note_successor(old: str, new: str) -> None:
    """What relays still say under the old address is passed over from now on."""
    RelayedOrigin.objects.filter(successor=old).update(successor=new)
    RelayedOrigin.objects.update_or_create(
        origin=old, defaults={"successor": new, "due": None, "error": ""}
    )
    # An address that is used again is nobody's former one.
    RelayedOrigin.objects.filter(origin=new).update(successor="")


def relabel(old: str, new: str) -> int:
    """Give the documents of one origin the names that they have at another; returns how many.

    Their texts stay until the full pass brings the new ones: whoever passes documents on does not
    pass on these meanwhile.
    """
    items = Item.objects.select_for_update().filter(origin=old, object_id__isnull=True)
    moved = list(items.order_by("pk"))
    keys = {item.pk: document_key(new, item.urn) for item in moved}
    there = Item.objects.select_for_update().filter(key__in=list(keys.values()), origin=new)
    known = {item.key: item for item in there.filter(object_id__isnull=True)}
    names: dict[str, tuple[int, str]] = {}
    for item in moved:
        key = keys[item.pk]
        former = _former(item) if item.relay != Relay.NEVER else None
        names[item.key] = (_rename(item, key, new, known.get(key)), key)
        if former is not None:
            former.save()
    _relabel_offers(old, new, names)
    return len(moved)


def _rename(item: Item, key: str, new: str, known: Item | None) -> int:
    """Give the item its new name; returns the id of what stands under it from now on.

    What is ``known`` there already, because a relay brought it, comes again with the full pass;
    what was decided about it stays.
    """
    digests = item.rejected_digests
    if known is not None:
        digests = " ".join(dict.fromkeys(f"{digests} {known.rejected_digests}".split()))
        if known.state == ItemState.WITHDRAWN and known.reason in REASONS and known.rev > item.rev:
            # Its publisher has taken it back there.
            _delete(item)
            Item.objects.filter(pk=known.pk).update(rejected_digests=digests)
            return known.pk
        _delete(known)
    Item.objects.filter(pk=item.pk).update(
        origin=new, key=key, via=item.origin, relay=Relay.NEVER, seq=None, rejected_digests=digests
    )
    return item.pk


def _delete(item: Item) -> None:
    clear_index(item)
    Item.objects.filter(pk=item.pk).delete()


def _former(item: Item) -> Item:
    """The old name of an item that was passed on, so that the feed can say that it is gone."""
    return Item(
        key=item.key,
        origin=item.origin,
        uuid=item.uuid,
        type=item.type,
        state=ItemState.GONE,
        relay=Relay.GONE,
        created=item.created,
    )


def _relabel_offers(old: str, new: str, moved: dict[str, tuple[int, str]]) -> None:
    """What never became an item comes again, under the new name. ``moved`` are ids and new keys of
    items by their old keys."""
    known = Offer.objects.filter(origin=old)
    known.exclude(key__in=moved).delete()
    items = {new_key: item for item, new_key in moved.values()}
    there = set()
    for pk, source, key in Offer.objects.filter(key__in=items).values_list("pk", "source", "key"):
        # The item that it was an offer of has made room.
        Offer.objects.filter(pk=pk).update(item=items[key])
        there.add((source, key))
    for pk, source, key in list(known.values_list("pk", "source", "key")):
        if (source, moved[key][1]) in there:
            Offer.objects.filter(pk=pk).delete()
        else:
            item, new_key = moved[key]
            Offer.objects.filter(pk=pk).update(origin=new, key=new_key, item=item)


def forget_successor(origin: str) -> None:
    """A person takes in a source at an address that had been left: it counts again."""
    RelayedOrigin.objects.filter(origin=origin).update(successor="")
