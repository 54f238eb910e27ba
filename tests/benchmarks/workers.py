"""One, two and four workers read the same sources into one database, PostgreSQL where there is one.

They share the machine's processors with the database and with the sources. What counts is that they
wait for these and not for each other: what a worker's connection waits for is looked up in
``pg_stat_activity``, twenty times in a second.
"""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.db import connection

from omwagtail.catalogue.models import Item
from tests.benchmarks.measuring import Report
from tests.benchmarks.snapshots import begin_anew
from tests.benchmarks.sources import sources_of_a_crowd
from tests.benchmarks.worker import Worker

SOURCES, DOCUMENTS = 400, 25
WORKERS = (1, 2, 4)
AIMS = {"locks_percent": 5}
BECAUSE = ""
# Seconds between two looks at what the workers wait for.
PAUSE = 0.05
# Waits for what another connection holds; all others are for disks, or for the worker itself.
FOR_OTHERS = ("Lock", "LWLock")
WAITS = """
SELECT wait_event_type, state FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def run(report: Report) -> None:
    sources, documents = report.size(SOURCES), report.size(DOCUMENTS, tiny=3)
    for count in WORKERS:
        begin_anew()
        with sources_of_a_crowd(sources, documents, realistic=True):
            measure(report, count, sources * documents)


def measure(report: Report, count: int, total: int) -> None:
    workers = [Worker(threads=1) for _ in range(count)]
    busy, begin = busy_seconds(), time.monotonic()
    for worker in workers:
        worker.begin()
    with Watcher() as watcher, ThreadPoolExecutor(count) as threads:
        reports = list(threads.map(lambda worker: list(worker.progress()), workers))
    took = max(lines[-1].seconds for lines in reports if lines) - begin
    busy = (busy_seconds() - busy) / (time.monotonic() - begin)
    assert Item.objects.visible().count() == total
    measures_locks = connection.vendor == "postgresql"
    report.add_times(
        f"{SOURCES * DOCUMENTS:,} documents, {count} workers",
        {"ours": [took / total]},
        aims=AIMS if measures_locks else {},
        because=BECAUSE,
        per_second=round(total / took),
        processor_ms=round(
            sum(lines[-1].processor for lines in reports if lines) / total * 1000, 3
        ),
        busy_processors=round(busy, 2),
        **({"locks_percent": watcher.percent_of_waits()} if measures_locks else {}),
    )


class Watcher:
    """Looks what the connections of this database wait for, as long as it is used as a context."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "Watcher":
        if connection.vendor == "postgresql":
            self._thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def percent_of_waits(self) -> float:
        """Of all that was seen, how often a connection waited for what another one held."""
        waits = sum(self.seen[kind] for kind in FOR_OTHERS)
        return round(100 * waits / max(1, self.seen.total()), 1)

    def _watch(self) -> None:
        try:
            while not self._ended.wait(PAUSE):
                with connection.cursor() as cursor:
                    cursor.execute(WAITS)
                    self.seen.update(kind or "computes" for kind, _state in cursor.fetchall())
        finally:
            connection.close()


def busy_seconds() -> float:
    """Seconds that the processors of this machine worked until now, all of them together."""
    first, *_rest = Path("/proc/stat").read_text().splitlines()
    user, nice, system, _idle, _waiting, *interrupts = map(int, first.split()[1:])
    return (user + nice + system + sum(interrupts[:3])) / 100
