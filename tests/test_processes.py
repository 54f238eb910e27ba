"""The processes of om_work, as a machine sees them."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.slow

SECONDS_AT_THE_MOST = 120


class Program:
    """`python -m tests.working om_work …` and what its processes say, line by line."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", "tests.working", "om_work", *arguments],
            cwd=Path(__file__).parents[1],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.pid, self.heard = self._process.pid, ""
        # A test that waits in vain ends by this.
        self._watchdog = threading.Timer(SECONDS_AT_THE_MOST, self.stop)
        self._watchdog.start()

    def hear(self, pattern: str) -> re.Match:
        """Read on until a line matches."""
        for line in self._process.stdout:
            self.heard += line
            if found := re.search(pattern, line):
                return found
        raise AssertionError(f"{pattern!r} was not said: {self.heard}")

    def hear_pids(self, pattern: str, number: int) -> set[int]:
        """Read on until so many processes have said something."""
        pids: set[int] = set()
        while len(pids) < number:
            pids.add(int(self.hear(pattern)[1]))
        return pids

    def rest(self) -> str:
        """What is said until no process is left that could say anything."""
        said = self._process.stdout.read()
        self.heard += said
        return said

    def status(self) -> int:
        return self._process.wait(SECONDS_AT_THE_MOST)

    def stop(self) -> None:
        """End whatever is left of it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def close(self) -> None:
        self._watchdog.cancel()
        self.stop()
        self._process.wait()
        self._process.stdout.close()


@pytest.fixture
def start(request) -> Iterator:
    def start(*arguments: str, **environment: str) -> Program:
        program = Program(*arguments, **environment)
        request.addfinalizer(program.close)
        return program

    return start


def test_three_workers_share_what_can_be_shared_and_one_does_the_rest(start):
    program = start("--loop", "--workers=3", "--pause=0.05")
    assert program.pid in program.hear_pids(r"shared: (\d+)", 3)
    os.kill(program.pid, signal.SIGTERM)
    program.rest()
    assert re.findall(r"alone: (\d+)", program.heard) == [str(program.pid)]


def test_a_worker_that_is_killed_is_started_again(start):
    program = start("--loop", "--workers=2", "--pause=0.05")
    [worker] = program.hear_pids(r"shared: (\d+)", 2) - {program.pid}
    os.kill(worker, signal.SIGKILL)
    program.hear(rf"worker: {worker} ended with status -9; another starts in 1 s")
    another = int(program.hear(r"worker: (\d+) started")[1])
    assert another not in (worker, program.pid)
    program.hear(rf"shared: {another}")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_after_what_is_under_way(start, number):
    program = start("--loop", "--workers=3", "--pause=60", BUSY="1")
    pids = program.hear_pids(r"busy: (\d+) began", 3)
    os.kill(program.pid, number)
    finished = {int(pid) for pid in re.findall(r"shared: (\d+) finished", program.rest())}
    assert (finished, program.status()) == (pids, 0)


def test_ctrl_c_in_a_terminal_reaches_all_at_once_and_ends_them_cleanly(start):
    program = start("--loop", "--workers=3", "--pause=60", BUSY="1")
    pids = program.hear_pids(r"busy: (\d+) began", 3)
    os.killpg(program.pid, signal.SIGINT)
    said = program.rest()
    finished = {int(pid) for pid in re.findall(r"shared: (\d+) finished", said)}
    assert (finished, program.status()) == (pids, 0)
    assert "another starts" not in said


def test_no_worker_outlives_its_parent_and_each_finishes_what_is_under_way(start):
    program = start("--loop", "--workers=3", "--pause=60", BUSY="1")
    workers = program.hear_pids(r"busy: (\d+) began", 3) - {program.pid}
    os.kill(program.pid, signal.SIGKILL)
    finished = {int(pid) for pid in re.findall(r"shared: (\d+) finished", program.rest())}
    assert finished == workers


def test_a_worker_that_waits_for_its_next_turn_ends_with_its_parent_too(start):
    program = start("--loop", "--workers=2", "--pause=600")
    program.hear_pids(r"shared: (\d+)", 2)
    os.kill(program.pid, signal.SIGKILL)
    # The end of its output is the end of the last process that could write.
    program.rest()
    assert program.status() == -signal.SIGKILL


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--loop", "--workers=0"], "'0' is no number of workers from 1 to 64"),
        (["--loop", "--workers=-1"], "is no number of workers"),
        (["--loop", "--workers=two"], "'two' is no number of workers"),
        (["--loop", "--workers=1000"], "is no number of workers"),
        (["--workers=2"], "--workers needs --loop"),
        (["--loop", "--pause=-1"], "is no number of seconds from 0"),
        (["--loop", "--pause=nan"], "is no number of seconds"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused_in_a_sentence(arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("om_work", *arguments)


def test_workers_are_refused_where_a_backend_reads(settings):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "HARVEST_BACKEND": "rq"}
    with pytest.raises(CommandError, match="HARVEST_BACKEND"):
        call_command("om_work", "--loop", "--workers=2")
