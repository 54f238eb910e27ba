"""Handing the reading of sources over to the workers of a django-tasks backend.

The rows decide: a task that comes twice, or late, finds its source not due, and one that is lost
leaves it due, so that it is handed over again. What is remembered here only keeps the queue short.
"""

import math
from collections.abc import Callable, Hashable
from time import monotonic

from django.utils import timezone

from omwagtail.catalogue.models import Picture
from omwagtail.conf import settings
from omwagtail.harvest.leases import due_sources, release_the_dead

# Seconds after which a task that was not run is taken to be lost, with its worker or its queue.
SOURCE_IS_LOST, PICTURES_ARE_LOST = 300, 60
# Pictures for which one task is made, and how many such tasks at a time.
PICTURES_A_TASK, PICTURE_TASKS = 50, 8


class Outstanding:
    """What this process has handed over lately. Several such processes do no harm."""

    def __init__(self) -> None:
        self._until: dict[Hashable, float] = {}

    def hand_over(self, what: Hashable, enqueue: Callable[[], object], lost_after: float) -> bool:
        """Enqueue a task, unless one for the same may still wait; return whether it was done."""
        now = monotonic()
        if self._until.get(what, -math.inf) > now:
            return False
        enqueue()
        self._until = {one: until for one, until in self._until.items() if until > now}
        self._until[what] = now + lost_after
        return True


_outstanding = Outstanding()


def hand_over_sources() -> int:
    """Make a task for each source that is due; returns how many.

    What the backend raises is passed on: those that were not handed over stay due.
    """
    # Imported late, because a task looks for its backend when it is defined.
    from omwagtail.harvest.tasks import harvest_now

    release_the_dead()
    task = harvest_now.using(backend=settings.HARVEST_BACKEND)
    due = list(due_sources().values_list("origin", "fence"))
    # Whoever has taken a source raised its fence: if it is due again, that is another task.
    return sum(
        _outstanding.hand_over(
            (origin, fence), lambda origin=origin: task.enqueue(origin), SOURCE_IS_LOST
        )
        for origin, fence in due
    )


def hand_over_pictures() -> int:
    """Make tasks that fetch the pictures that are due, as many as they need; returns how many."""
    from omwagtail.harvest.tasks import fetch_pictures_now

    task = fetch_pictures_now.using(backend=settings.HARVEST_BACKEND)
    due = Picture.objects.filter(digest="", due__lte=timezone.now())
    number = math.ceil(due[: PICTURES_A_TASK * PICTURE_TASKS].count() / PICTURES_A_TASK)
    return sum(
        _outstanding.hand_over(("pictures", place), task.enqueue, PICTURES_ARE_LOST)
        for place in range(number)
    )
