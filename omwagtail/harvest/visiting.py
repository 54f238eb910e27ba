"""One visit to a source, by whoever holds its lease: pages are read and stored until there are no
more, or the time slice is over."""

import logging
import time
from contextlib import suppress
from dataclasses import fields
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from omwagtail.harvest.applying import Counts, apply_page
from omwagtail.harvest.exceptions import (
    CursorExpired,
    FeedStuck,
    HarvestError,
    LeaseLost,
    SourceMoved,
    SourceStopped,
)
from omwagtail.harvest.keyring import pin_due
from omwagtail.harvest.leases import Lease
from omwagtail.harvest.models import Run, Source
from omwagtail.harvest.offers import FULL_PASS
from omwagtail.harvest.plain_errors import in_plain_words
from omwagtail.harvest.reading import (
    ChangesPage,
    Discovery,
    check_source_origin,
    discover,
    read_changes,
)
from omwagtail.harvest.retrying import retry_parked
from omwagtail.harvest.scheduling import SLACK
from omwagtail.harvest.succession import key_after, move_source

logger = logging.getLogger("omwagtail.harvest")

# A feed may have rows that are just being numbered; that takes it some milliseconds.
READS_OF_A_STUCK_PAGE, PAUSE_BETWEEN = 3, 0.4
# Addresses that a site may have had since it was read last.
MOVES_IN_A_ROW = 4
# Seconds after a page in which publishers that a relay made known are asked for their keys.
SECONDS_FOR_KEYS = 5


def visit(source: Source, lease: Lease, run: Run, time_slice: float) -> bool:
    """Read pages until nothing is left (True) or the time slice is over (False).

    Raises HarvestError, its subclasses SourceStopped and LeaseLost among them. What was stored
    until then stays stored.
    """
    if source.cursor and not source.pass_is_full and _is_full_pass_due(source):
        _begin_full_pass(source, lease)
    deadline = time.monotonic() + time_slice
    cursor = source.cursor
    brought: set[int] = set()
    was_given_up = False
    while True:
        try:
            page = _read_page(source.origin, cursor)
        except CursorExpired:
            if not cursor or was_given_up:
                raise
            # What was brought before comes again, once.
            cursor, was_given_up = "", True
            brought.clear()
            _begin_full_pass(source, lease)
            continue
        except SourceMoved as error:
            _follow(source, error)
            return False
        _check_for_circle(page, brought)
        _check_key(source, lease, page)
        if not _says_nothing(source, page):
            _count(run, apply_page(lease, page))
            _settle_keys(source, run)
        if not page.more:
            return True
        if time.monotonic() > deadline:
            return False
        cursor = page.next


def _says_nothing(source: Source, page: ChangesPage) -> bool:
    """Nothing to store: the round costs no more than asking."""
    is_idle = not page.entries and not page.more and page.next == source.cursor
    return is_idle and not source.pass_is_full


def _check_for_circle(page: ChangesPage, brought: set[int]) -> None:
    """Raise FeedStuck where a page promises more and repeats what this visit has seen, and no more:
    such a feed would be read for ever. An honest one brings each document once, unless it changes
    meanwhile.
    """
    marks = {_mark(entry) for entry in page.entries}
    if page.more and marks and marks <= brought:
        raise FeedStuck(_("The feed goes round in a circle: it brings the same again and again."))
    brought |= marks


def _mark(entry: Any) -> int:
    text = entry.get("doc") if isinstance(entry, dict) else None
    return hash(text if isinstance(text, str) else repr(entry))


def _settle_keys(source: Source, run: Run) -> None:
    """A relay's documents whose publishers were not known yet: ask these for their keys now, and
    take in what was parked for want of them."""
    if source.takes_relayed and run.parked and pin_due(seconds=SECONDS_FOR_KEYS):
        taken_in = retry_parked(source=source)
        run.added += taken_in
        run.parked = max(0, run.parked - taken_in)


def _read_page(origin: str, cursor: str) -> ChangesPage:
    for _attempt in range(READS_OF_A_STUCK_PAGE - 1):
        try:
            return read_changes(origin, cursor)
        except FeedStuck:
            time.sleep(PAUSE_BETWEEN)
    return read_changes(origin, cursor)


def _check_key(source: Source, lease: Lease, page: ChangesPage) -> None:
    """Raise SourceStopped where the source has another key than the one that was approved, unless
    that one says so itself (rule 22).

    An entry under a strange key alone does not prove that: it is parked, like any bad entry.
    """
    kids = [
        entry.get("kid")
        for entry in page.entries
        if isinstance(entry, dict) and entry.get("via") is None
    ]
    if all(kid in (None, source.kid) for kid in kids):
        return
    found = discover(source.origin)
    if found.kid == source.kid:
        return
    if key_after(source, found) is None:
        raise SourceStopped(
            _(
                "The source signs with another key than the one that was approved. "
                "Compare the new key with its operator, then approve the source again."
            )
        )
    _write_source(source, lease, kid=found.kid, public_key=found.public_key)
    logger.warning("%s has a new key, by a statement of its old one", source.origin)


def _follow(source: Source, moved: SourceMoved) -> None:
    """The source leads to another address: it is read there, if its old key says so (rule 22)."""
    try:
        found = _discover_at_the_end(moved)
    except HarvestError as error:
        raise HarvestError(
            _("The site leads to another site, %(origin)s, and there: %(reason)s")
            % {"origin": moved.origin, "reason": in_plain_words(str(error))}
        ) from error
    if key_after(source, found) is None:
        raise HarvestError(
            _(
                "The site leads to %(origin)s, but no statement of its key says that it has moved. "
                "Ask its operator, and add that address as a new source."
            )
            % {"origin": moved.origin}
        )
    # This lease ends with it: the next turn reads the new address from its start.
    move_source(source, found)


def _discover_at_the_end(moved: SourceMoved) -> Discovery:
    """What the site says that a former address leads to, over others that it had meanwhile."""
    for _step in range(MOVES_IN_A_ROW):
        try:
            return discover(check_source_origin(moved.origin))
        except SourceMoved as further:
            moved = further
    raise moved


def _is_full_pass_due(source: Source) -> bool:
    now, due = timezone.now(), source.full_pass_due
    # A moment that is further away than a week was written by a clock that went wrong.
    return due is not None and not now < due <= now + FULL_PASS + SLACK


def _begin_full_pass(source: Source, lease: Lease) -> None:
    """From the start again; what was offered until now belongs to the pass before (rule 13)."""
    number = F("pass_number") + 1
    _write_source(
        source, lease, cursor="", pass_is_full=True, pass_number=number, full_pass_due=None
    )


def _write_source(source: Source, lease: Lease, **columns: Any) -> None:
    """Change the source's row, for the lease's holder only."""
    if not Source.objects.filter(pk=source.pk, fence=lease.fence).update(**columns):
        raise LeaseLost(_("Another worker took the source over, or somebody changed it."))
    source.refresh_from_db()


def _count(run: Run, counts: Counts) -> None:
    run.pages += 1
    for column in fields(Counts):
        setattr(run, column.name, getattr(run, column.name) + getattr(counts, column.name))
    note(run)


def note(run: Run) -> None:
    """Write the run's row, if it has something to say and its source is still there."""
    if run.pk is None:
        if run.entries or run.error:
            with suppress(IntegrityError), transaction.atomic():
                run.save()
        return
    columns = ["finished", "pages", "error", *(column.name for column in fields(Counts))]
    Run.objects.filter(pk=run.pk).update(**{name: getattr(run, name) for name in columns})
