"""A wish for a sweep: what changes more than one request can look at is left to ``om_work``."""

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
