"""Sources of this site for benchmarks, as if a person had approved them."""

import contextlib
from collections.abc import Iterator

from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from example_site.crowd.joining import join
from omwagtail.harvest.models import Source
from tests.benchmarks.publishing import running_crowd


@contextlib.contextmanager
def demo_mode() -> Iterator[None]:
    """Sites on this machine may be read."""
    with override_settings(OMWAGTAIL={**settings.OMWAGTAIL, "DEMO_MODE": True}):
        yield


@contextlib.contextmanager
def sources_of_a_crowd(sites: int, documents: int, *, realistic: bool = False) -> Iterator[None]:
    """So many good sites are sources, approved and not read yet, while the context lasts.

    Their documents are small, or as large as ``realistic`` ones.
    """
    with demo_mode(), running_crowd(sites, documents, realistic=realistic) as crowd:
        join(crowd)
        yield


def make_all_due() -> None:
    """Let the time of all sources have come."""
    Source.objects.update(due=timezone.now())
