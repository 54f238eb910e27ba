"""Many processes of one site work on the same sources and documents: nobody's work is lost, and
nobody sees an error.

On SQLite a file with WAL and IMMEDIATE transactions; on PostgreSQL with transactions that wait for
each other in a circle. OMWAGTAIL_TEST_TURNS is how often each process does its work.
"""

import os
import threading
from collections.abc import Iterator

import pytest
from django.db import connection

from tests.documents import factories
from tests.harvest.children import database_for_children
from tests.harvest.forks import Forks
from tests.harvest.publisher import Publisher

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WORKERS = 8
TURNS = int(os.environ.get("OMWAGTAIL_TEST_TURNS", "3"))
NAMES = [f"blatt {number}" for number in range(20)]
TAKEN_BACK = NAMES[:3]
# Requests between two changes.
READERS = 2
EDITORS = ("linke-spalte", "rechte-spalte")
# Revisions: of the first edition, how many follow, and of a withdrawal.
REV, LAST, TAKEN_BACK_REV = 1_772_000_000_000, 5, 100


class Busy(Publisher):
    """A publisher that changes while it is read."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        super().__init__()
        self.page_size = 7

    def answer(self, path):
        with self._turn:
            self._turn.notify_all()
            return super().answer(path)

    def wait_for_readers(self, number: int) -> None:
        """Until it has been asked so often again, or nobody asks any more."""
        with self._turn:
            wanted = len(self.requests) + number
            self._turn.wait_for(lambda: len(self.requests) >= wanted, timeout=1)

    def say(self, *documents: dict) -> None:
        with self._turn:
            for document in documents:
                self.offer(document)

    def relay(self, other: Publisher, order: list[str]) -> None:
        """Pass on what another publisher says, in an order of one's own (rule 9)."""
        with self._turn:
            for name in order:
                entry = other.entries[factories.document_id(name)]
                self.offer_raw(factories.document_id(name), {**entry, "via": self.origin})


@pytest.fixture
def sites() -> Iterator[tuple[Busy, Busy, Busy, Busy]]:
    """A publisher that is read directly, one that two relays pass on, and these."""
    with Busy() as direct, Busy() as far, Busy() as first, Busy() as second:
        yield direct, far, first, second


@pytest.fixture
def forks(tmp_path) -> Iterator[Forks]:
    with Forks(database_for_children(tmp_path), str(tmp_path / "media")) as running:
        yield running


def edition(publisher: Publisher, name: str, number: int) -> dict:
    return publisher.document(
        name, title=f"{name}, {number}", rev=REV + number, topics=["strategy"]
    )


def test_many_workers_lose_nothing_and_show_no_error(forks, sites):
    work_together(forks, sites)


@pytest.mark.postgres
def test_transactions_that_wait_for_each_other_in_a_circle_are_begun_again(forks, sites):
    before = circles()
    work_together(forks, sites, {"name": "lock_backwards", "arguments": [2 * TURNS]})
    assert circles() > before


def circles() -> int:
    """How often the database had to end one of two that waited for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


def work_together(forks: Forks, sites, *others: dict) -> None:
    """All at once, while the publishers change; then everything must be right."""
    direct, far, first, second = sites
    for publisher in (direct, far):
        publisher.say(*(edition(publisher, name, 0) for name in NAMES))
    first.relay(far, NAMES)
    second.relay(far, NAMES[::-1])
    forks.run("add", direct.origin, "review")
    for relay in (first, second):
        forks.run("add", relay.origin, "automatic", True)
    for editor in EDITORS:
        forks.run("add_section", editor)
    # What is there already is what they get in each other's way with.
    forks.run("finish", False)
    forks.begin(
        *others,
        *[{"name": "harvest_again", "arguments": [TURNS]}] * WORKERS,
        *[{"name": "number", "arguments": [20 * TURNS]}] * 2,
        *({"name": "decide", "arguments": [seed, 20 * TURNS]} for seed in ("a", "b")),
        *({"name": "publish", "arguments": [editor, 2 * TURNS]} for editor in EDITORS),
    )
    for number in range(1, LAST + 1):
        direct.wait_for_readers(READERS)
        for publisher in (direct, far):
            publisher.say(*(edition(publisher, name, number) for name in NAMES))
        first.relay(far, NAMES)
        second.relay(far, NAMES[::-1])
    direct.wait_for_readers(READERS)
    for publisher in (direct, far):
        publisher.say(*(withdrawal(publisher, name) for name in TAKEN_BACK))
    for relay in (first, second):
        relay.relay(far, TAKEN_BACK)
    answers = forks.answers()
    assert [answer["result"] for answer in answers if answer["ended"] != "finished"] == []
    for answer in answers:
        print(*answer.get("logged", ()), sep="\n")
    assert [answer["logged"] for answer in answers if answer["logged"]] == []
    forks.run("make_due", True)
    check(forks.run("finish", False), direct, far)


def check(found: dict, direct: Publisher, far: Publisher) -> None:
    assert found["errors"] == []
    assert found["leases"] == 0
    assert found["parked"] == 0
    assert found["own"] == sorted(f"{editor} {n}" for editor in EDITORS for n in range(2 * TURNS))
    states = {(origin, urn): (state, rev) for origin, urn, state, rev in found["states"]}
    # Every document once, in its newest revision; only where a person decides it may wait.
    assert len(found["states"]) == len(states) == 2 * len(NAMES)
    for publisher in (direct, far):
        for name in NAMES:
            state, rev = states[publisher.origin, factories.document_id(name)]
            if name in TAKEN_BACK:
                assert (state, rev) == ("withdrawn", REV + TAKEN_BACK_REV)
            else:
                assert rev == REV + LAST
                assert state in (
                    "accepted",
                    *(("pending", "rejected") if publisher is direct else ()),
                )
    accepted = [place for place, (state, _) in states.items() if state == "accepted"]
    newest = [title for title in found["shown"] if title.endswith(f", {LAST}")]
    assert len(newest) == len(accepted)
    assert len(found["shown"]) == len(accepted) + len(found["own"])
    assert sorted(newest) == found["found"]


def withdrawal(publisher: Publisher, name: str) -> dict:
    return factories.withdrawal(
        origin=publisher.origin,
        id=factories.document_id(name),
        rev=REV + TAKEN_BACK_REV,
        reason="deleted",
    )
