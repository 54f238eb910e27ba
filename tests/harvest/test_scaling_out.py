"""The work spread over several processes: rq workers over Redis, on PostgreSQL (rule 18)."""

import contextlib
import os
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from django.utils import timezone

from omwagtail.catalogue.models import Item
from omwagtail.harvest.approving import approve, propose
from omwagtail.harvest.models import Source, Trust
from tests.harvest.children import Site, database_for_children
from tests.harvest.publisher import Publisher

pytestmark = [pytest.mark.slow, pytest.mark.redis, pytest.mark.postgres]

SOURCES, DOCUMENTS, PAGE, WORKERS = 30, 6, 2, 3
SECONDS_AT_THE_MOST = 120


@pytest.fixture
def site(transactional_db, tmp_path) -> Site:
    """Other processes of a hub whose sources are read by workers over an empty Redis."""
    redis.Redis.from_url(os.environ["OMWAGTAIL_TEST_REDIS"]).flushdb()
    return Site(database_for_children(tmp_path), HARVEST_BACKEND="rq")


@pytest.fixture
def publishers(site) -> Iterator[list[Publisher]]:
    """Running publishers that were approved as sources."""
    with contextlib.ExitStack() as stack:
        running = [stack.enter_context(Publisher()) for _ in range(SOURCES)]
        for publisher in running:
            publisher.page_size = PAGE
            for name in range(DOCUMENTS):
                publisher.publish(str(name))
            approve(propose(publisher.origin), trust=Trust.AUTOMATIC)
            publisher.requests.clear()
        yield running


def start_worker(site: Site) -> subprocess.Popen:
    """One that ends when the queue is empty."""
    return site.start("rqworker", "--burst", "--job-class", "django_tasks_rq.Job", "default")


def wait_for(*workers: subprocess.Popen) -> None:
    for worker in workers:
        output, _ = worker.communicate(timeout=SECONDS_AT_THE_MOST)
        assert worker.returncode == 0, output


def pages_read(publisher: Publisher) -> int:
    return sum("/changes/" in path for path in publisher.requests)


def shown() -> Counter[str]:
    """How many documents are shown of each origin."""
    return Counter(Item.objects.visible().values_list("origin", flat=True))


def complete(publishers: list[Publisher]) -> dict[str, int]:
    return {publisher.origin: DOCUMENTS for publisher in publishers}


def test_rule_18_three_workers_read_thirty_sources_side_by_side_and_each_once(site, publishers):
    # Nobody gets a page before three sources are being read: one worker alone would never end.
    met = threading.Event()
    together = threading.Barrier(WORKERS, action=met.set)

    def wait_for_the_others(path: str) -> None:
        if "/changes/" in path and "since=" not in path:
            together.wait(SECONDS_AT_THE_MOST)

    for publisher in publishers[:WORKERS]:
        publisher.intercept = wait_for_the_others
    site.run("om_work")
    # By cron, the second turn does not know of the first; its tasks find nothing that is due.
    site.run("om_work")
    wait_for(*[start_worker(site) for _ in range(WORKERS)])
    assert met.is_set()
    assert shown() == complete(publishers)
    assert {pages_read(publisher) for publisher in publishers} == {DOCUMENTS // PAGE}
    assert not Source.objects.filter(last_success__isnull=True).exists()


def test_rule_18_after_a_worker_was_killed_the_next_turn_completes_its_source(site, publishers):
    victim, reached, opened = publishers[0], threading.Event(), threading.Event()

    def hold_the_second_page(path: str) -> None:
        if "since=" in path and not opened.is_set():
            reached.set()
            opened.wait(SECONDS_AT_THE_MOST)

    victim.intercept = hold_the_second_page
    site.run("om_work")
    workers = [start_worker(site) for _ in range(WORKERS)]
    assert reached.wait(SECONDS_AT_THE_MOST)
    killed = kill_worker_of(victim, workers)
    opened.set()
    wait_for(*[worker for worker in workers if worker is not killed])
    assert shown() == complete(publishers) | {victim.origin: PAGE}

    # The dead worker's lease runs out.
    past = timezone.now() - timedelta(seconds=1)
    Source.objects.filter(lease_until__isnull=False).update(lease_until=past)
    site.run("om_work")
    wait_for(start_worker(site))
    assert shown() == complete(publishers)


def kill_worker_of(publisher: Publisher, workers: list[subprocess.Popen]) -> subprocess.Popen:
    """Kill the worker that reads a source, and the process in which it does that."""
    reading = int(Source.objects.get(origin=publisher.origin).lease_holder.rpartition(":")[2])
    status = Path(f"/proc/{reading}/status").read_text()
    parent = int(status.split("PPid:")[1].split()[0])
    [worker] = [worker for worker in workers if worker.pid == parent]
    worker.kill()
    os.kill(reading, signal.SIGKILL)
    worker.communicate()
    return worker


def test_tasks_that_redis_lost_are_made_again(site, publishers):
    site.run("om_work")
    redis.Redis.from_url(os.environ["OMWAGTAIL_TEST_REDIS"]).flushdb()
    site.run("om_work")
    wait_for(start_worker(site))
    assert shown() == complete(publishers)
