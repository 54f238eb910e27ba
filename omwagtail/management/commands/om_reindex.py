"""Writes what searches and filters go by anew, from the documents."""

from django.core.management.base import BaseCommand

from omwagtail.catalogue.reindexing import reindex


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
        count = reindex(after=after, progress=self._report)
        self.stdout.write(f"{count} items written anew")

    def _report(self, count: int, last: int) -> None:
        self.stdout.write(f"{count} written (to go on from here: --after {last})")
        self.stdout.flush()
