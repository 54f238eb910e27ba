"""A hub that is this package itself, on a database of its own, in the place of a simulated one.

Its harvest reads the publishers over HTTP, and what its feed says is made by its own views: so what
really is relayed meets what really takes it in. SQLite only: the connection's database is
exchanged for another one while the hub works.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client, override_settings

from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.relaying import settle_relaying
from omwagtail.catalogue.stamping import stamp_all
from omwagtail.harvest import approving
from omwagtail.harvest.deciding import accept_all
from omwagtail.harvest.exceptions import HarvestError
from omwagtail.harvest.harvesting import harvest
from omwagtail.harvest.models import Source, SourceState, Trust
from tests.harvest.histories.sites import Hub, Now, Publisher

CHANGES = "/om/api/v1/changes/"


class RealHub(Hub):
    """What it serves is prepared before it is asked: other threads have no way to its database."""

    def __init__(self, origin: str, now: Now, label: str) -> None:
        super().__init__(origin, now, label)
        self.key = signing_key()
        self._database = _copy_of(connection.connection)
        self._prepared: dict[str, dict[str, Any] | None] = {}
        self._description: dict[str, Any] = {}
        self.prepare("")

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Everything in here happens at the hub."""
        own = connection.connection
        connection.connection = self._database
        try:
            with override_settings(
                OMWAGTAIL={
                    "ORIGINS": {"localhost": self.origin},
                    "RELAY": True,
                    "DEMO_MODE": True,
                    "THROTTLE": None,
                }
            ):
                self._database.execute("BEGIN")
                yield
                self._database.execute("COMMIT")
        finally:
            connection.connection = own

    def read(self, publisher: Publisher) -> None:
        """Harvest a publisher, which is taken in as a trusted source."""
        with self.at_work():
            source = Source.objects.filter(origin=publisher.origin).first()
            try:
                source = source or approving.propose(publisher.origin)
                if source.state == SourceState.PROPOSED:
                    source = approving.approve(source, trust=Trust.AUTOMATIC)
            except HarvestError:
                return
            harvest(source)
            accept_all(source)
            settle_relaying()
            stamp_all()
            self.reads = {
                one.origin: one.kid for one in Source.objects.filter(state=SourceState.ACTIVE)
            }

    def stop_reading(self, origin: str) -> None:
        with self.at_work():
            for source in Source.objects.filter(origin=origin):
                approving.remove(source)
            self.reads.pop(origin, None)

    def prepare(self, cursor: str) -> None:
        """Let the feed say what it has to say to a reader at this cursor, and at the start."""
        self._prepared.clear()
        with self.at_work():
            self._description = self._get("/.well-known/omwagtail")
            for since in {cursor, ""}:
                self._follow(since)

    def _follow(self, since: str) -> None:
        while since not in self._prepared:
            query = {"limit": "2", **({"since": since} if since else {})}
            page = self._prepared[since] = self._get(CHANGES, **query)
            if page is None or not page["more"]:
                return
            since = page["next"]

    def _get(self, path: str, **query: str) -> dict[str, Any] | None:
        host = self.origin.partition("//")[2]
        answer = Client().get(path, query, headers={"host": host})
        return json.loads(answer.content) if answer.status_code == 200 else None

    def page(self, since: str) -> dict[str, Any] | None:
        if self.tricks:
            self.tricks.pop()
        return self._prepared.get(since)

    def describe(self) -> dict[str, Any]:
        return self._description

    def state(self) -> Any:
        return _copy_of(self._database)

    def backup(self) -> None:
        self.saved = self.state()

    def restore(self) -> None:
        if self.saved is not None:
            self._database = _copy_of(self.saved)

    def hide(self, number: int, *, silently: bool) -> None:
        """It is honest."""

    def forge(self, number: int) -> None:
        """It is honest."""


def _copy_of(database: Any) -> Any:
    """Another database in memory with the same content, with Django's functions."""
    parameters = connection.get_connection_params() | {"database": ":memory:", "uri": False}
    copy = connection.get_new_connection(parameters)
    copy.deserialize(database.serialize())
    return copy
