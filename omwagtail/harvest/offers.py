"""What each source offers, parked entries among it, and when an offer ends (rules 13 and 14).

All functions run inside the caller's transaction, with the source's row locked.
"""

import hashlib
import json
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from omwagtail.catalogue.models import Item
from omwagtail.conf import settings
from omwagtail.harvest.batch import KEYS, MAX_PARKED, Batch
from omwagtail.harvest.entries import Faulty, Incoming
from omwagtail.harvest.intake import Change, hide
from omwagtail.harvest.models import Offer, OfferState, Source

RETRY_PARKED = timedelta(days=1)
FULL_PASS = timedelta(days=7)
# How long the text of a bad entry may be that is kept: MAX_PARKED of them are 25 MB. Of all others
# only the reason stays; what cannot even be named leaves no row.
MAX_PARKED_CHARACTERS = 128 * 1024
# A pass may end so many offers, or such a share of them, without asking a person.
ENDED_WITHOUT_ASKING, SHARE_WITHOUT_ASKING = 3, 0.1


def note_offer(
    batch: Batch, incoming: Incoming, state: OfferState | None, *, anew: bool = True
) -> None:
    """The source offers this document now. Without a ``state`` an offer keeps the one it has.

    What is not offered ``anew``, but was parked and is tried again, belongs to the pass that
    brought it.
    """
    offer = batch.offer_or_new(incoming.key, incoming.origin, OfferState.UNWANTED)
    offer.origin = incoming.origin
    offer.rev = max(offer.rev, incoming.data["rev"])
    if anew:
        offer.pass_number = batch.source.pass_number
    offer.state = state or offer.state
    _forget_parked(offer)
    if state == OfferState.WITHDRAWN:
        batch.erase_parked(incoming.key)


def park(batch: Batch, faulty: Faulty) -> None:
    """Keep a bad entry with its reason. A document that was taken in before stays as it is.

    Of a source with very many of them, further ones are counted in the run and no more than that;
    the next full pass brings them again.
    """
    key = name_of(faulty)
    has_room = batch.parked_room > 0
    if batch.offer(key) is None and faulty.key is None and not has_room:
        return
    offer = batch.offer_or_new(key, faulty.origin, OfferState.PARKED)
    if offer.state == OfferState.ENDED:
        offer.state = OfferState.PARKED
    offer.pass_number = batch.source.pass_number
    text = json.dumps(faulty.entry, ensure_ascii=False)
    is_kept = bool(offer.parked) or has_room
    if not offer.parked:
        batch.parked_room -= 1
    offer.parked = text if is_kept and len(text) <= MAX_PARKED_CHARACTERS else ""
    offer.reason = faulty.reason
    offer.retry_due = timezone.now() + RETRY_PARKED if offer.parked else None


def name_of(faulty: Faulty) -> str:
    """The key under which a bad entry is kept: of its document, else of its text."""
    if faulty.key is not None:
        return faulty.key
    text = json.dumps(faulty.entry, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def what_was_dropped(source: Source) -> str:
    """Why entries of the source may have left no trace, in a sentence; empty where none have."""
    batch = Batch(source, ())
    if batch.room <= 0:
        return _(
            "The source has more documents than this site takes from one: "
            "only the first %(count)s are kept (MAX_ITEMS_PER_SOURCE)."
        ) % {"count": settings.MAX_ITEMS_PER_SOURCE}
    if batch.parked_room <= 0:
        return _("The source has very many bad entries: only the first %(count)s are kept.") % {
            "count": MAX_PARKED
        }
    return ""


def end_offer(batch: Batch, key: str) -> Change:
    """The source offers the document no longer: it shows only while another source does.

    A withdrawal stays one, whatever feeds forget.
    """
    offer = batch.offer(key)
    if offer is None or offer.state in (OfferState.WITHDRAWN, OfferState.ENDED):
        return Change.NOTHING
    offer.state = OfferState.ENDED
    _forget_parked(offer)
    item = batch.item(key)
    if item is None or item.is_own or batch.is_offered(key):
        return Change.NOTHING
    return hide(item)


def is_offered(item: Item) -> bool:
    """Whether some source offers the item, and wants it."""
    return item.offers.filter(state=OfferState.APPLIED).exists()


def missing_offers(source: Source) -> QuerySet[Offer]:
    """Offers that the pass under way, or the last one, has not brought again."""
    return source.offers.exclude(state__in=(OfferState.ENDED, OfferState.WITHDRAWN)).filter(
        pass_number__lt=source.pass_number
    )


def end_full_pass(source: Source) -> int:
    """A complete pass is over: what it did not bring is no longer offered (rule 13).

    If that were too much at once, nothing is ended and a person is asked. Returns how many items
    were hidden; the caller saves the source.
    """
    source.pass_is_full, source.question = False, ""
    # What was asked for meanwhile, such as entries that there was no room for, is still to come.
    source.full_pass_due = source.full_pass_due or timezone.now() + FULL_PASS
    counted = (OfferState.APPLIED, OfferState.UNWANTED)
    missing = missing_offers(source).filter(state__in=counted).count()
    total = source.offers.filter(state__in=counted).count()
    if missing and (missing > _allowance(total) or missing == total):
        source.question = ngettext(
            "The source no longer offers %(missing)s of %(total)s document. "
            "Nothing was removed: please ask its operator.",
            "The source no longer offers %(missing)s of %(total)s documents. "
            "Nothing was removed: please ask its operator.",
            total,
        ) % {"missing": missing, "total": total}
        return 0
    return end_missing(source)


def end_missing(source: Source) -> int:
    """End the offers that the last full pass did not bring; returns how many items were hidden."""
    keys = list(missing_offers(source).values_list("key", flat=True))
    count = 0
    for start in range(0, len(keys), KEYS):
        some = keys[start : start + KEYS]
        batch = Batch(source, some)
        count += sum(end_offer(batch, key) == Change.WITHDRAWN for key in some)
        batch.write()
    return count


def _allowance(total: int) -> float:
    return max(ENDED_WITHOUT_ASKING, SHARE_WITHOUT_ASKING * total)


def _forget_parked(offer: Offer) -> None:
    offer.parked, offer.reason, offer.retry_due = "", "", None
