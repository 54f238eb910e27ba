"""Child processes of the demonstration: started together, watched, and ended together."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from example_site.sites import ROOT, demo_dir

SECONDS_TO_END = 8
# How soon a request to end is noticed.
SLICE = 0.1


class CommandFailed(Exception):
    """A management command failed, or was stopped; the message holds what it said."""


class Ending:
    """Whether somebody asked to end: by Ctrl-C, by a signal, or by closing the terminal."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until asked to end; return whether that was so."""
        deadline = time.monotonic() + seconds
        while not self.asked and time.monotonic() < deadline:
            time.sleep(SLICE)
        return self.asked

    def _note(self, *_: object) -> None:
        self.asked = True


def environment(site_key: str = "hub") -> dict[str, str]:
    """What a process of an example site needs to know."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "example_site.settings",
        "OMWAGTAIL_SITE": site_key,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A process that we started, and the file that holds what it says."""

    name: str
    process: subprocess.Popen
    log: Path


def run_commands(commands: Iterable[tuple[str, Sequence[str]]], ending: Ending) -> None:
    """Run management commands side by side, each given as (key of its site, arguments).

    Raises CommandFailed for the first that fails, and when asked to end, with none left running.
    """
    run_modules([(key, ["django", *arguments]) for key, arguments in commands], ending)


def run_modules(modules: Iterable[tuple[str, Sequence[str]]], ending: Ending) -> None:
    """The same for any Python modules, given as (key of a site, module and arguments)."""
    running = [_begin(key, arguments) for key, arguments in modules]
    try:
        for child in running:
            while child.process.poll() is None:
                if ending.wait(SLICE):
                    raise CommandFailed("Stopped.")
            if child.process.returncode:
                raise CommandFailed(f"{child.name} failed:\n{child.log.read_text('utf-8')}")
    finally:
        for child in running:
            end_group(child.process)


def _begin(site_key: str, arguments: Sequence[str]) -> Child:
    name = arguments[1] if arguments[0] == "django" else arguments[0]
    log = log_of(f"{site_key}-{name}")
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            env=environment(site_key),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Child(name=f"{name} of {site_key}", process=process, log=log)


class Children:
    """All long-running processes; each leads a group of its own, so that none outlives us."""

    def __init__(self) -> None:
        self._children: list[Child] = []

    def start(
        self, name: str, arguments: Sequence[str], *, site_key: str = "hub", echo: bool = False
    ) -> None:
        """Start a process. Its output goes to a log file, and with ``echo`` to the terminal too."""
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            env=environment(site_key),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        child = Child(name=name, process=process, log=log_of(name))
        self._children.append(child)
        child.log.with_suffix(".pid").write_text(str(process.pid))
        threading.Thread(target=self._follow, args=(child, echo), daemon=True).start()

    def ended(self) -> Child | None:
        """A child that is no longer running, if there is one."""
        return next((child for child in self._children if child.process.poll() is not None), None)

    def end_all(self) -> None:
        """Ask all to end, wait, and make those end that do not."""
        for child in self._children:
            _signal(child.process, signal.SIGTERM)
        deadline = time.monotonic() + SECONDS_TO_END
        for child in self._children:
            end_group(child.process, seconds=max(0, deadline - time.monotonic()))
            child.log.with_suffix(".pid").unlink(missing_ok=True)

    def _follow(self, child: Child, echo: bool) -> None:
        with child.log.open("a", encoding="utf-8") as log:
            for line in child.process.stdout:
                log.write(line)
                log.flush()
                if echo:
                    print(f"  [{child.name}] {line}", end="", flush=True)


def log_of(name: str) -> Path:
    """Where the output of a process is kept."""
    logs = demo_dir() / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    return logs / f"{name}.log"


def end_group(process: subprocess.Popen, *, seconds: float = SECONDS_TO_END) -> None:
    """End a process that leads a group: ask first, and insist when the time is over."""
    _signal(process, signal.SIGTERM)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        _signal(process, signal.SIGKILL)
        process.wait()


def _signal(process: subprocess.Popen, number: int) -> None:
    if process.poll() is None:
        os.killpg(process.pid, number)
