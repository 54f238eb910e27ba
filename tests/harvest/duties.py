"""What child processes of a site do in the tests: see forks.py. Arguments and results are JSON."""

import random
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from wagtail.models import Page

from omwagtail.catalogue.models import Item, ItemState, Picture
from omwagtail.catalogue.stamping import stamp_all
from omwagtail.harvest import approving
from omwagtail.harvest.deciding import accept, reject, waiting_items
from omwagtail.harvest.exceptions import DecisionRefused
from omwagtail.harvest.models import HostLease, Offer, Run, Source, Trust
from omwagtail.work import jobs
from tests.pages_for_tests import home, publish_example
from tests.testapp.models import PlainPage


def add(origin: str, trust: str = Trust.AUTOMATIC, takes_relayed: bool = False) -> None:
    approving.approve(approving.propose(origin), trust=trust, takes_relayed=takes_relayed)


def work() -> None:
    """A turn of the harvest's periodic work."""
    for job in jobs():
        if job.run.__module__.startswith("omwagtail.harvest"):
            job.run()


def make_due(full_pass: bool) -> None:
    """What is due one day is due now."""
    now = timezone.now()
    Source.objects.update(due=now, not_before=None)
    Offer.objects.filter(retry_due__isnull=False).update(retry_due=now)
    if full_pass:
        Source.objects.update(full_pass_due=now - timedelta(minutes=1))


def finish(full_pass: bool) -> dict[str, Any]:
    """Do what a killed process has left; returns what is there then. Then all is due again."""
    # Some minutes later: so long the killed one keeps others from the picture and the host that it
    # had taken.
    now = timezone.now()
    Picture.objects.filter(digest="").update(due=now)
    HostLease.objects.update(until=now)
    work()
    found = look()
    make_due(full_pass)
    return found


def remove(origin: str) -> None:
    if source := Source.objects.filter(origin=origin).first():
        approving.remove(source)


def finish_removing(origin: str) -> dict[str, Any]:
    remove(origin)
    # Its files go after the commit; what was left then goes now.
    work()
    found = look()
    add(origin)
    return found


def look() -> dict[str, Any]:
    """Everything that a harvest leaves behind, by the documents' titles and ids."""
    items = list(Item.objects.filter(content_type__isnull=True).order_by("pk"))
    own = Item.objects.filter(content_type__isnull=False)
    named = Picture.objects.exclude(file="")
    files = Path(settings.MEDIA_ROOT, "omwagtail").glob("*/*")
    return {
        "shown": sorted(Item.objects.visible().values_list("title", flat=True)),
        "found": sorted(
            Item.objects.visible().filter(terms__code="strategy").values_list("title", flat=True)
        ),
        "states": sorted((item.origin, item.urn, item.state, item.rev) for item in items),
        "waiting": sorted(
            item.urn for item in items if item.waiting_doc and item.state == ItemState.ACCEPTED
        ),
        "content": sorted(item.urn for item in items if '"upsert"' in item.doc),
        "own": sorted(own.values_list("title", flat=True)),
        "numbers": sorted(Item.objects.exclude(seq=None).values_list("seq", flat=True)),
        "parked": Offer.objects.exclude(reason="").count(),
        "leases": Source.objects.filter(lease_until__isnull=False).count(),
        "errors": sorted(set(Run.objects.exclude(error="").values_list("error", flat=True))),
        "pictures": sorted(Picture.objects.exclude(digest="").values_list("image_id", flat=True)),
        "missing_pictures": [
            f"{picture.url} {picture.error} {picture.due} {picture.items.count()}"
            for picture in Picture.objects.filter(digest="")
        ],
        "files": sorted(path.name for path in files),
        "rows_of_files": sorted(Path(name).name for name in named.values_list("file", flat=True)),
    }


# Duties that are done at the same time, on the same sources: see test_locks.py.


def harvest_again(turns: int) -> None:
    """A worker that finds everything due again and again."""
    for _ in range(turns):
        now = timezone.now()
        Source.objects.filter(lease_until=None).update(due=now, not_before=None)
        work()


def number(turns: int) -> None:
    """The stamper."""
    for _ in range(turns):
        stamp_all()


def decide(seed: str, turns: int) -> int:
    """An operator, who accepts and rejects what waits; returns how often that was done."""
    chance, count = random.Random(seed), 0
    for _ in range(turns):
        item = waiting_items().order_by("?").first()
        if item is None:
            continue
        try:
            chance.choice((accept, reject))(item)
        except DecisionRefused:
            continue
        count += 1
    return count


def add_section(slug: str) -> None:
    """Where an editor publishes."""
    home().add_child(instance=PlainPage(title=slug, slug=slug))


def publish(slug: str, turns: int) -> None:
    """An editor of this site, in a section of his own."""
    section = Page.objects.get(slug=slug)
    for number in range(turns):
        publish_example(section, title=f"{slug} {number}", slug=f"{slug}-{number}")


def lock_backwards(turns: int) -> None:
    """Somebody who locks foreign items in the order in which nobody else does, and slowly."""
    foreign = Item.objects.filter(content_type__isnull=True)
    for turn in range(turns):
        with suppress(OperationalError), transaction.atomic():
            # The first to notice a circle is the one that is ended: now this one, now another.
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL deadlock_timeout = '{(50, 5000)[turn % 2]}ms'")
            for pk in list(foreign.order_by("-key").values_list("pk", flat=True)):
                foreign.select_for_update().filter(pk=pk).first()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.01)")
