"""Random histories against a model: what readers know in the end is what there is to know.

The model knows what each document's publisher says and what was decided about it here; of numbers
and tokens it knows nothing. OMWAGTAIL_TEST_HISTORIES is how many histories are played.
"""

import copy
import os

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omwagtail.catalogue.models import FeedHead, Item, ItemState, StampRun
from omwagtail.catalogue.relaying import settle_relaying
from omwagtail.catalogue.stamping import stamp
from omwagtail.harvest.deciding import accept, reject
from omwagtail.harvest.exceptions import DecisionRefused
from omwagtail.harvest.models import Offer, Source
from tests.catalogue.factories import OWN_ORIGIN, edit_item, make_item, withdraw_item
from tests.feed.foreign import Chamber
from tests.feed.reader import Follower, identity

pytestmark = pytest.mark.django_db

HISTORIES = int(os.environ.get("OMWAGTAIL_TEST_HISTORIES", "25"))
TABLES = (Item, FeedHead, StampRun, Source, Offer)
NAMES = ("a", "b", "c")
OWN_STEPS = ("publish", "edit", "unpublish", "delete")
FOREIGN_STEPS = ("bring", "withdraw", "accept", "reject", "end", "renew")
SITE_STEPS = ("number", "work", "switch", "source", "backup", "restore")

STEP = st.one_of(
    st.tuples(st.sampled_from(OWN_STEPS + FOREIGN_STEPS + SITE_STEPS), st.integers(0, 5)),
    st.tuples(st.just("read"), st.integers(0, 11)),
)


class World:
    """A site that publishes and relays, and what its readers ought to hear from it."""

    def __init__(self):
        for table in reversed(TABLES):
            table.objects.all().delete()
        self.chamber = Chamber()
        self.followers = [Follower(), Follower(type="practice-example"), Follower()]
        self.relays = True
        # Own documents by what they say: a title, or the reason of a withdrawal.
        self.own = []
        # Foreign ones by name: the entry that may be passed on now, if any.
        self.words = {}
        # Of which of them the feed has spoken.
        self.spoken = set()
        self.waits_own, self.waits = False, set()
        self.saved = None

    def play(self, step, number):
        with override_settings(
            OMWAGTAIL={"ORIGINS": {"localhost": OWN_ORIGIN}, "RELAY": self.relays}
        ):
            if step in FOREIGN_STEPS:
                self.change_foreign(step, NAMES[number % len(NAMES)])
            elif step in OWN_STEPS:
                self.change_own(step, number)
            else:
                getattr(self, f"do_{step}")(number)

    def change_own(self, step, number):
        self.waits_own = True
        if step == "publish" or not self.own:
            self.own.append([make_item(title="neu").pk, "neu"])
            return
        known = self.own[number % len(self.own)]
        item = Item.objects.get(pk=known[0])
        if step == "edit":
            known[1] = f"Fassung {number}"
            edit_item(item, title=known[1])
        else:
            known[1] = f"{step}ed" if step == "unpublish" else "deleted"
            withdraw_item(item, known[1])

    def change_foreign(self, step, name):
        chamber = self.chamber
        if step in ("accept", "reject"):
            if name in self.words and Item.objects.filter(key=self.words[name][0]).exists():
                try:
                    (accept if step == "accept" else reject)(chamber.item(name))
                except DecisionRefused:
                    return
        elif chamber.source is None:
            return
        elif step == "bring":
            chamber.publish(name, title=f"{name} {chamber.rev}")
        elif step == "withdraw":
            chamber.withdraw(name)
        elif step == "end":
            chamber.say_gone(name)
        elif name in self.words and self.words[name][2]:
            chamber.offer(self.words[name][2])
        self.look(name)

    def look(self, name):
        """What was decided here is what the model takes over from intake."""
        try:
            item = self.chamber.item(name)
        except Item.DoesNotExist:
            self.words.pop(name, None)
            return
        entry = {"doc": item.doc, "kid": item.kid, "sig": item.sig}
        is_withdrawn = item.state == ItemState.WITHDRAWN and item.data["op"] == "withdraw"
        may_be_said = item.state == ItemState.ACCEPTED or is_withdrawn
        word = {**entry, "via": OWN_ORIGIN} if may_be_said else None
        self.words[name] = (item.key, word, entry if item.doc else None, is_withdrawn)
        self.waits.add(name)

    def is_said(self, name):
        _, word, _, is_withdrawn = self.words[name]
        return bool(word) and (name in self.spoken if is_withdrawn else self.relays)

    def number(self, names):
        self.spoken |= {name for name in names if name in self.words and self.is_said(name)}
        self.waits_own, self.waits = False, set()

    def do_number(self, _):
        stamp()
        self.number(self.waits)

    def do_work(self, _):
        settle_relaying()
        stamp()
        self.number(set(self.words))

    def do_switch(self, _):
        self.relays = not self.relays

    def do_source(self, _):
        if self.chamber.source is None:
            self.chamber.approve()
            return
        self.chamber.remove()
        self.chamber.source = None
        for name in list(self.words):
            self.look(name)

    def do_backup(self, _):
        rows = [list(table.objects.values()) for table in TABLES]
        state = (self.own, self.words, self.spoken, self.waits_own, self.waits)
        self.saved = rows, copy.deepcopy(state)

    def do_restore(self, _):
        if self.saved is None:
            return
        for table in reversed(TABLES):
            table.objects.all().delete()
        rows, state = self.saved
        for table, kept in zip(TABLES, rows, strict=True):
            table.objects.bulk_create(table(**values) for values in kept)
        self.own, self.words, self.spoken, self.waits_own, self.waits = copy.deepcopy(state)
        self.chamber.source = Source.objects.first()

    def do_read(self, number):
        waiting = {name for name in self.waits if name in self.words}
        if self.waits_own or any(n in self.spoken or self.is_said(n) for n in waiting):
            self.number(self.waits)
        self.followers[number % len(self.followers)].read(1 + number // len(self.followers))

    def truth(self):
        """What the feed ought to say now, by document."""
        said = {}
        for pk, content in self.own:
            item = Item.objects.get(pk=pk)
            assert content in (item.data.get("title"), item.data.get("reason"))
            entry = {"doc": item.doc, "kid": item.kid, "sig": item.sig}
            said[f"{item.origin} {item.urn}"] = entry
        for name in self.spoken:
            gone = self.chamber.gone(name)
            word = self.words[name][1] if self.is_said(name) else gone
            said[identity(gone)[0]] = word
        return said

    def check(self):
        self.play("work", 0)
        with override_settings(
            OMWAGTAIL={"ORIGINS": {"localhost": OWN_ORIGIN}, "RELAY": self.relays}
        ):
            # Twice: the first reading may prove a restore, which others hear of only then.
            for _ in range(2):
                for follower in self.followers:
                    follower.read_to_the_end()
            late = Follower()
            late.read_to_the_end()
            truth = self.truth()
        for follower in (*self.followers, late):
            assert follower.known == truth
            assert follower.put_off == 0
            assert follower.numbers == sorted(set(follower.numbers))


@settings(
    max_examples=HISTORIES,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=st.lists(STEP, max_size=40))
def test_readers_at_any_moment_know_in_the_end_what_there_is_to_know(history):
    """Nothing lost, nothing twice, the order kept, no stale document, and gone is only what was
    offered; whatever is published, decided, switched and restored meanwhile."""
    world = World()
    for step, number in history:
        world.play(step, number)
    world.check()
