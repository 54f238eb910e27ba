"""Compares everything that is published with the catalogue, and repairs what differs."""

from django.core.management.base import BaseCommand

from omwagtail.catalogue.stamping import stamp_all
from omwagtail.catalogue.sweeping import sweep


class Command(BaseCommand):
    help = "Compares everything that is published with the catalogue, and repairs what differs."

    def handle(self, **options) -> None:
        report = sweep()
        stamp_all()
        self.stdout.write(str(report))
        for problem in report.problems:
            self.stderr.write(problem)
