"""A wish for a sweep: what changes more than one request can look at is left to ``om_work``.

And when the last sweep was, which tells whether ``om_work`` runs at all.
"""

from datetime import datetime

from django.utils import timezone

from omwagtail.catalogue.models import FeedHead


def want_sweep() -> None:
    """Let the next turn of ``om_work`` sweep, whenever the last time was."""
    FeedHead.objects.get_or_create(pk=1)
    FeedHead.objects.filter(pk=1, sweep_wanted=False).update(sweep_wanted=True)


def is_sweep_wanted() -> bool:
    """Whether somebody wished for one that has not begun yet."""
    return FeedHead.objects.filter(sweep_wanted=True).exists()


def take_wish() -> bool:
    """Take the wish back, before the sweep begins: one that is made meanwhile stays."""
    return FeedHead.objects.filter(sweep_wanted=True).update(sweep_wanted=False) > 0


def note_sweep() -> None:
    """A sweep has come to its end."""
    FeedHead.objects.get_or_create(pk=1)
    FeedHead.objects.filter(pk=1).update(swept=timezone.now())


def last_sweep() -> datetime | None:
    """When a sweep last came to its end; None where none has."""
    return FeedHead.objects.filter(pk=1).values_list("swept", flat=True).first()
