"""Two publishers, two hubs that relay them, and this site, which reads all of them.

The publishers and hubs are simulated; this site is the real thing: it reads them over HTTP and
keeps what it hears in its database. The rules hear the same pages and say what is to be seen.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from django.db import connection, transaction
from django.utils import timezone

from omwagtail.catalogue.models import Item, ItemTerm
from omwagtail.documents import document_key
from omwagtail.harvest import approving
from omwagtail.harvest import models as tables
from omwagtail.harvest.deciding import accept, reject, rev_to_decide, waiting_items
from omwagtail.harvest.exceptions import DecisionRefused, HarvestError
from omwagtail.harvest.harvesting import harvest
from omwagtail.work import jobs
from tests.harvest.histories import rules
from tests.harvest.histories.seen import WISHES, Errors, named
from tests.harvest.histories.sites import NAMES, REASONS, Hub, Publisher, follows
from tests.harvest.histories.web import SUBSCRIBER, Web

YEAR, DAY, MINUTE = timedelta(days=365), timedelta(days=1), timedelta(minutes=1)
TRICKS = ("cut", "again", "twice", "backwards")


class Crash(BaseException):
    """The process ends here."""


class World:
    """Play steps with ``play``, then ask ``check``."""

    def __init__(self, web: Web, first_hub: type[Hub] = Hub) -> None:
        self.time = timezone.now().replace(microsecond=0)
        self.ahead: set[str] = set()
        self.rules = rules.Subscriber(SUBSCRIBER)
        self.web = web
        a, b, h1, h2 = web.origins[:4]
        self.publishers = [
            Publisher(a, lambda: self.clock_of("A"), "A"),
            Publisher(b, lambda: self.clock_of("B"), "B"),
        ]
        self.hubs = [
            first_hub(h1, lambda: self.clock_of("H1"), "H1"),
            Hub(h2, lambda: self.clock_of("H2"), "H2"),
        ]
        self.sites: list[Publisher] = [*self.publishers, *self.hubs]
        # Where publishers move to, and the sites that they have left.
        self.free = list(web.origins[4:])
        self.former: list[Publisher] = []
        web.sites = {site.origin: site for site in self.sites}
        self.errors = Errors()

    @contextmanager
    def begin(self, direct: int = 0) -> Iterator["World"]:
        """Both hubs are sources, and so many of the publishers. Whatever is played within leaves
        nothing in the database."""
        logger = logging.getLogger("omwagtail")
        logger.addHandler(self.errors)
        try:
            with transaction.atomic(), patch.object(timezone, "now", lambda: self.clock_of("S")):
                for number, hub in enumerate(self.hubs):
                    self.do_source(2 + number)
                    for publisher in self.publishers:
                        hub.read(publisher)
                for number in range(direct):
                    self.do_source(number)
                self.listen()
                yield self
                transaction.set_rollback(True)
        finally:
            logger.removeHandler(self.errors)

    def clock_of(self, label: str) -> datetime:
        return self.time + (YEAR if label in self.ahead else timedelta())

    def play(self, step: str, *numbers: int) -> None:
        getattr(self, f"do_{step}")(*numbers)
        self.listen()
        self.time += MINUTE

    # What publishers do.

    def do_publish(self, site: int, name: int, variant: int) -> None:
        self.publishers[site].publish(NAMES[name], variant)

    def do_take_back(self, site: int, name: int, reason: int) -> None:
        self.publishers[site].take_back(NAMES[name], REASONS[reason])

    def do_equivocate(self, site: int, name: int) -> None:
        """Another text under the same revision."""
        publisher = self.publishers[site]
        known = publisher.documents.get(NAMES[name])
        if known and known["op"] == "upsert":
            publisher.documents[NAMES[name]] = {**known, "title": "doppelt"}
            publisher.offer(NAMES[name])

    def do_rotate(self, site: int, with_succession: int) -> None:
        self.publishers[site].rotate(with_succession=bool(with_succession))

    def do_move(self, site: int, with_new_key: int) -> None:
        """A publisher gets another address, and its old key says so (rule 22)."""
        old = self.publishers[site]
        if self.free and not self.is_shut_out(old.origin):
            new = old.move(self.free.pop(), with_new_key=bool(with_new_key))
            self.former.append(old)
            self.publishers[site] = self.sites[site] = new
            self.web.sites[new.origin] = new

    def is_shut_out(self, origin: str) -> bool:
        """Blocked, or a person must look: what then counts of another address no rule says."""
        source = self.rules.sources.get(origin)
        return source is not None and source.state in (rules.BLOCKED, rules.STOPPED)

    # What happens to sites.

    def do_backup(self, site: int) -> None:
        self.sites[site].backup()

    def do_restore(self, site: int) -> None:
        self.sites[site].restore()

    def do_clock(self, site: int) -> None:
        """A clock is a year ahead, or right again."""
        self.ahead ^= {("A", "B", "H1", "H2", "S")[site]}

    def do_down(self, site: int) -> None:
        self.sites[site].is_down = not self.sites[site].is_down

    # What hubs do.

    def do_hub_read(self, hub: int, site: int) -> None:
        self.hubs[hub].read(self.publishers[site])

    def do_hub_stop(self, hub: int, site: int) -> None:
        self.hubs[hub].stop_reading(self.publishers[site].origin)

    def do_hide(self, hub: int, number: int, silently: int) -> None:
        self.hubs[hub].hide(number, silently=bool(silently))

    def do_forge(self, hub: int, number: int) -> None:
        self.hubs[hub].forge(number)

    # What this site does.

    def source(self, site: int) -> tables.Source | None:
        return tables.Source.objects.filter(origin=self.sites[site].origin).first()

    def do_read(self, site: int) -> None:
        if source := self.source(site):
            self.sites[site].prepare(source.cursor)
            harvest(source)

    def do_flow(self, trick: int) -> None:
        """Everybody reads what there is, this site perhaps over a bad line."""
        for site in self.sites:
            site.tricks = [*TRICKS, ""][trick:][:1]
        for hub in self.hubs:
            for publisher in self.publishers:
                hub.read(publisher)
        for site in range(4):
            self.do_read(site)
            self.listen()

    def do_crash(self, site: int, statement: int) -> None:
        """This site ends at some statement of a harvest, and begins again."""
        left = [statement]

        def count(execute, *arguments):
            left[0] -= 1
            if left[0] == 0:
                raise Crash
            return execute(*arguments)

        source = self.source(site)
        if source is None:
            return
        self.sites[site].prepare(source.cursor)
        try:
            with connection.execute_wrapper(count):
                harvest(source)
        except Crash:
            # Until the lease has run out.
            self.time += 3 * MINUTE

    def do_trick(self, site: int, trick: int) -> None:
        self.sites[site].tricks = [TRICKS[trick]]
        self.do_read(site)

    def do_work(self) -> None:
        """A turn of the periodic work on the next day."""
        self.time += DAY + 60 * MINUTE
        for number, site in enumerate(self.sites):
            source = self.source(number)
            site.prepare(source.cursor if source else "")
        for job in jobs():
            if job.run.__module__.startswith("omwagtail.harvest"):
                job.run()
                self.listen()
        self.rules.retry()

    def do_decide(self, number: int, accepts: int) -> None:
        known = sorted(self.rules.documents)
        if not known:
            return
        identity = known[number % len(known)]
        item = Item.objects.filter(key=document_key(*identity)).first()
        if item is None:
            return
        try:
            (accept if accepts else reject)(item)
        except DecisionRefused:
            return
        (self.rules.accept if accepts else self.rules.reject)(identity)

    def do_source(self, site: int) -> None:
        """A source is removed, or (again) taken in."""
        known = self.source(site)
        origin = self.sites[site].origin
        if known is not None and known.state in ("active", "paused"):
            approving.remove(known)
            self.rules.remove(self.rules.sources[origin])
            return
        try:
            known = known or approving.propose(origin)
            # It may be one that is known at another address.
            self.follow_moves(of_sources=True)
            source = approving.approve(known, trust=known.trust if known.kid else "automatic")
            if site >= 2:
                source = approving.change_source(source, takes_relayed=True)
        except HarvestError:
            # It does not answer; what was proposed is nothing yet.
            tables.Source.objects.filter(origin=origin, state="proposed").delete()
            return
        ruled = self.rules.sources.setdefault(origin, rules.Source(origin, self.sites[site].key))
        ruled.key, ruled.state = self.sites[site].key, rules.ACTIVE
        ruled.takes_relayed = ruled.takes_relayed or site >= 2

    def do_wish(self, site: int, which: int) -> None:
        column, name, *values = WISHES[which]
        if source := self.source(site):
            value = values[getattr(source, column) == values[0]]
            approving.change_source(source, **{column: value})
            ruled = self.rules.sources[source.origin]
            if name == "takes_relayed" and not value:
                self.rules.stop_relaying(ruled)
            setattr(ruled, name, value)

    def do_pause(self, site: int) -> None:
        source = self.source(site)
        if source is not None and source.state in ("active", "paused"):
            is_active = source.state == "active"
            (approving.pause if is_active else approving.resume)(source)
            ruled = self.rules.sources[source.origin]
            ruled.state = rules.PAUSED if is_active else rules.ACTIVE

    def do_block(self, site: int) -> None:
        if source := self.source(site):
            approving.block(source)
            self.rules.block(self.rules.sources[source.origin])

    def do_confirm(self, site: int) -> None:
        if source := self.source(site):
            try:
                approving.end_missing_offers(source)
            except HarvestError:
                return
            self.rules.end_missing(self.rules.sources[source.origin])

    # The rules hear what this site heard.

    def listen(self) -> None:
        """Tell the rules which keys were pinned and which pages were stored.

        A page was stored if this site asked for what comes behind it, or would do so next.
        """
        self.follow_moves(of_sources=True)
        sources = {source.origin: source for source in tables.Source.objects.all()}
        for site in self.sites:
            served, site.served = site.served, []
            ruled, source = self.rules.sources.get(site.origin), sources.get(site.origin)
            if ruled is None or source is None:
                continue
            self.follow_key(site, ruled, source)
            asked = [since for since, _ in served]
            stored = [
                page is not None
                and (page["next"] in asked[n + 1 :] or page["next"] == source.cursor)
                for n, (_, page) in enumerate(served)
            ]
            for (since, page), is_stored in zip(served, stored, strict=True):
                if is_stored:
                    self.rules.hear_page(ruled, since, page)
        # What relays say is tried again when the key of its publisher is known.
        has_moved = self.follow_moves(of_sources=False)
        if self.pin_keys() or has_moved:
            self.rules.retry()

    def pin_keys(self) -> bool:
        has_new_key = False
        for relayed in tables.RelayedOrigin.objects.exclude(kid="").filter(successor=""):
            pinned = self.rules.pins.get(relayed.origin)
            if pinned is None or pinned.kid != relayed.kid:
                publisher = self.publisher(relayed.origin)
                assert publisher.key.kid == relayed.kid
                assert pinned is None or follows(publisher, pinned.kid), "a key without succession"
                self.rules.pins[relayed.origin] = publisher.key
                has_new_key = True
        return has_new_key

    def follow_moves(self, *, of_sources: bool) -> bool:
        """A publisher is known at its new address, as its old key said. Returns whether one is."""
        has_moved = False
        for left in tables.RelayedOrigin.objects.exclude(successor=""):
            if left.origin in self.rules.moved:
                # On from there by another statement, perhaps.
                self.rules.moved[left.origin] = left.successor
            else:
                source = self.rules.sources.get(left.origin)
                if bool(source) != of_sources:
                    continue
                pinned = source.key if source else self.rules.pins[left.origin]
                new = self.publisher(left.successor)
                assert new.is_successor_of(left.origin, pinned.kid), "moved without a statement"
                self.rules.move(left.origin, left.successor)
                has_moved = True
                if source:
                    source.key = new.key
        return has_moved

    def follow_key(self, site: Publisher, ruled: rules.Source, source: tables.Source) -> None:
        if source.kid != ruled.key.kid:
            assert source.kid == site.key.kid
            assert follows(site, ruled.key.kid), "a key without succession was followed"
            ruled.key = site.key
        if source.state != ruled.state:
            assert source.state == rules.STOPPED
            assert not follows(site, ruled.key.kid), "a succession was not followed"
            ruled.state = rules.STOPPED

    def publisher(self, origin: str) -> Publisher:
        return next(site for site in (*self.sites, *self.former) if site.origin == origin)

    def at(self, origin: str) -> Publisher:
        """Whom one reaches there, perhaps by being led on."""
        site = self.publisher(origin)
        return self.at(site.moved_to) if site.moved_to else site

    # What is to be seen in the end.

    def calm_down(self) -> None:
        """Everything can be reached, every feed is read to its end, the weekly work is done."""
        self.ahead.clear()
        for site in (*self.sites, *self.former):
            site.is_down, site.tricks = False, []
        for _ in range(3):
            for hub in self.hubs:
                for origin in list(hub.reads):
                    hub.read(self.at(origin))
            self.time += 7 * DAY
            self.do_work()

    def check(self) -> None:
        self.calm_down()
        shown = {(item.origin, item.urn): item.doc for item in Item.objects.visible()}
        assert self.named(shown) == self.named(self.rules.shown(self.clock_of("S")))
        queue = {
            (item.origin, item.urn): rev_to_decide(item)
            for item in waiting_items()
            if item.state != "quarantined"
        }
        assert self.named(queue) == self.named(self.rules.queue())
        self.check_sources()
        self.check_truth(shown)
        assert not self.errors.found

    def named(self, found: dict[tuple[str, str], object]) -> dict[str, object]:
        return named(found, (*self.sites, *self.former))

    def check_sources(self) -> None:
        for source in tables.Source.objects.all():
            site = self.at(source.origin)
            if site.origin != source.origin:
                assert not site.is_successor_of(source.origin, source.kid), "it was not followed"
                continue
            is_current = source.kid == site.key.kid
            if source.state in ("active", "paused"):
                assert is_current or not site.rows, "a changed key was not noticed"
            assert source.lease_until is None

    def check_truth(self, shown: dict[tuple[str, str], str]) -> None:
        """What holds whatever was heard and decided."""
        for (origin, urn), doc in shown.items():
            publisher = self.publisher(origin)
            assert doc in publisher.texts, "a text that nobody published"
            direct = self.rules.sources.get(origin)
            assert direct is None or direct.state != rules.BLOCKED
            is_read = direct is not None and direct.state in (rules.ACTIVE, rules.PAUSED)
            if is_read and not publisher.moved_to:
                said = [one["op"] for one in publisher.documents.values() if one["id"] == urn]
                # A publisher that was restored may know nothing of it.
                assert said in ([], ["upsert"]), "what its publisher took back is shown"
        left = ItemTerm.objects.exclude(item__state__in=("accepted", "pending"))
        assert not left.exists()
