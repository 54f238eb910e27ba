"""Harvest's part of the site's health: numbers for all, reasons for its operators."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from omwagtail.catalogue.models import Item, ItemState, Picture
from omwagtail.harvest.health import STATUSES, Offered, offered_by, reason_of, status_of
from omwagtail.harvest.models import READ_STATES, JoinRequest, Source
from omwagtail.harvest.scheduling import SHARE_OF_FAILURES, SOURCES_TO_COMPARE
from omwagtail.health import Finding, Level, Note, Probe, register

# What a source does not do for so long needs a person; sooner it mostly mends itself.
FAILS_TOO_LONG = timedelta(days=1)
# What waits for a person may wait so long.
WAITS_TOO_LONG = timedelta(days=7)
# Statuses of which a person hears at once.
NEEDS_A_PERSON = ("stopped", "asks", "late")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A source with its status and the reason for it."""

    source: Source
    status: str
    reason: str
    is_bad: bool


def look() -> Finding:
    """Sources by status, what waits for a person, bad entries, pictures that are missing."""
    now, seen, offered = timezone.now(), [], offered_by(Q())
    for source in Source.objects.defer("cursor", "public_key"):
        found = offered.get(source.pk, Offered())
        status = status_of(source, now, found)
        reason = reason_of(source, status, found)
        seen.append(Seen(source=source, status=status, reason=reason, is_bad=found.is_bad))
    seen.sort(key=lambda one: STATUSES.index(one.status))
    waiting = _waiting(now)
    statuses = Counter(one.status for one in seen)
    return Finding(
        numbers={
            "sources": {status: statuses[status] for status in sorted(STATUSES)},
            "bad_entries": sum(one.parked for one in offered.values()),
            **{name: number for name, (number, _old) in waiting.items()},
            "pictures_missing": Picture.objects.filter(digest="", due__isnull=False).count(),
        },
        notes=(*_notes_on_all(seen), *_notes_on_waiting(waiting), *_notes_on_each(seen, now)),
    )


def _waiting(now: datetime) -> dict[str, tuple[int, int]]:
    """What waits for a person: how many, and how many of them for too long."""
    new = Item.objects.filter(state__in=(ItemState.PENDING, ItemState.QUARANTINED))
    # Named by what it is not: SQLite would else take the index of the state, with all documents.
    newer = Item.objects.filter(waiting_doc__gt="").exclude(
        state__in=[state for state in ItemState if state != ItemState.ACCEPTED]
    )
    asked, long_ago = JoinRequest.objects.all(), now - WAITS_TOO_LONG
    return {
        "documents_waiting": (new.count(), new.filter(created__lt=long_ago).count()),
        # Since when a version waits is not written down.
        "versions_waiting": (newer.count(), 0),
        "requests_waiting": (asked.count(), asked.filter(received__lt=long_ago).count()),
    }


def _notes_on_all(seen: list[Seen]) -> list[Note]:
    """Where so many sources have the same trouble that it is this site's."""
    read = [one for one in seen if one.source.state in READ_STATES]
    failing = [one for one in read if one.status == "failing" and one.source.last_error]
    late = [one for one in read if one.status == "late"]
    notes = []
    if len(late) > SHARE_OF_FAILURES * len(read):
        sentence = _("%(count)s of %(total)s sources are late: there are too few workers, or none.")
        notes.append(_too_many(sentence, late, read))
    if len(read) >= SOURCES_TO_COMPARE and len(failing) > SHARE_OF_FAILURES * len(read):
        sentence = _(
            "%(count)s of %(total)s sources cannot be read: the fault is probably on this side."
        )
        notes.append(_too_many(sentence, failing, read))
    return notes


def _too_many(sentence: str, some: list[Any], all_of_them: list[Any]) -> Note:
    counts = {"count": len(some), "total": len(all_of_them)}
    return Note(sentence=sentence % counts, level=Level.FAILING)


def _notes_on_waiting(waiting: dict[str, tuple[int, int]]) -> list[Note]:
    notes = []
    if old := waiting["documents_waiting"][1]:
        sentence = ngettext(
            "%(count)s document has waited for a decision for more than a week.",
            "%(count)s documents have waited for a decision for more than a week.",
            old,
        )
        notes.append(Note(sentence=sentence % {"count": old}))
    if old := waiting["requests_waiting"][1]:
        sentence = ngettext(
            "%(count)s site has waited for more than a week to be taken in.",
            "%(count)s sites have waited for more than a week to be taken in.",
            old,
        )
        notes.append(Note(sentence=sentence % {"count": old}))
    return notes


def _notes_on_each(seen: list[Seen], now: datetime) -> list[Note]:
    return [
        Note(sentence=f"{one.source.origin}: {one.reason}", level=_level_of(one, now))
        for one in seen
        if one.reason
    ]


def _level_of(one: Seen, now: datetime) -> Level:
    if one.status in NEEDS_A_PERSON:
        return Level.DEGRADED
    if one.status != "failing":
        return Level.OK
    since = one.source.last_success or one.source.created
    return Level.DEGRADED if one.is_bad or now - since > FAILS_TOO_LONG else Level.OK


def register_probe() -> None:
    register(Probe(name="harvest", look=look, order=30))
