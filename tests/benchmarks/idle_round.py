"""A hub asks 400 sources whether there is anything new, and there is nothing.

Floor: as many plain conditional requests to the same addresses, in as many threads. The sources
answer from a process of their own.
"""

from concurrent.futures import ThreadPoolExecutor

import requests

from omwagtail.harvest.harvesting import harvest_due
from omwagtail.harvest.models import Source
from omwagtail.harvest.reading import FEED
from tests.benchmarks.measuring import Report
from tests.benchmarks.sources import make_all_due, sources_of_a_crowd

SOURCES, DOCUMENTS, THREADS = 400, 3, 8
BECAUSE = ""


def run(report: Report) -> None:
    count = report.size(SOURCES)
    with sources_of_a_crowd(count, DOCUMENTS):
        read_all(count)
        addresses = list(Source.objects.values_list("origin", "cursor"))

        def ask_plainly() -> None:
            with ThreadPoolExecutor(THREADS) as threads:
                statuses = list(threads.map(ask, addresses))
            assert statuses == [304] * count

        report.add(
            f"{SOURCES} sources in {THREADS} threads",
            ours=lambda: read_all(count),
            floor=ask_plainly,
            rounds=10,
            before=make_all_due,
            profiled=lambda: read_all(count, threads=1),
            aims={"vs_floor": 2},
            because=BECAUSE,
        )


def read_all(count: int, *, threads: int = THREADS) -> None:
    """A round over all sources; none may fail."""
    runs = list(harvest_due(limit=count, threads=threads))
    assert len(runs) == count, f"{len(runs)} of {count} sources"
    assert not any(run.error for run in runs), next(run.error for run in runs if run.error)


def ask(address: tuple[str, str]) -> int:
    """One conditional request; returns its status."""
    origin, cursor = address
    answer = requests.get(
        f"{origin}{FEED}",
        params={"limit": 100, "since": cursor},
        headers={"If-None-Match": f'"{cursor}"'},
        timeout=30,
    )
    return answer.status_code
