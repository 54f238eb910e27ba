"""Several workers fetch pictures side by side (rule 20)."""

import os
import signal
import threading

import pytest

from tests.harvest.test_pictures import jpeg

pytestmark = pytest.mark.slow

# With the patience of a machine that has much else to do.
FETCH = (
    "from omwagtail.harvest import pictures as p;"
    "p.SECONDS_A_PICTURE = p.SECONDS_A_HOST = 200;"
    "print('fetched', *p.fetch_missing(seconds=200))"
)
LET_TIME_PASS = (
    "from datetime import timedelta; from django.db.models import F;"
    "from omwagtail.catalogue.models import Picture;"
    "from omwagtail.harvest.models import HostLease;"
    "Picture.objects.update(due=F('due') - timedelta(minutes=5));"
    "HostLease.objects.update(until=F('until') - timedelta(minutes=5))"
)


class Hold:
    """Keeps whoever asks for the first picture waiting for it."""

    def __init__(self) -> None:
        self.asked, self.let_go = threading.Event(), threading.Event()

    def __call__(self, path: str) -> None:
        if "/media/" in path and not self.asked.is_set():
            self.asked.set()
            self.let_go.wait(60)


@pytest.fixture
def hold(site, publisher) -> Hold:
    """A site that has read of two pictures, and the first worker on its way to one of them."""
    pictures = [publisher.picture(name, jpeg(colour=name), 60, 40) for name in ("red", "blue")]
    publisher.publish(images=pictures)
    site.run("om_sources", "add", publisher.origin, "--trust", "automatic", "--approve")
    site.run("om_harvest")
    publisher.intercept = Hold()
    return publisher.intercept


def fetch(site) -> str:
    return site.run("shell", "--no-imports", "-c", FETCH)


def test_no_two_workers_fetch_the_same_picture(site, publisher, hold):
    first = site.start("shell", "--no-imports", "-c", FETCH)
    assert hold.asked.wait(60)
    # Both lie at one host, which is asked by one worker at a time (rule 18).
    assert "fetched 0 0" in fetch(site)
    hold.let_go.set()
    assert "fetched 2 0" in first.communicate()[0]
    assert "fetched 0 0" in fetch(site)
    assert sorted(path for path in publisher.requests if "media" in path) == [
        "/om/media/blue",
        "/om/media/red",
    ]


def test_what_a_killed_worker_was_fetching_is_fetched_later(site, publisher, hold):
    first = site.start("shell", "--no-imports", "-c", FETCH)
    assert hold.asked.wait(60)
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    hold.let_go.set()
    assert "fetched 0 0" in fetch(site)
    site.run("shell", "--no-imports", "-c", LET_TIME_PASS)
    assert "fetched 2 0" in fetch(site)
