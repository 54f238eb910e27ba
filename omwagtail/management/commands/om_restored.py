"""To be run after the database was restored from a backup."""

from django.core.management.base import BaseCommand

from omwagtail.catalogue.reissuing import reissue
from omwagtail.catalogue.stamping import stamp_all


class Command(BaseCommand):
    help = (
        "Issues all own documents anew after the database was restored from a backup, so that "
        "other sites take them in again."
    )

    def handle(self, **options) -> None:
        count = reissue()
        stamp_all()
        self.stdout.write(f"{count} documents issued anew")
