"""All periodic work of a site: cron every five minutes, or ``--loop`` as a service."""

import os
import select
import signal

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from omwagtail.work import Clock, Outcome


class Command(BaseCommand):
    help = "Does what is due: sweep, numbering, doorbell, harvest, pictures."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="Go on until told to end.")
        parser.add_argument(
            "--pause", type=float, default=2.0, help="Seconds between two turns of --loop."
        )

    def handle(self, *, loop: bool, pause: float, **options) -> None:
        clock = Clock()
        if not loop:
            outcomes = clock.turn()
            self._report(outcomes)
            if any(outcome.failed for outcome in outcomes):
                raise CommandError("Some of the work failed; the log says why.")
            return
        ending = Ending()
        while not ending.wait(0):
            close_old_connections()
            self._report(clock.turn())
            ending.wait(pause)

    def _report(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            stream = self.stderr if outcome.failed else self.stdout
            for line in outcome.text.splitlines():
                stream.write(f"{outcome.name}: {line.strip()}")
        self.stdout.flush()


class Ending:
    """Whether SIGTERM or Ctrl-C asked to end; the turn under way is finished first.

    The handler only writes into a pipe: it may run while the waiting code holds any lock.
    """

    def __init__(self) -> None:
        self._asked, self._ask = os.pipe()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: os.write(self._ask, b"."))

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until asked to end; return whether that was so."""
        readable, _, _ = select.select([self._asked], [], [], seconds)
        return bool(readable)
