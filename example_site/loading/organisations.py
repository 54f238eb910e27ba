"""Organisations that pieces refer to; the site's own one is published with it."""

from pathlib import Path
from typing import Any

from wagtail.models import Site

from example_site.loading import memory
from example_site.loading.reading import CONTENT, digest_of, read
from example_site.loading.writing import write_organisation
from omwagtail.content.organisation import Organisation


def load_organisations(
    own: str, keys: set[str], site: Site, content: Path = CONTENT
) -> dict[str, Organisation]:
    """The organisations with these keys and the site's own one, by key."""
    loaded = {
        entry["key"]: _load(entry, site if entry["key"] == own else None)
        for entry in read("organisations.yaml", content)
        if entry["key"] == own or entry["key"] in keys
    }
    return {key: organisation for key, organisation in loaded.items() if organisation}


def _load(entry: dict[str, Any], site: Site | None) -> Organisation | None:
    name = f"organisations.yaml#{entry['key']}"
    digest = digest_of([entry, site is not None])
    organisation = memory.find(name, Organisation)
    if memory.is_current(name, digest):
        return organisation
    organisation = organisation or Organisation()
    organisation.site = site
    write_organisation(organisation, entry)
    organisation.save()
    memory.remember(name, digest, organisation)
    return organisation
