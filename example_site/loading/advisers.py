"""Advisers whom a site names beside the results of its checks."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Site

from example_site.loading import memory
from example_site.loading.reading import digest_of
from example_site.loading.writing import write_adviser
from omwagtail.content.organisation import Organisation
from omwagtail.models import Adviser


def load_advisers(
    name: str, entries: Iterable[dict[str, Any]], organisation: Organisation | None, site: Site
) -> None:
    """The advisers in a site's file, in their order, as those of its own organisation."""
    for place, entry in enumerate(entries, start=1):
        _load(f"{name}#adviser-{entry['key']}", entry, organisation, site, place)


def _load(
    name: str, entry: dict[str, Any], organisation: Organisation | None, site: Site, place: int
) -> None:
    digest = digest_of([entry, place])
    if memory.is_current(name, digest):
        return
    adviser = memory.find(name, Adviser) or Adviser()
    adviser.organisation, adviser.site, adviser.sort_order = organisation, site, place
    write_adviser(adviser, entry)
    adviser.save()
    memory.remember(name, digest, adviser)
