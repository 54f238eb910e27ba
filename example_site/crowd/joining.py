"""``python -m example_site.crowd.joining ADDRESS``: takes a whole crowd into a hub as sources.

They are stored as if a person had approved each of them before some went bad: with the key that
was seen then, and with trust. Runs with the hub's settings (DJANGO_SETTINGS_MODULE).
"""

import json
import sys
import urllib.request
from collections.abc import Iterable
from typing import Any

import django


def main(address: str) -> None:
    """Add all sites that the crowd's address lists, and that are no sources yet."""
    with urllib.request.urlopen(address, timeout=30) as answer:
        join(json.load(answer))


def join(sites: Iterable[dict[str, Any]]) -> None:
    """Store sites, as ``gathering.describe`` has them, as approved sources."""
    from omwagtail.harvest.models import Source, SourceState, Trust

    Source.objects.bulk_create(
        [
            Source(
                origin=site["origin"],
                name=site["name"],
                kid=site["kid"],
                public_key=site["public_key"],
                state=SourceState.ACTIVE,
                trust=Trust.AUTOMATIC,
            )
            for site in sites
        ],
        ignore_conflicts=True,
    )


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
