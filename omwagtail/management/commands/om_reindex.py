"""Writes what searches and filters go by anew, from the documents."""

import sys

from django.core.management.base import BaseCommand

from omwagtail.catalogue.reindexing import count_items, reindex
from omwagtail.progress import Progress


class Command(BaseCommand):
    help = (
        "Writes the words and codes by which documents are found anew, from the documents. "
        "Searches go on meanwhile; it may be ended at any time and go on with --after."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--after", type=int, default=0, metavar="ID", help="Go on after the item with this id."
        )

    def handle(self, *, after: int, **options) -> None:
        self._written, self._last = 0, after
        with Progress(sys.stderr, "items", count_items(after=after)) as self._progress:
            try:
                reindex(after=after, progress=self._report)
            except KeyboardInterrupt:
                self._say_where()
                raise
        self.stdout.write(f"{self._written} items written anew")

    def _report(self, count: int, last: int) -> None:
        self._written, self._last = count, last
        self._progress.reach(count)
        if not self._progress.is_drawn:
            self._say_where()

    def _say_where(self) -> None:
        line = f"{self._written} written (to go on from here: --after {self._last})"
        self._progress.say(line, self.stdout)
