"""Many writers, stampers and readers at once, on PostgreSQL; the seed is printed.

OMWAGTAIL_TEST_WRITES is how much each writer does, OMWAGTAIL_TEST_SEED plays a run again as far as
threads can be.
"""

import os
import random
import threading
import traceback

import pytest
from django.db import connection, transaction

from omwagtail.catalogue.models import FeedHead, Item, ItemState
from omwagtail.catalogue.relaying import settle_relaying
from omwagtail.catalogue.stamping import stamp, stamp_all
from omwagtail.harvest.deciding import accept, reject
from omwagtail.harvest.exceptions import DecisionRefused
from omwagtail.harvest.models import Source
from tests.catalogue.factories import OWN_ORIGIN, edit_item, make_item, withdraw_item
from tests.feed.foreign import Chamber
from tests.feed.reader import Follower, identity

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

WRITES = int(os.environ.get("OMWAGTAIL_TEST_WRITES", "40"))
SEED = os.environ.get("OMWAGTAIL_TEST_SEED") or random.SystemRandom().randrange(10**6)
WRITERS, FOLLOWERS, NAMES = 3, 3, ("a", "b", "c", "d")


def write_own(chance):
    """Publish, edit and take back, each in a transaction that may end later than it seems."""
    for _ in range(WRITES):
        with transaction.atomic():
            step = chance.choice(("publish", "edit", "edit", "withdraw"))
            known = list(Item.objects.own(OWN_ORIGIN).values_list("pk", flat=True))
            if step == "publish" or not known:
                make_item(title="neu")
                continue
            item = Item.objects.select_for_update().get(pk=chance.choice(known))
            edit_item(item, title="anders") if step == "edit" else withdraw_item(item)


def write_foreign(chance, chamber):
    """Harvest and decide."""
    for _ in range(WRITES):
        name = chance.choice(NAMES)
        with transaction.atomic():
            Source.objects.select_for_update().get()
            step = chance.choice(("bring", "bring", "accept", "reject", "withdraw", "end"))
            if step == "bring":
                chamber.publish(name, title=f"{name} {chamber.rev}")
            elif step == "withdraw":
                chamber.withdraw(name)
            elif step == "end":
                chamber.say_gone(name)
            elif Item.objects.filter(key=chamber.key_of(name)).exists():
                decide = accept if step == "accept" else reject
                try:
                    decide(chamber.item(name))
                except DecisionRefused:
                    continue


def work(chance, is_over):
    while not is_over.is_set():
        chance.choice((stamp, stamp_all, settle_relaying))()


def follow(chance, is_over, follower):
    while not is_over.is_set():
        follower.read(chance.randint(1, 5))


def run_together(writers, others):
    """Run the functions in threads; the others until all writers have ended. Raises what failed."""
    is_over, failures = threading.Event(), []

    def guarded(name, function, *arguments):
        try:
            function(random.Random(f"{SEED} {name}"), *arguments)
        except Exception:
            failures.append(f"{name}: {traceback.format_exc()}")
        finally:
            connection.close()

    def start(function, *arguments):
        number = threading.active_count()
        name = f"{function.__name__} {number}"
        thread = threading.Thread(target=guarded, args=(name, function, *arguments))
        thread.start()
        return thread

    background = [start(function, is_over, *arguments) for function, *arguments in others]
    for thread in [start(function, *arguments) for function, *arguments in writers]:
        thread.join()
    is_over.set()
    for thread in background:
        thread.join()
    assert not failures, "\n".join(failures)


def test_readers_beside_many_writers_know_in_the_end_what_there_is_to_know(settings):
    print(f"OMWAGTAIL_TEST_SEED={SEED}")
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "RELAY": True}
    FeedHead.objects.get_or_create(pk=1)
    chamber = Chamber()
    followers = [Follower() for _ in range(FOLLOWERS)]
    run_together(
        [*[(write_own,)] * WRITERS, (write_foreign, chamber)],
        [(work,), (work,), *[(follow, follower) for follower in followers]],
    )
    settle_relaying()
    late = Follower()
    for follower in (*followers, late):
        follower.read_to_the_end()
        assert follower.numbers == sorted(set(follower.numbers))
    for follower in followers:
        assert follower.known == late.known
    check_own(late.known)
    check_foreign(late.known, chamber)


def check_own(known):
    items = Item.objects.own(OWN_ORIGIN)
    assert {key: word["doc"] for key, word in known.items() if key.startswith(OWN_ORIGIN)} == {
        f"{item.origin} {item.urn}": item.doc for item in items
    }


def check_foreign(known, chamber):
    for name in NAMES:
        item = Item.objects.filter(key=chamber.key_of(name)).first()
        word = known.get(identity(chamber.gone(name))[0])
        if item is not None and item.state == ItemState.ACCEPTED:
            assert (word["doc"], word["sig"], word["via"]) == (item.doc, item.sig, OWN_ORIGIN)
        else:
            assert word in (None, chamber.gone(name)) or word["doc"] == item.doc
            assert word is None or "gone" in word or item.state == ItemState.WITHDRAWN
