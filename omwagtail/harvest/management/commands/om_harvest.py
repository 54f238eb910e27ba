"""Reads sources now, in this process."""

from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError

from omwagtail.harvest.exceptions import HarvestError
from omwagtail.harvest.harvesting import harvest, harvest_due
from omwagtail.harvest.leases import release_the_dead
from omwagtail.harvest.models import READ_STATES, Run, Source
from omwagtail.harvest.reading import check_source_origin


class Command(BaseCommand):
    help = "Reads the sources that are due, or one of them whether it is due or not."

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--due", action="store_true", help="All that are due; the default.")
        which.add_argument("--source", metavar="ORIGIN", help="This one, due or not.")

    def handle(self, *, source: str | None, **options) -> None:
        failed = [run for run in self._report(self._runs(source)) if run.error]
        if failed:
            raise CommandError(f"{len(failed)} of the sources could not be read.")

    def _report(self, runs: Iterable[Run]) -> Iterable[Run]:
        for run in runs:
            self.stdout.write(_line(run))
            self.stdout.flush()
            yield run

    def _runs(self, address: str | None) -> Iterable[Run]:
        if address is None:
            return harvest_due()
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
        return [run]


def _line(run: Run) -> str:
    counts = (
        f"{run.pages} pages, {run.entries} entries, {run.added} new, {run.changed} changed, "
        f"{run.withdrawn} withdrawn, {run.parked} parked"
    )
    return f"{run.source.origin}: {run.error or counts}"
