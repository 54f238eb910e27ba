"""The doorbell rang: note it, and wake a worker where one is to be woken (rule 19)."""

import logging

from django.db import transaction

from omwagtail.conf import settings
from omwagtail.harvest.scheduling import ring
from omwagtail.signals import rung

logger = logging.getLogger("omwagtail.harvest")


def connect() -> None:
    """Listen to the doorbell."""
    rung.connect(answer_ring, dispatch_uid="omwagtail.harvest.rung")


def answer_ring(sender, origin: str, **kwargs) -> None:
    """Mark the source as due. Waking is a convenience: the next turn of om_work does it too."""
    if ring(origin) and settings.WAKE_BACKEND:
        transaction.on_commit(lambda: _wake(origin))


def _wake(origin: str) -> None:
    # Imported late, because a task looks for its backend when it is defined.
    from omwagtail.harvest.tasks import harvest_now

    try:
        harvest_now.using(backend=settings.WAKE_BACKEND).enqueue(origin)
    except Exception:
        # Any backend may fail in its own way; whoever rang must not notice.
        logger.warning("no worker could be woken for %s", origin, exc_info=True)
