"""Reads sources now, in this process."""

import argparse
import sys
from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError

from omwagtail.conf import settings
from omwagtail.harvest.checks import MOST_THREADS
from omwagtail.harvest.exceptions import HarvestError
from omwagtail.harvest.harvesting import harvest, harvest_due
from omwagtail.harvest.leases import due_sources, release_the_dead
from omwagtail.harvest.models import READ_STATES, Run, Source
from omwagtail.harvest.reading import check_source_origin
from omwagtail.progress import Progress


class Command(BaseCommand):
    help = "Reads the sources that are due, or one of them whether it is due or not."

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--due", action="store_true", help="All that are due; the default.")
        which.add_argument("--source", metavar="ORIGIN", help="This one, due or not.")
        parser.add_argument(
            "--threads",
            type=number_of_threads,
            metavar="N",
            help="How many are read at a time; without it the setting HARVEST_THREADS.",
        )

    def handle(self, *, source: str | None, threads: int | None, **options) -> None:
        if source is not None:
            failed = self._report([self._read_one(source)])
        else:
            failed = self._read_all(threads or settings.HARVEST_THREADS)
        if failed:
            raise CommandError(f"{failed} of the sources could not be read.")

    def _read_all(self, threads: int) -> int:
        total = due_sources().count()
        with Progress(sys.stderr, "sources", total) as progress:
            return self._report(harvest_due(sys.maxsize, threads=threads), progress)

    def _report(self, runs: Iterable[Run], progress: Progress | None = None) -> int:
        """Print a line for each; returns how many failed."""
        failed = 0
        for run in runs:
            failed += bool(run.error)
            if progress is None:
                self.stdout.write(_line(run))
            else:
                progress.say(_line(run), self.stdout)
                progress.advance()
        return failed

    def _read_one(self, address: str) -> Run:
        try:
            origin = check_source_origin(address)
        except HarvestError as error:
            raise CommandError(str(error)) from error
        release_the_dead()
        source = Source.objects.filter(origin=origin).first()
        if source is None:
            raise CommandError(f"{origin} is not a source of this site.")
        if source.state not in READ_STATES:
            raise CommandError(f"{origin} is not read: {source.get_state_display()}.")
        run = harvest(source)
        if run is None:
            raise CommandError(f"Somebody else is reading {origin} right now.")
        return run


def _line(run: Run) -> str:
    counts = (
        f"{run.pages} pages, {run.entries} entries, {run.added} new, {run.changed} changed, "
        f"{run.withdrawn} withdrawn, {run.parked} parked"
    )
    return f"{run.source.origin}: {run.error or counts}"


def number_of_threads(text: str) -> int:
    """A number of threads; raises ArgumentTypeError, in a sentence, for what is none."""
    value = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= value <= MOST_THREADS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no number of threads from 1 to {MOST_THREADS}."
        )
    return value
