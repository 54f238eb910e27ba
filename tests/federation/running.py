"""The demonstration as a process of its own, as `make demo` starts it."""

import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
SITES = ("hub", "chamber", "office", "foreign")
# The first start makes three databases; a busy machine needs its time for that.
SECONDS_TO_START = 300
SECONDS_TO_END = 30
# What a partner publishes or takes back is seen at the hub within this time.
SECONDS_TO_ARRIVE = 10


class Demo:
    """The demonstration under four ports of its own, with its data in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_ports()
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start it and wait until it says that it is up."""
        self.begin()
        eventually(lambda: self.is_up() or self._has_ended(), seconds=SECONDS_TO_START)
        assert self.is_up(), self.output()

    def begin(self) -> None:
        """Start it."""
        with self._output.open("w", encoding="utf-8") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "example_site.demo"],
                env=self.environment(),
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def interrupt(self) -> int:
        """Press Ctrl-C and wait for the end; returns the exit status."""
        self._process.send_signal(signal.SIGINT)
        return self.wait()

    def wait(self) -> int:
        """Wait for the end; returns the exit status."""
        return self._process.wait(SECONDS_TO_END)

    def is_up(self) -> bool:
        return "Up after" in self.output()

    def output(self) -> str:
        """What it printed since it was started."""
        return self._output.read_text("utf-8")

    def origin(self, site: str) -> str:
        return f"http://{HOST}:{self.port + SITES.index(site)}"

    def pids(self) -> dict[str, int]:
        """The processes of the sites, by name: `hub`, `hub-work` …"""
        logs = self.folder / str(self.port) / "logs"
        return {file.stem: int(file.read_text()) for file in logs.glob("*.pid")}

    def run(self, site: str, *arguments: str) -> str:
        """Run a Python module for a site; returns what it printed."""
        process = subprocess.run(
            [sys.executable, "-m", *arguments],
            env={**self.environment(), "OMWAGTAIL_SITE": site},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert process.returncode == 0, process.stderr
        return process.stdout

    @contextmanager
    def database(self, site: str) -> Iterator[sqlite3.Connection]:
        """A site's database, to look at while its processes run."""
        file = self.folder / str(self.port) / site / "db.sqlite3"
        connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=20)
        try:
            yield connection
        finally:
            connection.close()

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PORT": str(self.port),
            "OMWAGTAIL_DEMO_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "example_site.settings",
        }

    @property
    def _output(self) -> Path:
        return self.folder / "output.txt"

    def _has_ended(self) -> bool:
        return self._process.poll() is not None


def free_ports() -> int:
    """The first of four ports in a row that nobody uses, below those for outgoing connections."""
    for first in random.sample(range(20_000, 32_000, 4), 100):
        if all(is_free(first + offset) for offset in range(4)):
            return first
    raise AssertionError("There are no four free ports in a row.")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def status_of(url: str) -> int:
    """The HTTP status of an address; 0 where nothing answers."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def read_json(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def eventually(holds: Callable[[], Any], *, seconds: float = SECONDS_TO_ARRIVE) -> Any:
    """What `holds` returns as soon as it is true; fails when the time is over."""
    deadline = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < deadline, f"not true after {seconds} seconds"
        time.sleep(0.05)
    return found
