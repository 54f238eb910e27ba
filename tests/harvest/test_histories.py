"""Random histories of a small alliance: what is shown in the end is what the rules say.

OMWAGTAIL_TEST_HISTORIES is how many histories are played. One that ended wrong is shown with its
steps; once it ends right it stays here.
"""

import os

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import services
from tests.harvest.histories.real_hub import RealHub
from tests.harvest.histories.seen import WISHES
from tests.harvest.histories.sites import Hub
from tests.harvest.histories.web import Web
from tests.harvest.histories.world import REASONS, TRICKS, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HISTORIES = int(os.environ.get("OMWAGTAIL_TEST_HISTORIES", "200" if services.REQUIRED else "40"))

SITE, HUB, ANY = st.integers(0, 1), st.integers(0, 1), st.integers(0, 3)
NAME, FEW = st.integers(0, 2), st.integers(0, 7)
STEPS = {
    "publish": (SITE, NAME, st.integers(0, 11)),
    "take_back": (SITE, NAME, st.integers(0, len(REASONS) - 1)),
    "equivocate": (SITE, NAME),
    "rotate": (SITE, st.integers(0, 1)),
    "move": (SITE, st.integers(0, 1)),
    "backup": (ANY,),
    "restore": (ANY,),
    "clock": (st.integers(0, 4),),
    "down": (ANY,),
    "hub_read": (HUB, SITE),
    "hub_stop": (HUB, SITE),
    "hide": (HUB, FEW, st.integers(0, 1)),
    "forge": (HUB, FEW),
    "read": (ANY,),
    "flow": (st.integers(0, len(TRICKS)),),
    "crash": (ANY, st.integers(1, 120)),
    "trick": (ANY, st.integers(0, len(TRICKS) - 1)),
    "work": (),
    "decide": (FEW, st.integers(0, 1)),
    "source": (ANY,),
    "wish": (ANY, st.integers(0, len(WISHES) - 1)),
    "pause": (ANY,),
    "block": (ANY,),
    "confirm": (ANY,),
}
# What brings news about comes more often than the rest.
OFTEN = ("publish", "publish", "publish", "flow", "flow", "flow", "trick", "decide", "decide")
STEP = st.one_of([st.tuples(st.just(name), *STEPS[name]) for name in (*OFTEN, *STEPS)])


@pytest.fixture(scope="module")
def web():
    with Web(6) as running:
        yield running


# Histories that once ended wrong.
KEPT = {
    "the same document twice in one page, the older version last": (
        2,
        [("publish", 0, 0, 9), ("publish", 0, 0, 8), ("trick", 0, 3)],
    ),
    "another text of the same revision in one page": (
        1,
        [("publish", 0, 0, 2), ("equivocate", 0, 0), ("trick", 0, 2)],
    ),
    "read while the clock was a year ahead": (
        1,
        [("clock", 4), ("read", 0), ("clock", 4), ("publish", 0, 0, 0)],
    ),
    "a rejected text comes again after another was accepted": (
        1,
        [
            ("publish", 0, 0, 0),
            ("read", 0),
            ("decide", 0, 0),
            ("publish", 0, 0, 1),
            ("read", 0),
            ("decide", 0, 1),
            ("publish", 0, 0, 0),
        ],
    ),
    "two texts of one revision, of which one waited": (
        2,
        [
            ("publish", 1, 2, 9),
            ("flow", 4),
            ("publish", 1, 2, 7),
            ("flow", 4),
            ("equivocate", 1, 2),
        ],
    ),
    "two moves in a row": (2, [("publish", 0, 0, 0), ("read", 0), ("move", 0, 1), ("move", 0, 0)]),
    "moved where only a paused relay says so": (
        0,
        [("block", 3), ("publish", 0, 0, 8), ("flow", 2), ("move", 0, 1), ("pause", 2)],
    ),
    "what a relay brought under the new address was rejected": (
        1,
        [
            ("publish", 0, 0, 0),
            ("flow", 4),
            ("publish", 0, 0, 1),
            ("move", 0, 0),
            ("hub_read", 0, 0),
            ("read", 2),
            ("decide", 0, 0),
            ("decide", 1, 0),
        ],
    ),
    "another text of the shown revision comes behind a newer one that waits": (
        1,
        [
            ("publish", 0, 0, 0),
            ("read", 0),
            ("equivocate", 0, 0),
            ("publish", 0, 0, 4),
            ("trick", 0, 3),
        ],
    ),
    "two texts were rejected, one of them accepted after all": (
        2,
        [
            ("publish", 1, 0, 4),
            ("read", 1),
            ("publish", 1, 0, 8),
            ("read", 1),
            ("decide", 0, 0),
            ("decide", 0, 0),
            ("decide", 0, 1),
        ],
    ),
}


def play(web: Web, direct: int, history: list[tuple], first_hub: type[Hub] = Hub) -> None:
    with World(web, first_hub).begin(direct) as world:
        for step in history:
            world.play(*step)
        world.check()


@pytest.mark.parametrize(("direct", "history"), KEPT.values(), ids=KEPT)
def test_a_history_that_once_ended_wrong_ends_right(web, direct, history):
    play(web, direct, history)


@settings(
    max_examples=HISTORIES,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(direct=st.integers(0, 2), history=st.lists(STEP, min_size=8, max_size=40))
def test_whatever_happens_a_site_shows_in_the_end_what_the_rules_say(web, direct, history):
    play(web, direct, history)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the hub has a database in memory")
@settings(
    max_examples=max(HISTORIES // 8, 1),
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(direct=st.integers(0, 1), history=st.lists(STEP, min_size=8, max_size=25))
def test_what_this_package_relays_is_taken_in_by_the_rules(web, direct, history):
    """One of the two hubs is this package itself."""
    play(web, direct, history, RealHub)
