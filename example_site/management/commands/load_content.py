"""Loads a site's part of example_site/content; what was loaded before and is the same stays."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from example_site.loading.loading import load
from example_site.loading.pieces import PieceRefused


class Command(BaseCommand):
    help = "Loads this site's part of example_site/content. A second run changes nothing."

    def handle(self, **options: Any) -> None:
        try:
            written = load(settings.SITE)
        except PieceRefused as error:
            raise CommandError(str(error)) from error
        for path in written:
            self.stdout.write(path)
        self.stdout.write(f"{len(written)} pieces written")
