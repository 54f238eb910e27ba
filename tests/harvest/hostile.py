"""An approved source that turns hostile: a server of raw sockets in the place of a publisher.

    with Attack() as attack:
        attack.feed = drip(b"HTTP/1.1 200 OK\\r\\n")
        attack.strike()
        attack.leaves_everything_as_it_was("did not arrive")

Beside it stands an honest neighbour that has news each time; it must get through.
"""

import json
from collections.abc import Mapping
from typing import Any

from omwagtail.catalogue.models import Edition, Item, Picture
from omwagtail.documents import b64url_encode, document_key
from omwagtail.harvest.approving import approve, propose
from omwagtail.harvest.harvesting import harvest, harvest_due
from omwagtail.harvest.models import Run, Source, SourceState, Trust
from tests.documents import factories
from tests.harvest.publisher import Publisher
from tests.transport.hostile import HostileServer, Route, answer

CHANGES = "/om/api/v1/changes/"
WELL_KNOWN = "/.well-known/omwagtail"
JSON = {"Content-Type": "application/json"}


def as_json(data: Any, headers: Mapping[str, str] = JSON) -> bytes:
    return answer(json.dumps(data).encode(), headers=headers)


def page_of(*entries: Any, next: Any = "later", more: Any = False) -> bytes:
    """A page of a feed with these raw entries."""
    return as_json({"entries": list(entries), "next": next, "more": more})


class ByPath(dict):
    """Routes that are found whatever the query is."""

    def get(self, path: str, default: Any = None) -> Any:
        return super().get(path, super().get(path.partition("?")[0], default))


class Attack:
    """A source that was approved and read while it was good, and the neighbour."""

    def __init__(self, *, trust: str = Trust.AUTOMATIC, **options: Any) -> None:
        self.server = HostileServer(**options)
        self.server.routes = ByPath()
        self.neighbour = Publisher(factories.OTHER_KEY)
        self._trust = trust
        self._news = 0

    def __enter__(self) -> "Attack":
        self.server.__enter__()
        self.neighbour.__enter__()
        self.source = self._approved()
        self.feed = page_of(self.entry("good", title="Gut"), next="start")
        assert harvest(self.source).error == ""
        self.before = Source.objects.get(pk=self.source.pk)
        self.rows = self._rows()
        self._second = approve(propose(self.neighbour.origin), trust=Trust.AUTOMATIC)
        return self

    def __exit__(self, *exception: object) -> None:
        self.neighbour.__exit__(*exception)
        self.server.__exit__(*exception)

    @property
    def origin(self) -> str:
        return self.server.url("")

    @property
    def feed(self) -> Route:
        return self.server.routes[CHANGES]

    @feed.setter
    def feed(self, route: Route) -> None:
        self.server.routes[CHANGES] = route

    def document(self, name: str = "bad", **changes: Any) -> dict[str, Any]:
        return factories.minimal_practice_example(
            origin=self.origin, id=factories.document_id(name), **changes
        )

    def entry(self, name: str = "bad", **changes: Any) -> dict[str, Any]:
        """A signed document of the source, as it stands in a feed."""
        return factories.entry(self.document(name, **changes), 1)

    def strike(self) -> Run:
        """Let the source and its neighbour be read; returns the source's run."""
        self._news += 1
        self.neighbour.publish(str(self._news), title=f"Neuigkeit {self._news}")
        Source.objects.update(due=self.before.created, not_before=None)
        runs = {run.source.origin: run for run in harvest_due()}
        assert runs[self.neighbour.origin].error == ""
        shown = Item.objects.visible().own(self.neighbour.origin)
        assert shown.filter(title=f"Neuigkeit {self._news}").exists()
        self.source.refresh_from_db()
        return runs[self.origin]

    def leaves_everything_as_it_was(self, reason: str) -> None:
        """The run failed with a reason in words; nothing of it was stored, the cursor stays."""
        run = self.strike()
        assert reason in run.error, run.error
        assert self.source.last_error == run.error
        assert (self.source.failures, self.source.state) == (1, SourceState.ACTIVE)
        assert self.source.cursor == self.before.cursor
        assert self.source.fence == self.before.fence + 1
        assert self.source.lease_until is None
        assert self._rows() == self.rows

    def parks(self, *entries: Any, reason: str = "") -> None:
        """Each of the entries is parked with a reason in words; one beside them is taken in."""
        self.feed = page_of(*entries, self.entry("beside", title="Daneben"))
        run = self.strike()
        assert (run.error, run.parked, run.added) == ("", len(entries), 1)
        parked = self.source.offers.exclude(reason="")
        assert parked.count() == len(entries)
        for offer in parked:
            assert reason in offer.reason, offer.reason
        self.shows("Gut", "Daneben")
        assert self.source.cursor == "later"

    def shows(self, *titles: str) -> None:
        """Exactly these documents of the source are to be seen."""
        shown = Item.objects.visible().own(self.origin)
        assert set(shown.values_list("title", flat=True)) == set(titles)

    def item(self, name: str = "bad") -> Item:
        return Item.objects.get(key=document_key(self.origin, factories.document_id(name)))

    def _approved(self) -> Source:
        """Made by hand: a source can be at an address that nobody could approve today."""
        key = factories.KEY
        return Source.objects.create(
            origin=self.origin,
            name="Böse",
            state=SourceState.ACTIVE,
            trust=self._trust,
            kid=key.kid,
            public_key=b64url_encode(key.public),
        )

    def _rows(self) -> list[Any]:
        """All that is known of the source and its documents."""
        items = Item.objects.own(self.origin).order_by("pk")
        return [
            list(items.values_list("key", "rev", "state", "title", "doc")),
            list(self.source.offers.order_by("pk").values_list("key", "rev", "state", "reason")),
            Edition.objects.count(),
            Picture.objects.count(),
        ]
