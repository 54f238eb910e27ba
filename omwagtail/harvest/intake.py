"""Intake: whether a harvested document becomes visible.

These functions change an item in memory; the batch that it belongs to writes it. What a person
decides is in deciding.py.
"""

from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from omwagtail.catalogue.building import content_digest
from omwagtail.catalogue.models import Item, ItemState
from omwagtail.harvest.entries import Incoming
from omwagtail.harvest.models import Trust
from omwagtail.harvest.storing import forget_waiting, promote_waiting, put_document, put_waiting

# Reasons of items that are hidden because no source offers them any more (rule 13). What they were
# before is what they become when the same revision is offered again; why a person was to decide is
# kept behind the reason, so that nothing is shown undecided because it was away for a while.
NOT_OFFERED = {ItemState.ACCEPTED: "gone", ItemState.PENDING: "gone while waiting"}
BEFORE_WHY = ": "

# Of one document; the latest ones count.
MAX_REJECTED = 100


class Change(Enum):
    """What an entry did to the catalogue; the values are the columns of a run."""

    NOTHING = "nothing"
    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    PARKED = "parked"


def take_in(item: Item, incoming: Incoming, *, trust: str) -> Change:
    """Apply an upsert to the document's item, which may be new (rules 12 and 16)."""
    rev = incoming.data["rev"]
    if _says_nothing(item):
        if _was_rejected(item, incoming.data):
            return _reject_again(item, incoming)
        _show(item, incoming, trust)
        return Change.ADDED
    if rev <= item.rev:
        return _apply_known_rev(item, incoming, trust)
    if rev <= (item.waiting_rev or 0):
        return _apply_known_waiting_rev(item, incoming)
    _bring_back(item)
    if _was_rejected(item, incoming.data):
        return _reject_again(item, incoming)
    match item.state:
        case ItemState.ACCEPTED if _needs_decision(item, incoming.data):
            put_waiting(item, incoming.envelope, incoming.data, incoming.via)
            return Change.CHANGED
        case ItemState.ACCEPTED:
            _put(item, incoming)
            return Change.CHANGED
        case ItemState.WITHDRAWN if item.reason != "retracted":
            _show(item, incoming, trust)
            return Change.ADDED
        case ItemState.WITHDRAWN:
            _ask(
                item, incoming, _("The publisher had retracted this document and offers it again.")
            )
            return Change.ADDED
        case ItemState.QUARANTINED:
            _ask(item, incoming, _("Two different texts had come with the same revision."))
        case ItemState.REJECTED:
            _ask(item, incoming, _("An earlier version was rejected."))
        case _ if item.reason:
            _ask(item, incoming, item.reason)
        case _:
            _show(item, incoming, trust)
    return Change.CHANGED


def withdraw(item: Item, incoming: Incoming) -> Change:
    """Apply a withdrawal: always and at once; the content is erased (rules 16 and 21).

    Of a document that is not known it is remembered, so that an older version stays out.
    """
    rev = incoming.data["rev"]
    has_content = _has_content(item)
    if not _says_nothing(item):
        # Of the same revision the withdrawal wins, in whatever order the two come.
        if rev < item.rev or (rev == item.rev and not has_content):
            return Change.NOTHING
        if item.waiting_doc and rev < item.waiting_rev:
            # Out of order: what waits is newer than this withdrawal of what is shown.
            reason = _("The version that was shown before has been withdrawn.")
            promote_waiting(item, ItemState.PENDING, reason)
            return Change.WITHDRAWN
    item.state, item.reason = ItemState.WITHDRAWN, incoming.data["reason"]
    _put(item, incoming)
    return Change.WITHDRAWN if has_content else Change.NOTHING


def hide(item: Item) -> Change:
    """No source offers the item any more. Its rev stays, so the same one can bring it back."""
    if item.state not in NOT_OFFERED:
        return Change.NOTHING
    item.reason = BEFORE_WHY.join(filter(None, (NOT_OFFERED[item.state], item.reason)))
    item.state, item.seq = ItemState.WITHDRAWN, None
    return Change.WITHDRAWN


def text_digest(data: dict[str, Any]) -> str:
    """The digest by which a rejected text is known again: publishing the same text once more
    changes its revision and its date."""
    return content_digest({name: value for name, value in data.items() if name != "modified"})


def remember_rejected(item: Item, data: dict[str, Any]) -> None:
    """A person refused this text: it stays refused under whatever rev it comes again."""
    digests = [one for one in item.rejected_digests.split() if one != text_digest(data)]
    item.rejected_digests = " ".join([*digests, text_digest(data)][-MAX_REJECTED:])


def forget_rejected(item: Item, data: dict[str, Any]) -> None:
    """A person accepted this text after all."""
    digest = text_digest(data)
    item.rejected_digests = " ".join(d for d in item.rejected_digests.split() if d != digest)


def new_item(incoming: Incoming) -> Item:
    """An item for a document that is not known here; it says nothing yet."""
    data = incoming.data
    uuid = data["id"].rpartition(":")[2]
    return Item(key=incoming.key, origin=data["origin"], uuid=uuid, type=data["type"])


def _apply_known_rev(item: Item, incoming: Incoming, trust: str) -> Change:
    """A rev that is here already: the same text renews, another one is suspicious (rule 12)."""
    if incoming.data["rev"] < item.rev or item.state == ItemState.QUARANTINED:
        return Change.NOTHING
    if not _has_content(item):
        return Change.NOTHING
    if incoming.envelope.doc != item.doc:
        # Where a newer text waits, another one of the shown revision only comes late.
        is_late = incoming.data["rev"] < (item.waiting_rev or 0)
        return Change.NOTHING if is_late else _quarantine(item)
    if incoming.envelope.kid != item.kid:
        item.kid, item.sig, item.seq = incoming.envelope.kid, incoming.envelope.sig, None
    if not incoming.via and item.via:
        # From now on it is read at its origin.
        item.via, item.seq = "", None
    was_hidden = _bring_back(item)
    is_undecided = item.state == ItemState.PENDING and not item.reason
    is_trusted_now = is_undecided and trust == Trust.AUTOMATIC
    if is_trusted_now:
        item.state = ItemState.ACCEPTED
    if not was_hidden and not is_trusted_now:
        return Change.NOTHING
    item.seq = None
    return Change.ADDED if was_hidden else Change.CHANGED


def _apply_known_waiting_rev(item: Item, incoming: Incoming) -> Change:
    """A version that waits, or was rejected, is offered: that says nothing new, but that it is
    offered brings back an item that was hidden, with what waits."""
    if item.state == ItemState.QUARANTINED:
        return Change.NOTHING
    was_hidden = _bring_back(item)
    if incoming.data["rev"] == item.waiting_rev and not _is_known_waiting(item, incoming):
        return _quarantine(item)
    if not was_hidden:
        return Change.NOTHING
    item.seq = None
    return Change.ADDED


def _is_known_waiting(item: Item, incoming: Incoming) -> bool:
    if item.waiting_doc:
        return incoming.envelope.doc == item.waiting_doc
    return _was_rejected(item, incoming.data)


def _was_rejected(item: Item, data: dict[str, Any]) -> bool:
    """Whether a person has refused this text already."""
    digests = item.rejected_digests.split()
    return bool(digests) and text_digest(data) in digests


def _quarantine(item: Item) -> Change:
    """Which of two texts is meant only a newer revision can tell; until then none is shown."""
    refused = item.waiting_rev
    forget_waiting(item)
    # The rev stays known, so that the same version does not pass for a newer one.
    item.waiting_rev = refused
    item.state, item.seq = ItemState.QUARANTINED, None
    item.reason = _("Two different texts came with the same revision.")
    return Change.PARKED


def _bring_back(item: Item) -> bool:
    """Make a hidden item what it was; the caller saves. False where it was not hidden."""
    hidden, _mark, why = item.reason.partition(BEFORE_WHY)
    for state, reason in NOT_OFFERED.items():
        if item.state == ItemState.WITHDRAWN and hidden == reason:
            item.state, item.reason = state, why
            return True
    return False


def _has_content(item: Item) -> bool:
    """Whether the publisher has not withdrawn the item; a hidden one still has its text."""
    return not _says_nothing(item) and item.data["op"] == "upsert"


def _says_nothing(item: Item) -> bool:
    """Whether nothing has come of the document yet, or nothing is left of it but its name."""
    return not item.doc


def _needs_decision(item: Item, data: dict[str, Any]) -> bool:
    """Whether an update changes what was agreed to: the licence, or where it links to."""
    shown = item.data
    if shown.get("licence") != data.get("licence"):
        return True
    # The text of a publisher that has moved by a statement of its key is still that of the old
    # address; that it leads to the new one was proved (rule 22).
    has_moved = shown["origin"] != item.origin
    hosts = (urlsplit(shown["url"]).netloc, urlsplit(data["url"]).netloc)
    return hosts[0] != hosts[1] and not has_moved


def _put(item: Item, incoming: Incoming) -> None:
    put_document(item, incoming.envelope, incoming.data, incoming.via)


def _show(item: Item, incoming: Incoming, trust: str) -> None:
    automatic = trust == Trust.AUTOMATIC
    item.state = ItemState.ACCEPTED if automatic else ItemState.PENDING
    item.reason = ""
    _put(item, incoming)


def _ask(item: Item, incoming: Incoming, reason: str) -> None:
    """A person decides, also where the source is trusted; the reason says why."""
    item.state, item.reason = ItemState.PENDING, reason
    _put(item, incoming)


def _reject_again(item: Item, incoming: Incoming) -> Change:
    """What a person refused once is refused again, whatever its rev."""
    if item.state == ItemState.ACCEPTED and not _says_nothing(item):
        forget_waiting(item)
        item.waiting_rev = incoming.data["rev"]
    else:
        item.reason = item.reason if item.state == ItemState.REJECTED else ""
        item.state = ItemState.REJECTED
        _put(item, incoming)
    return Change.NOTHING
