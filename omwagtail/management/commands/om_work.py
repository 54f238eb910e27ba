"""All periodic work of a site: cron every five minutes, or ``--loop`` as a service."""

import argparse
import math
import sys
from contextlib import nullcontext

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from omwagtail.conf import settings
from omwagtail.processes import Children, Ending, this_program
from omwagtail.work import Clock, Outcome, end_when

# Each holds a connection to the database for each of its threads.
MOST_WORKERS = 64


class Command(BaseCommand):
    help = "Does what is due: sweep, numbering, doorbell, harvest, pictures."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="Go on until told to end.")
        parser.add_argument(
            "--pause", type=seconds, default=2.0, help="Seconds between two turns of --loop."
        )
        parser.add_argument(
            "--workers",
            type=number_of_workers,
            default=1,
            metavar="N",
            help="With --loop: processes in all. The further ones only read other sites.",
        )
        # One of those further processes; its parent holds the other end of its standard input.
        parser.add_argument("--as-worker", action="store_true", help=argparse.SUPPRESS)

    def handle(self, *, loop: bool, pause: float, workers: int, as_worker: bool, **options) -> None:
        if not loop:
            if workers > 1:
                raise CommandError("--workers needs --loop: once is done by one process.")
            return self._turn_once()
        if workers > 1 and settings.HARVEST_BACKEND:
            raise CommandError(
                f"Other sites are read by the workers of the backend {settings.HARVEST_BACKEND!r} "
                "(HARVEST_BACKEND). Start more of those, and om_work without --workers."
            )
        ending = Ending(sys.stdin.fileno() if as_worker else None)
        end_when(lambda: ending.wait(0))
        with self._children(workers - 1, pause, options) as children:
            if children:
                children.end_with(ending)
            clock = Clock(only_shared=as_worker)
            while not ending.wait(0):
                close_old_connections()
                self._report(clock.turn())
                ending.wait(pause)
        return None

    def _turn_once(self) -> None:
        outcomes = Clock().turn()
        self._report(outcomes)
        if any(outcome.failed for outcome in outcomes):
            raise CommandError("Some of the work failed; the log says why.")

    def _children(self, number: int, pause: float, options: dict):
        if not number:
            return nullcontext()
        command = [*this_program(), "om_work", "--loop", "--as-worker", f"--pause={pause}"]
        # --settings is in the environment, where Django has put it.
        if options.get("pythonpath"):
            command.append(f"--pythonpath={options['pythonpath']}")
        return Children(number, command, self._tell)

    def _tell(self, sentence: str) -> None:
        self.stdout.write(f"worker: {sentence}")
        self.stdout.flush()

    def _report(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            stream = self.stderr if outcome.failed else self.stdout
            for line in outcome.text.splitlines():
                stream.write(f"{outcome.name}: {line.strip()}")
        self.stdout.flush()


def seconds(text: str) -> float:
    """A time in seconds; raises ArgumentTypeError, in a sentence, for what is none."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 86_400:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds from 0 to 86400.")
    return value


def number_of_workers(text: str) -> int:
    """A number of processes; raises ArgumentTypeError, in a sentence, for what is none."""
    value = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= value <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no number of workers from 1 to {MOST_WORKERS}."
        )
    return value
