"""Counts how often hosts show frames, where the setting ``EMBED_STATISTICS`` says so.

It looks at the host of the page around a frame and at nothing of the person before it. It is
counted when the answer was sent: a database that is slow or down holds up no frame.
"""

import logging
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from urllib.parse import urlsplit

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils import timezone

from omwagtail.conf import settings
from omwagtail.embed.models import FrameCount

# Anybody may claim to be any host: what is made up must not fill the disk.
MAX_HOSTS_PER_DAY = 500
DAYS_KEPT = 400
# What browsers say of a request that is for a frame.
FRAMES = ("iframe", "frame", "embed", "object")
HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?", re.ASCII)
UNKNOWN = ""

logger = logging.getLogger("omwagtail.embed")


def counted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose page opens a frame."""

    @wraps(view)
    def with_count(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if settings.EMBED_STATISTICS and request.method == "GET" and response.status_code == 200:
            host = host_around(request)
            if host is not None:
                _count_when_sent(response, host)
        return response

    return with_count


def host_around(request: HttpRequest) -> str | None:
    """The host of the page that shows a frame; empty where it is not told, None where the page was
    opened by itself or on this site."""
    use = request.headers.get("Sec-Fetch-Dest")
    if use is not None and use not in FRAMES:
        return None
    referer = request.headers.get("Referer")
    if not referer:
        # Without either it may be anything; a browser that says that it is a frame is believed.
        return UNKNOWN if use else None
    try:
        host = urlsplit(referer).hostname or ""
    except ValueError:
        return UNKNOWN
    host = host.rstrip(".")
    if host == split_domain_port(request.get_host())[0].strip("[]"):
        return None
    return host if HOST.fullmatch(host) else UNKNOWN


def count_opening(host: str, day: date | None = None) -> None:
    """One more for a host on a day, which is today. Safe whoever else counts at the same time."""
    day = day or timezone.localdate()
    if _add(day, host):
        return
    if host and FrameCount.objects.filter(day=day).count() >= MAX_HOSTS_PER_DAY:
        return count_opening(UNKNOWN, day)
    try:
        with transaction.atomic():
            FrameCount.objects.create(day=day, host=host, opened=1)
    except IntegrityError:  # somebody was quicker
        _add(day, host)


def forget_old_counts(today: date | None = None) -> int:
    """Delete what is older than DAYS_KEPT; returns how many rows that were."""
    last = (today or timezone.localdate()) - timedelta(days=DAYS_KEPT)
    return FrameCount.objects.filter(day__lt=last).delete()[0]


def _add(day: date, host: str) -> bool:
    row = FrameCount.objects.filter(day=day, host=host)
    return row.update(opened=F("opened") + 1) > 0


def _count_when_sent(response: HttpResponse, host: str) -> None:
    """A response is closed when it was sent, outside of the request's transaction."""
    close = response.close

    def count_and_close() -> None:
        try:
            count_opening(host)
        except DatabaseError:
            logger.warning("a frame could not be counted", exc_info=True)
        finally:
            close()

    response.close = count_and_close
