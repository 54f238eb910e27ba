"""Compares everything that is published with the catalogue, and repairs what differs."""

import sys

from django.core.management.base import BaseCommand

from omwagtail.catalogue.stamping import stamp_all
from omwagtail.catalogue.sweeping import sweep
from omwagtail.progress import Progress


class Command(BaseCommand):
    help = "Compares everything that is published with the catalogue, and repairs what differs."

    def handle(self, **options) -> None:
        with Progress(sys.stderr, "objects") as progress:
            report = sweep(progress.reach)
        stamp_all()
        self.stdout.write(str(report))
        for problem in report.problems:
            self.stderr.write(problem)
