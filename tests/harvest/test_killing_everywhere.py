"""A worker that is killed at any point loses nothing, doubles nothing and brings nothing back.

Round by round a publisher changes; a worker is killed while it harvests that, at another point each
time, and another one finishes (rules 11 and 18). OMWAGTAIL_TEST_KILLS is how many random points
are tried, OMWAGTAIL_TEST_SEED plays a run again.
"""

import os
import random
from collections.abc import Iterator

import pytest

from omwagtail.documents import parse_json
from tests import services
from tests.documents import factories
from tests.harvest.children import database_for_children
from tests.harvest.forks import Forks
from tests.harvest.publisher import Publisher
from tests.harvest.test_pictures import jpeg

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

KILLS = int(os.environ.get("OMWAGTAIL_TEST_KILLS", "200" if services.REQUIRED else "40"))
SEED = os.environ.get("OMWAGTAIL_TEST_SEED") or str(random.SystemRandom().randrange(10**6))
# Rounds between two full passes, and between two in which the source is removed.
FULL_PASS, REMOVAL = 5, 9
STOCK = 12
OTHER_LICENCE = {"uri": "https://creativecommons.org/licenses/by-sa/4.0/", "name": "CC BY-SA 4.0"}


class Rounds:
    """A publisher whose every round holds all that may happen to a document; and what a site that
    reads it ought to show."""

    def __init__(self, publisher: Publisher) -> None:
        self.publisher = publisher
        publisher.page_size = 4
        self.number = 0
        self.rev = 1_772_000_000_000
        # By name: the title that is shown.
        self.shown: dict[str, str] = {}
        self.waiting: set[str] = set()
        self.hidden: set[str] = set()
        self.withdrawn: set[str] = set()
        self.bad: set[str] = set()
        self.pictures: dict[str, str] = {}
        for number in range(STOCK):
            self.publish(f"bestand {number}")

    def publish(self, name: str, **members) -> None:
        self.rev += 1
        title = members.pop("title", name)
        self.publisher.publish(
            name, rev=self.rev, **{"title": title, "topics": ["strategy"], **members}
        )
        self.shown[name] = title

    def turn(self, *, is_full: bool) -> None:
        """What happens in one round. Silence is heard in a full pass only."""
        number, publisher = self.number, self.publisher
        self.number += 1
        name = f"runde {number}"
        content = jpeg(colour=(number % 256, number // 256, 7))
        picture = publisher.picture(f"{number}.jpg", content, 60, 40)
        self.publish(name, images=[picture])
        self.pictures[name] = picture["id"]
        self.offer_badly(f"schlecht {number}")
        if number >= 1:
            self.publish(f"runde {number - 1}", title=f"runde {number - 1} neu")
            self.pictures.pop(f"runde {number - 1}")
        if number >= 2:
            changed = f"runde {number - 2}"
            title = self.shown[changed]
            self.publish(changed, licence=OTHER_LICENCE)
            self.shown[changed] = title
            self.waiting.add(changed)
            self.publish(f"schlecht {number - 2}")
            self.bad.discard(f"schlecht {number - 2}")
        if number >= 4:
            self.end(f"runde {number - 4}", is_full=is_full)
            self.withdraw(f"schlecht {number - 4}")
        # A feed keeps its withdrawals (rule 7); that this one drops them must bring nothing back.
        for old in (f"runde {number - 8}", f"schlecht {number - 8}"):
            publisher.entries.pop(factories.document_id(old), None)

    def end(self, name: str, *, is_full: bool) -> None:
        if is_full:
            self.publisher.forget(name)
        elif self.number % 2:
            self.publisher.say_gone(name)
        else:
            self.withdraw(name)
            return
        self.shown.pop(name)
        self.waiting.discard(name)
        self.hidden.add(name)

    def withdraw(self, name: str) -> None:
        self.rev += 1
        self.publisher.withdraw(name, rev=self.rev)
        self.shown.pop(name)
        self.waiting.discard(name)
        self.withdrawn.add(name)

    def offer_badly(self, name: str) -> None:
        self.rev += 1
        document = self.publisher.document(name, title=name, rev=self.rev)
        self.publisher.offer(document, key=factories.OTHER_KEY)
        self.bad.add(name)

    def removed(self) -> None:
        """The source was removed and taken in again: what waited was never shown here."""
        for name in self.waiting:
            entry = self.publisher.entries[factories.document_id(name)]
            self.shown[name] = parse_json(entry["doc"])["title"]
        self.waiting.clear()
        self.hidden.clear()

    def check(self, found: dict, *, is_removed: bool = False) -> None:
        shown = {} if is_removed else self.shown
        titles = sorted(shown.values())
        assert found["shown"] == titles
        assert found["found"] == titles
        assert found["waiting"] == ([] if is_removed else ids(self.waiting))
        with_content = [] if is_removed else ids({*shown, *self.hidden})
        assert found["content"] == with_content
        withdrawn = {urn for _, urn, state, _ in found["states"] if state == "withdrawn"}
        assert set(ids(self.withdrawn)) <= withdrawn
        assert len(found["states"]) == len(with_content) + len(self.withdrawn)
        assert found["parked"] == (0 if is_removed else len(self.bad))
        assert found["leases"] == 0
        assert found["errors"] == []
        assert found["missing_pictures"] == []
        assert found["pictures"] == ([] if is_removed else sorted(self.pictures.values()))
        assert found["files"] == found["rows_of_files"]


def ids(names) -> list[str]:
    return sorted(map(factories.document_id, names))


@pytest.fixture
def forks(tmp_path) -> Iterator[Forks]:
    with Forks(database_for_children(tmp_path), str(tmp_path / "media")) as running:
        yield running


def play(forks: Forks, publisher: Publisher, points) -> None:
    """A round for each point of ``points``, a generator that is sent how the last one ended."""
    rounds = Rounds(publisher)
    forks.run("add", publisher.origin)
    rounds.check(forks.run("finish", False))
    point = next(points)
    while point is not None:
        is_full = rounds.number % FULL_PASS == FULL_PASS - 1
        is_next_full = (rounds.number + 1) % FULL_PASS == FULL_PASS - 1
        rounds.turn(is_full=is_full)
        if rounds.number % REMOVAL == 0:
            rounds.check(forks.run("finish", False))
            ended = forks.call("remove", publisher.origin, kill=point)
            rounds.check(forks.run("finish_removing", publisher.origin), is_removed=True)
            rounds.removed()
        else:
            ended = forks.call("work", kill=point)
        rounds.check(forks.run("finish", is_next_full))
        try:
            point = points.send(ended)
        except StopIteration:
            return


def test_rule_11_killed_after_every_commit(forks, publisher):
    play(forks, publisher, every_commit())


def every_commit() -> Iterator[dict]:
    """After the first, the second and so on, until several rounds came to their end."""
    to_the_end, number = 0, 0
    while to_the_end < FULL_PASS + 2:
        number += 1
        ended = yield {"commit": number}
        to_the_end = to_the_end + 1 if ended["ended"] == "finished" else 0
    assert number > FULL_PASS + 10


def test_rule_18_killed_at_random_points(forks, publisher):
    print(f"OMWAGTAIL_TEST_SEED={SEED}")
    play(forks, publisher, random_points(random.Random(SEED)))


def random_points(chance: random.Random) -> Iterator[dict]:
    """By statements and by time, spread over what a round takes."""
    killed = 0
    statements = 100
    while killed < KILLS:
        if chance.random() < 0.7:
            point = {"statement": chance.randint(1, statements)}
        else:
            point = {"seconds": chance.uniform(0, 0.4)}
        ended = yield point
        if ended["ended"] == "killed":
            killed += 1
        else:
            statements = max(ended.get("statements", 0), statements * 3 // 4)
