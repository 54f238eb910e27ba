"""Sites that ask to be taken in as sources (rule 19).

A request is an address that somebody wrote, and nothing more: whoever it is can ask for others too.
So nothing is fetched there before a person opens the request, and only so many are kept.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from omwagtail.catalogue.origins import own_origins
from omwagtail.harvest.models import JoinRequest, Source, SourceState
from omwagtail.signals import asked_to_join
from omwagtail.work import Job, register

# More than an operator reads; few enough that a flood fills no table.
MAX_REQUESTS = 100
KEEP = timedelta(days=90)
MAX_ORIGIN = 255  # what sources and requests have room for
HOUR = 3_600


def waiting_requests() -> QuerySet[JoinRequest]:
    """Requests that nobody has decided about, the newest first."""
    return JoinRequest.objects.exclude(origin__in=_decided().values("origin"))


def dismiss(request: JoinRequest) -> None:
    """A person wants nothing of it. The site may ask again; who must not is blocked as a source."""
    JoinRequest.objects.filter(pk=request.pk).delete()


def note_request(sender: Any, origin: str, **kwargs: Any) -> None:
    """Keep who asks, unless this site knows it, or has as many requests as it keeps."""
    if (
        len(origin) > MAX_ORIGIN
        or origin in own_origins()
        or _decided().filter(origin=origin).exists()
    ):
        return
    if JoinRequest.objects.count() >= MAX_REQUESTS:
        return
    _request, is_new = JoinRequest.objects.get_or_create(origin=origin)
    if is_new:
        # Others may ask in the same moment. Whoever comes last sees all that were kept.
        transaction.on_commit(_drop_surplus)


def prune() -> str | None:
    """Forget requests that nobody has opened for so long; a line for the log."""
    _drop_surplus()
    count, _ = JoinRequest.objects.filter(received__lt=timezone.now() - KEEP).delete()
    return f"{count} requests to join were too old" if count else None


def connect() -> None:
    """Listen to who asks."""
    asked_to_join.connect(note_request, dispatch_uid="omwagtail.harvest.asked_to_join")


def register_jobs() -> None:
    register(Job(name="requests", run=prune, every=lambda: HOUR, order=90))


def _decided() -> QuerySet[Source]:
    """Sources that a person took in, or wants nothing of."""
    return Source.objects.exclude(state=SourceState.PROPOSED)


def _drop_surplus() -> None:
    kept = JoinRequest.objects.order_by("pk").values_list("pk", flat=True)[:MAX_REQUESTS]
    JoinRequest.objects.exclude(pk__in=list(kept)).delete()
