"""A new hub reads 400 sources with 250 documents each from their start, in one worker.

What counts is that the hundred-thousandth document comes as fast as the ten-thousandth, and that
the worker's memory does not grow with what it has read.
"""

import time

from omwagtail.catalogue.models import Item
from tests.benchmarks.measuring import Report
from tests.benchmarks.sources import sources_of_a_crowd
from tests.benchmarks.worker import Progress, Worker

SOURCES, DOCUMENTS, THREADS = 400, 250, 2
PARTS = 10
AIMS = {"level": 0.7, "rss_mb": 200}
BECAUSE = ""


def run(report: Report) -> None:
    sources, documents = report.size(SOURCES), report.size(DOCUMENTS, tiny=3)
    with sources_of_a_crowd(sources, documents, realistic=True):
        worker = Worker(THREADS)
        begin = time.monotonic()
        worker.begin()
        progress = list(worker.progress())
    total = sources * documents
    assert Item.objects.visible().count() == total
    clock = "processor" if report.clock is time.process_time else "seconds"
    start = 0 if clock == "processor" else begin
    seconds = seconds_of_parts(progress, total, clock, start)
    rates = [total / PARTS / each for each in seconds]
    report.add_times(
        f"{SOURCES * DOCUMENTS:,} documents of {SOURCES} sources",
        {"ours": [each / (total / PARTS) for each in seconds]},
        aims=AIMS,
        because=BECAUSE,
        per_second=round(total / sum(seconds)),
        level=round(rates[-1] / rates[1], 2),
        rss_mb=max(each.rss_mb for each in progress),
    )
    print("  documents a second, by tenths:", " ".join(f"{rate:.0f}" for rate in rates))


def seconds_of_parts(progress: list[Progress], total: int, clock: str, begin: float) -> list[float]:
    """How long each tenth of the documents took. Between two reports the rate is taken as even."""
    ends, done, last = [], 0, begin
    for each in progress:
        now = getattr(each, clock)
        while len(ends) < PARTS and done + each.documents >= total * (len(ends) + 1) / PARTS:
            wanted = total * (len(ends) + 1) / PARTS
            ends.append(last + (now - last) * (wanted - done) / each.documents)
        done, last = done + each.documents, now
    return [end - before for before, end in zip([begin, *ends], ends, strict=False)]
