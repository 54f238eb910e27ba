"""A worker of a hub as a process of its own: reads all sources that are due, and ends.

`python -m tests.benchmarks.worker THREADS` prints a line of JSON after each source: how many
documents came, and when, with what processor time and memory.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

RUN = "OMWAGTAIL_BENCH_RUN"
# Seconds between two looks at what is due, where nothing was.
PAUSE = 0.1


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a worker has come when it has read a source."""

    documents: int
    """Of this source."""

    seconds: float
    """By a clock that all processes share."""

    processor: float
    """Seconds that this worker computed until now, since it began."""

    rss_mb: float


class Worker:
    """A running worker on the database of this run."""

    def __init__(self, threads: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(threads)],
            env={**os.environ, RUN: str(os.getpid())},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout.readline() == "ready\n"

    def begin(self) -> None:
        """Let it read; until then it waits, with everything imported."""
        self._process.stdin.close()

    def progress(self) -> Iterator[Progress]:
        """What it reports, until it has ended."""
        for line in self._process.stdout:
            yield Progress(**json.loads(line))
        assert self._process.wait() == 0


def work(threads: int) -> None:
    """Read all sources to the end of their first pass."""
    from omwagtail.harvest.harvesting import harvest_due
    from omwagtail.harvest.models import Source
    from tests.benchmarks.feed import resident_mb
    from tests.benchmarks.sources import demo_mode

    print("ready", flush=True)
    sys.stdin.read()
    begin = time.process_time()
    with demo_mode():
        # A source whose time slice was over is due again; another worker may have the last ones.
        while Source.objects.filter(pass_is_full=True).exists():
            for run in harvest_due(limit=sys.maxsize, threads=threads):
                assert not run.error, run.error
                line = {
                    "documents": run.added,
                    "seconds": time.monotonic(),
                    "processor": time.process_time() - begin,
                    "rss_mb": resident_mb(),
                }
                print(json.dumps(line), flush=True)
            time.sleep(PAUSE)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    import django

    django.setup()
    work(int(sys.argv[1]))
