"""One connection per host (rule 18): leases for what is fetched beside feeds.

A source's own lease keeps its feed to one reader. Pictures may lie at any host, many at one, and
several workers fetch them: each takes the host before it asks there.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from omwagtail.harvest.models import HostLease, Source
from omwagtail.harvest.scheduling import has_come

# Longer than a host is asked at a stretch; if its holder is killed, others wait so long.
HOST_LEASE = timedelta(seconds=120)


def host_of(url: str) -> str:
    """The part of an address that says who answers: ``https://www.example.org``."""
    parts = urlsplit(url.lower())
    return f"{parts.scheme}://{parts.netloc}"


def take_host(host: str) -> bool:
    """Take a host, if nobody asks there now: neither for pictures, nor for its feed."""
    now = timezone.now()
    if Source.objects.filter(origin=host).exclude(_is_free()).exists():
        return False
    HostLease.objects.bulk_create([HostLease(host=host, until=now)], ignore_conflicts=True)
    free = HostLease.objects.filter(has_come("until", HOST_LEASE), host=host)
    return free.update(until=now + HOST_LEASE) == 1


def give_host_back(host: str) -> None:
    """Somebody else may ask there now."""
    HostLease.objects.filter(host=host).update(until=timezone.now())


def is_taken(now: Any = None) -> Exists:
    """Condition for sources: somebody fetches pictures at their host right now; ``now`` stands for
    the time in a kept statement."""
    taken = HostLease.objects.filter(host=OuterRef("origin"))
    return Exists(taken.exclude(has_come("until", HOST_LEASE, now)))


def forget_hosts() -> None:
    """Delete the rows of hosts at which nobody is; they would only grow in number."""
    HostLease.objects.filter(until__lt=timezone.now() - HOST_LEASE).delete()


def _is_free() -> Q:
    return Q(lease_until__isnull=True) | Q(lease_until__lte=timezone.now())
