"""om_work with several workers reads sources with nothing but the database."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator

import pytest

from omwagtail.harvest.models import Trust
from tests.harvest.children import Site, database_for_children
from tests.harvest.publisher import Publisher

pytestmark = pytest.mark.slow

WORKERS, DOCUMENTS = 3, 4
SECONDS_AT_THE_MOST = 120


class Meeting:
    """Nobody gets a page before so many sources are being read: one worker would never end."""

    def __init__(self) -> None:
        self.held = threading.Event()
        self._barrier = threading.Barrier(WORKERS, action=self.held.set)

    def __call__(self, path: str) -> None:
        if "/changes/" in path and not self.held.is_set():
            self._barrier.wait(SECONDS_AT_THE_MOST)


@pytest.fixture
def site(transactional_db, tmp_path) -> Site:
    """Processes that read one source at a time each."""
    return Site(database_for_children(tmp_path), HARVEST_THREADS=1)


@pytest.fixture
def publishers(site) -> Iterator[list[Publisher]]:
    with contextlib.ExitStack() as stack:
        running = [stack.enter_context(Publisher()) for _ in range(WORKERS)]
        for number, publisher in enumerate(running):
            for document in range(DOCUMENTS):
                publisher.publish(str(document), title=f"{number}-{document}")
            trust = f"--trust={Trust.AUTOMATIC}"
            site.run("om_sources", "add", publisher.origin, trust, "--approve")
        yield running


def test_rule_18_three_workers_read_three_sources_side_by_side(site, publishers):
    meeting = Meeting()
    for publisher in publishers:
        publisher.intercept = meeting
    working = site.start("om_work", "--loop", f"--workers={WORKERS}", "--pause=0.1")
    watchdog = threading.Timer(SECONDS_AT_THE_MOST, working.kill)
    watchdog.start()
    read = set()
    for line in working.stdout:
        read |= {one.origin for one in publishers if line.startswith(f"harvest: {one.origin}: ")}
        if len(read) == WORKERS:
            break
    os.kill(working.pid, signal.SIGTERM)
    rest, _ = working.communicate(timeout=SECONDS_AT_THE_MOST)
    watchdog.cancel()
    assert meeting.held.is_set()
    assert working.returncode == 0, rest
    titles = {f"{number}-{one}" for number in range(WORKERS) for one in range(DOCUMENTS)}
    assert sorted(site.titles()) == sorted(titles)
