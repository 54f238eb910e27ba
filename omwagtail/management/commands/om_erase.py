"""Take the last traces of deleted documents out of the database's files."""

from django.core.management.base import BaseCommand

from omwagtail.catalogue.erasing import erase_thoroughly
from omwagtail.catalogue.search.writing import remove_orphans
from omwagtail.catalogue.stamping import stamp_all


class Command(BaseCommand):
    help = "Rewrites tables so that nothing of deleted documents stays in the database's files."

    def handle(self, **options) -> None:
        stamp_all()
        remove_orphans()
        for line in erase_thoroughly():
            self.stdout.write(line)
