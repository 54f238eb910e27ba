"""What a person decides about a source: take it in, change what is wanted, pause it, remove it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from omwagtail.catalogue.models import Item
from omwagtail.catalogue.origins import own_origins
from omwagtail.catalogue.relaying import let_go
from omwagtail.harvest.exceptions import HarvestError
from omwagtail.harvest.models import READ_STATES, OfferState, Source, SourceState, Trust
from omwagtail.harvest.offers import end_missing
from omwagtail.harvest.reading import Discovery, check_source_origin, discover


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
    """Note the site behind an address as a proposed source. A known one is returned as it is."""
    found = look_up(address)
    source, _created = Source.objects.get_or_create(
        origin=found.origin, defaults={"name": found.name}
    )
    return source


def approve(source: Source, *, trust: str = Trust.REVIEW, kid: str | None = None) -> Source:
    """A person approves a source: its key of today is pinned, and a full pass begins.

    ``kid`` is the key id that the person has seen. Raises HarvestError where the site does not
    answer, or has another key by now.
    """
    found = discover(source.origin)
    if kid is not None and found.kid != kid:
        raise HarvestError(_("The site's key has changed meanwhile; please look at it again."))
    with transaction.atomic():
        source = Source.objects.select_for_update().get(pk=source.pk)
        source.kid, source.public_key = found.kid, found.public_key
        source.name = source.name or found.name
        source.state, source.trust = SourceState.ACTIVE, trust
        source.last_error, source.failures, source.not_before = "", 0, None
        begin_again(source)
        source.save()
    return source


@transaction.atomic
def change_source(source: Source, *, name: str, trust: str, wanted_types: Iterable[str]) -> Source:
    """Change what is wanted of a source; a full pass applies it to what is here (rule 15)."""
    source = Source.objects.select_for_update().get(pk=source.pk)
    wanted = sorted(wanted_types)
    if (trust, wanted) != (source.trust, sorted(source.wanted_types)):
        source.trust, source.wanted_types = trust, wanted
        begin_again(source)
    source.name = name
    source.save()
    return source


@transaction.atomic
def pause(source: Source) -> Source:
    """Take in nothing more from an active source; what it withdraws is still withdrawn here."""
    source = Source.objects.select_for_update().get(pk=source.pk)
    if source.state != SourceState.ACTIVE:
        raise HarvestError(_("Only an active source can be paused."))
    source.state = SourceState.PAUSED
    _shut_out(source)
    source.save()
    return source


@transaction.atomic
def resume(source: Source) -> Source:
    """Go on with a paused source: a full pass brings what was passed over."""
    source = Source.objects.select_for_update().get(pk=source.pk)
    if source.state != SourceState.PAUSED:
        raise HarvestError(_("Only a paused source can be resumed."))
    source.state = SourceState.ACTIVE
    begin_again(source)
    source.save()
    return source


@transaction.atomic
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


def begin_again(source: Source) -> None:
    """Forget the cursor and shut out whoever reads now; the caller saves (rule 15)."""
    source.cursor, source.pass_is_full, source.question = "", True, ""
    source.pass_number += 1
    source.due = timezone.now()
    _shut_out(source)


def _shut_out(source: Source) -> None:
    """What somebody reads now was asked for under other rules: it is not to be stored."""
    source.fence += 1
    source.lease_until, source.lease_holder = None, ""


@transaction.atomic
def remove(source: Source) -> int:
    """Remove a source with its items, but those that another source offers; returns how many."""
    source = Source.objects.select_for_update().get(pk=source.pk)
    others = Source.objects.exclude(pk=source.pk)
    offered = Item.objects.filter(offers__source__in=others, offers__state=OfferState.APPLIED)
    lost = Item.objects.filter(offers__source=source).exclude(pk__in=offered)
    # Locked, so that the stamper offers none of them in this moment.
    items = list(
        Item.objects.select_for_update().filter(pk__in=list(lost.values_list("pk", flat=True)))
    )
    source.delete()
    for item in items:
        let_go(item)
    return len(items)
