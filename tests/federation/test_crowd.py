"""A hub with 400 sources, one in ten of them bad, in processes of its own."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.federation.running import ROOT, eventually, free_ports, read_json
from tests.harvest.children import database_for_children

pytestmark = [pytest.mark.federation, pytest.mark.slow]

SOURCES, DOCUMENTS = 400, 3
# A cycle takes a minute on a machine with other work: some sources keep silent for half a minute.
SECONDS_FOR_A_CYCLE = 240
# What the worker may hold at its worst, with the largest answers that it takes in eight threads,
# and how much more in the second cycle than in the first.
MOST_MB, GROWTH_MB = 400, 30
# What the health of each kind of bad site says, after two cycles.
EXPECTED = {
    "dead": ("failing", "does not answer"),
    "hanging": ("failing", "too slow"),
    "dripping": ("failing", "too slow"),
    "babbling": ("failing", "The answer of the site is broken"),
    "failing": ("failing", "status 500"),
    "busy": ("failing", "status 503"),
    "misdirected": ("failing", "goes by another address"),
    "redirecting": ("failing", "leads to another site"),
    "broken": ("failing", "The answer of the site is broken"),
    "nested": ("failing", "The answer of the site is broken"),
    "huge": ("failing", "far more than a feed may be long"),
    "bomb": ("failing", "far more than a feed may be long"),
    "stuck": ("failing", "does not move"),
    "circling": ("failing", "in a circle"),
    "emptied": ("asks", "no longer offers 3 of 3 documents"),
    "impostor": ("stopped", "another key than the one that was approved"),
    "forger": ("failing", "The signature does not fit"),
    "squatter": ("failing", "of another site"),
    "hostile": ("failing", "elements that are not allowed"),
    "careless": ("failing", "title"),
}


class Crowd:
    """The running crowd: what it publishes, and what is wrong with whom."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.sites = read_json(f"{address}/")
        self.good = {site["origin"] for site in self.sites if not site["fault"]}
        self.bad = {site["origin"]: site["fault"] for site in self.sites if site["fault"]}

    def publish_changes(self) -> None:
        """Each good site publishes a newer version of one document."""
        request = urllib.request.Request(f"{self.address}/changes/", method="POST")
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert json.load(answer) == {"changed": len(self.good)}


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    command = [sys.executable, "-m", "example_site.crowd", f"--port={free_ports()}"]
    process = subprocess.Popen(
        [*command, f"--sources={SOURCES}", f"--documents={DOCUMENTS}"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        address = next(line.split()[-1] for line in process.stdout if "joining" in line)
        yield Crowd(address)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


class Hub:
    """A hub on a SQLite file, whose worker runs as long as it is used as a context."""

    def __init__(self, folder: Path, crowd: Crowd) -> None:
        database = database_for_children(folder)
        # No source is due a second time by itself while the test runs.
        settings = {"HARVEST_THREADS": 8, "POLL_SECONDS": (7_200, 86_400)}
        self._environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.federation.hub_settings",
            "OMWAGTAIL_CHILD_DATABASE": json.dumps(database),
            "OMWAGTAIL_CHILD_SETTINGS": json.dumps(settings),
        }
        self._file, self._log = database["NAME"], folder / "worker.log"
        self._run("example_site.crowd.joining", f"{crowd.address}/")

    def __enter__(self) -> "Hub":
        command = [sys.executable, "-m", "django", "om_work", "--loop", "--pause=0.2"]
        with self._log.open("w") as log:
            self._worker = subprocess.Popen(
                command, env=self._environment, cwd=ROOT, stdout=log, stderr=log
            )
        return self

    def __exit__(self, *args: object) -> None:
        self._worker.terminate()
        self._worker.wait(60)

    def healths(self) -> dict[str, dict[str, str]]:
        """How each source is, by origin."""
        return json.loads(self._run("tests.federation.healths"))

    def shown(self) -> dict[str, list[str]]:
        """The titles that are shown, by origin."""
        rows = self.query("SELECT origin, title FROM omwagtail_item WHERE state = 'accepted'")
        titles: dict[str, list[str]] = {}
        for origin, title in rows:
            titles.setdefault(origin, []).append(title)
        return titles

    def news(self) -> Counter[str]:
        """How often a source was found to have news, by origin."""
        runs = (
            "SELECT origin FROM omwagtail_harvest_run JOIN omwagtail_harvest_source AS source "
            "ON source.id = source_id WHERE entries > 0"
        )
        return Counter(origin for (origin,) in self.query(runs))

    def make_all_due(self) -> None:
        """The next cycle begins, for all that are not left alone for their faults."""
        with closing(sqlite3.connect(self._file, timeout=20)) as connection, connection:
            connection.execute("UPDATE omwagtail_harvest_source SET due = ?", [moment()])

    def wait_for_cycle(self, begin: str, origins: Iterable[str]) -> int:
        """Wait until each of these sources was read since then; returns the most memory that the
        worker held meanwhile, in MB."""
        waiting, most = set(origins), 0
        read = "SELECT origin FROM omwagtail_harvest_source WHERE max({}) > ?".format(
            ", ".join(f"coalesce({column}, '')" for column in ("last_success", "last_failure"))
        )
        stopped = "SELECT origin FROM omwagtail_harvest_source WHERE state = 'stopped'"

        def is_over() -> bool:
            nonlocal most
            assert self._worker.poll() is None, self._log.read_text()
            most = max(most, resident_mb(self._worker.pid))
            done = {origin for (origin,) in [*self.query(read, begin), *self.query(stopped)]}
            return waiting <= done

        eventually(is_over, seconds=SECONDS_FOR_A_CYCLE)
        return most

    def query(self, statement: str, *values: str) -> list[tuple]:
        """Rows of the database, while the worker writes to it."""
        with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True, timeout=20)) as found:
            return found.execute(statement, values).fetchall()

    def _run(self, *arguments: str) -> str:
        process = subprocess.run(
            [sys.executable, "-m", *arguments],
            env=self._environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert process.returncode == 0, process.stderr
        return process.stdout


def test_good_sources_are_complete_and_current_and_every_bad_one_is_named(
    transactional_db, tmp_path, crowd
):
    assert (len(crowd.good), len(crowd.bad)) == (360, 40)
    assert set(crowd.bad.values()) == EXPECTED.keys()
    with Hub(tmp_path, crowd) as hub:
        first = hub.wait_for_cycle("", [*crowd.good, *crowd.bad])
        shown = hub.shown()
        assert all(len(shown[origin]) == DOCUMENTS for origin in crowd.good)
        assert all(len(set(titles)) == DOCUMENTS for titles in shown.values())

        crowd.publish_changes()
        begin = moment()
        hub.make_all_due()
        emptied = [origin for origin, fault in crowd.bad.items() if fault == "emptied"]
        second = hub.wait_for_cycle(begin, [*crowd.good, *emptied])
        shown = hub.shown()
        for origin in crowd.good:
            assert len(shown[origin]) == DOCUMENTS
            assert sum(title.endswith("(Stand 2)") for title in shown[origin]) == 1
        assert {hub.news()[origin] for origin in crowd.good} == {2}
        assert second - first <= GROWTH_MB
        assert max(first, second) <= MOST_MB

        healths = hub.healths()
    assert {healths[origin]["status"] for origin in crowd.good} == {"ok"}
    said = {origin: (fault, *healths[origin].values()) for origin, fault in crowd.bad.items()}
    wrong = [
        (fault, status, error)
        for fault, status, error in said.values()
        if status != EXPECTED[fault][0] or EXPECTED[fault][1] not in error
    ]
    assert not wrong


def moment() -> str:
    """Now, as SQLite holds it."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def resident_mb(pid: int) -> int:
    """Memory that a process holds at the moment."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) // 1024
    return 0
