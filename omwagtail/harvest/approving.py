"""What a person decides about a source: take it in, change what is wanted, pause it, remove it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from omwagtail.catalogue.models import Item
from omwagtail.catalogue.origins import own_origins
from omwagtail.catalogue.relaying import let_go
from omwagtail.harvest.exceptions import HarvestError
from omwagtail.harvest.forgetting import forget_reasons
from omwagtail.harvest.leases import begin_again, lock_with_relays, shut_out
from omwagtail.harvest.models import (
    READ_STATES,
    JoinRequest,
    Offer,
    OfferState,
    Source,
    SourceState,
    Trust,
)
from omwagtail.harvest.offers import end_missing
from omwagtail.harvest.patience import patient
from omwagtail.harvest.reading import Discovery, check_source_origin, discover
from omwagtail.harvest.succession import forget_successor, move_source, predecessor_of

# Items of a source that goes, which are removed together.
ITEMS_AT_ONCE = 200
# What, when it changes, is applied to all that a source offers.
WISHES = (
    "trust",
    "trust_by_type",
    "takes_relayed",
    "wanted_types",
    "wanted_topics",
    "wanted_regions",
)


def look_up(address: str) -> Discovery:
    """What the site behind an address says of itself; nothing is stored.

    Raises HarvestError, in a sentence, for an address that is none, this site itself, or a site
    that does not answer as one of ours.
    """
    origin = check_source_origin(address)
    if origin in own_origins():
        raise HarvestError(_("This site cannot be a source of itself."))
    return discover(origin)


def propose(address: str) -> Source:
    """Note the site behind an address as a proposed source. A known one is returned as it is, and
    one that has moved to this address by a statement of its old key is read here from now on."""
    found = look_up(address)
    former = predecessor_of(found)
    if former is not None:
        return move_source(former, found)
    source, _created = Source.objects.get_or_create(
        origin=found.origin, defaults={"name": found.name}
    )
    return source


def approve(
    source: Source,
    *,
    trust: str = Trust.REVIEW,
    kid: str | None = None,
    takes_relayed: bool | None = None,
) -> Source:
    """A person approves a source: its key of today is pinned, and a full pass begins.

    ``takes_relayed`` says whether documents of other origins that it passes on are taken in too;
    without it that stays as it was. ``kid`` is the key id that the person has seen. Raises
    HarvestError where the site does not answer, or has another key by now.
    """
    found = discover(source.origin)
    if kid is not None and found.kid != kid:
        raise HarvestError(_("The site's key has changed meanwhile; please look at it again."))
    return _activate(source, found, trust, takes_relayed)


@patient
def _activate(source: Source, found: Discovery, trust: str, takes_relayed: bool | None) -> Source:
    source, relays = lock_with_relays(source)
    if source.origin != found.origin:
        raise HarvestError(_("Another worker took the source over, or somebody changed it."))
    source.kid, source.public_key = found.kid, found.public_key
    source.name = source.name or found.name
    source.state, source.trust = SourceState.ACTIVE, trust
    if takes_relayed is not None:
        source.takes_relayed = takes_relayed
    source.last_error, source.failures, source.not_before = "", 0, None
    source.begin_again()
    source.save()
    if not source.takes_relayed:
        _forget_relayed(source)
    JoinRequest.objects.filter(origin=source.origin).delete()
    forget_successor(source.origin)
    begin_again(relays)
    return source


@patient
def change_source(source: Source, **changes: Any) -> Source:
    """Change what is wanted of a source; a full pass applies it to what is here (rule 15). What it
    passed on goes at once when it may do so no longer: nobody would tell if it is withdrawn.

    ``changes`` are any of name, trust, trust_by_type, takes_relayed, wanted_types, wanted_topics
    and wanted_regions, with the columns' own shapes.
    """
    source = Source.objects.select_for_update().get(pk=source.pk)
    before = {name: _comparable(getattr(source, name)) for name in WISHES}
    for name, value in changes.items():
        if name not in ("name", *WISHES):
            raise TypeError(f"{name} is not to be changed")
        setattr(source, name, value)
    if before != {name: _comparable(getattr(source, name)) for name in WISHES}:
        source.begin_again()
    source.save()
    if before["takes_relayed"] and not source.takes_relayed:
        _forget_relayed(source)
    return source


def _forget_relayed(source: Source) -> None:
    relayed = source.offers.exclude(origin=source.origin)
    lost = Item.objects.filter(pk__in=relayed.values("item"))
    lost = _ids(lost.exclude(pk__in=_offered_by_others(source).values("pk")))
    relayed.delete()
    _let_go(lost)


def _comparable(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


@patient
def block(source: Source) -> int:
    """Take in nothing of this origin any more, from nobody; what is here goes. Returns how many
    items went."""
    source, relays = lock_with_relays(source)
    source.state, source.question = SourceState.BLOCKED, ""
    source.save(update_fields=["state", "question"])
    shut_out([source, *relays])
    lost = Item.objects.filter(Q(offers__source=source) | Q(origin=source.origin))
    offered = _offered_by_others(source).exclude(origin=source.origin)
    lost = _ids(lost.exclude(pk__in=offered.values("pk")))
    Offer.objects.filter(Q(source=source) | Q(origin=source.origin)).delete()
    return _let_go(lost)


@patient
def pause(source: Source) -> Source:
    """Take in nothing more from an active source; what it withdraws is still withdrawn here."""
    source = Source.objects.select_for_update().get(pk=source.pk)
    if source.state != SourceState.ACTIVE:
        raise HarvestError(_("Only an active source can be paused."))
    source.state = SourceState.PAUSED
    source.shut_out()
    source.save()
    return source


@patient
def resume(source: Source) -> Source:
    """Go on with a paused source: a full pass brings what was passed over."""
    source = Source.objects.select_for_update().get(pk=source.pk)
    if source.state != SourceState.PAUSED:
        raise HarvestError(_("Only a paused source can be resumed."))
    source.state = SourceState.ACTIVE
    source.begin_again()
    source.save()
    return source


@patient
def end_missing_offers(source: Source) -> int:
    """A person confirms that what the last full pass did not bring may go (rule 13).

    Returns how many items were hidden.
    """
    source = Source.objects.select_for_update().get(pk=source.pk)
    if not source.question or source.pass_is_full or source.state not in READ_STATES:
        raise HarvestError(_("There is nothing to confirm any more."))
    ended = end_missing(source)
    source.question = ""
    source.save(update_fields=["question"])
    return ended


@patient
def remove(source: Source) -> int:
    """Remove a source with its items, but those that another source offers; returns how many."""
    source, relays = lock_with_relays(source)
    begin_again(relays)
    lost = Item.objects.filter(offers__source=source)
    lost = _ids(lost.exclude(pk__in=_offered_by_others(source).values("pk")))
    source.delete()
    return _let_go(lost)


def _ids(items: QuerySet[Item]) -> list[int]:
    return sorted(set(items.filter(object_id__isnull=True).values_list("pk", flat=True)))


def _let_go(pks: list[int]) -> int:
    """Some at a time: a large source has tens of thousands, and each holds a whole document."""
    for start in range(0, len(pks), ITEMS_AT_ONCE):
        some = Item.objects.filter(pk__in=pks[start : start + ITEMS_AT_ONCE]).order_by("pk")
        # Locked, so that the stamper offers none of them in this moment.
        items = list(some.select_for_update())
        forget_reasons([item.key for item in items])
        let_go(items)
    return len(pks)


def _offered_by_others(source: Source) -> QuerySet[Item]:
    others = Source.objects.exclude(pk=source.pk)
    return Item.objects.filter(offers__source__in=others, offers__state=OfferState.APPLIED)
