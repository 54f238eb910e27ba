"""What can be embedded, an entry or a list, with the addresses that it takes."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode, urljoin

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, gettext
from wagtail.models import Page, Site

from omwagtail.catalogue.models import Item, ItemType
from omwagtail.catalogue.publishers import publisher_names
from omwagtail.catalogue.queries import ItemQuerySet
from omwagtail.catalogue.sources import place
from omwagtail.embed.lists import DEFAULT_LIMIT, MAX_LIMIT, BadParameter, chosen_items
from omwagtail.rendering.addresses import directories_of
from omwagtail.rendering.sites import address_of_view
from omwagtail.vocabularies import vocabulary

# What the address of a framed list and the attributes of the elements are both called.
LIST_FILTERS = ("type", "topic", "region", "organisation")
LIST_FIELDS = (*LIST_FILTERS, "limit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is embedded: an entry or a list."""

    title: str
    origin: str
    """Of the site that shows it. Empty in a preview: then all addresses are below the same host."""

    page: str
    """Absolute address that a link leads to."""

    frames: dict[str, str]
    """Address of the frame for ``check``, ``card`` and ``list``, the best one first."""

    filters: dict[str, str]
    """Of a list: attributes of the elements. Empty for an entry."""

    item: Item | None = None

    def seen_from(self, origin: str | None) -> "Subject":
        """The same for a page of the origin that shows it, under whatever name it was asked: with
        addresses of that host."""
        if origin != self.origin:
            return self
        frames = {name: url.removeprefix(self.origin) for name, url in self.frames.items()}
        return replace(self, origin="", frames=frames)


def subject_of_item(item: Item, *, page: str, origin: str) -> Subject:
    """An entry that the site at ``origin`` shows at the absolute address ``page``."""
    names = ["check", "card"] if item.type == ItemType.CHECK else ["card"]
    paths = {name: reverse(f"omwagtail_embed_{name}", args=[item.key]) for name in names}
    frames = {
        name: urljoin(origin, address_of_view(path, item, origin)) for name, path in paths.items()
    }
    return Subject(title=item.title, origin=origin, page=page, frames=frames, filters={}, item=item)


def subject_of_list(filters: dict[str, str], *, origin: str, directory: Page | None) -> Subject:
    """A list; its link leads to the directory with the same filters, so that who has no script
    finds the same entries. A site without a directory has the framed list as a page."""
    address = urljoin(origin, reverse("omwagtail_embed_list"))
    frame = _with_query(address, filters)
    page = frame
    if directory is not None:
        page = _with_query(place(directory).url or frame, _narrower(filters, directory))
    return Subject(
        title=directory.title if directory is not None else gettext("Practice and checks"),
        origin=origin,
        page=page,
        frames={"list": frame},
        filters=filters,
    )


def filters_in(given: QueryDict, items: ItemQuerySet) -> tuple[dict[str, str], str]:
    """What of the list's fields was chosen; and what is wrong with it, in a sentence: then nothing
    counts as chosen."""
    chosen = {name: ",".join(filter(None, given.getlist(name))) for name in LIST_FIELDS}
    try:
        chosen_items(given, items)
    except BadParameter as error:
        return {}, str(error)
    return {name: value for name, value in chosen.items() if value}, ""


def list_choices(filters: dict[str, str], items: ItemQuerySet) -> dict[str, Any]:
    """What the form of a list offers, in the reader's language."""
    language = get_language() or "de"
    types = [(value, str(label)) for value, label in ItemType.choices]
    several = filters.get("type", "")
    if "," in several:
        labels = [label for value, label in types if value in several.split(",")]
        types.append((several, ", ".join(labels)))
    organisations = publisher_names(items.exclude(type=ItemType.ORGANISATION))
    return {
        "filters": {"limit": str(DEFAULT_LIMIT), **filters},
        "most_entries": MAX_LIMIT,
        "types": types,
        "topics": vocabulary("topics").choices(language),
        "regions": vocabulary("regions").choices(language),
        "organisations": sorted(organisations.items(), key=lambda one: one[1].casefold()),
    }


def directory_for(site: Site | None, filters: dict[str, str]) -> Page | None:
    """Of a site's directories the highest one that shows all kinds which a list may hold."""
    wanted = set(filter(None, filters.get("type", "").split(",")))
    directories = [page.specific for page in directories_of(site)]
    return next((page for page in directories if _shows(page, wanted)), None) or next(
        iter(directories), None
    )


def _shows(directory: Page, wanted: set[str]) -> bool:
    types = set(getattr(directory, "types", None) or ())
    return not types or (bool(wanted) and wanted <= types)


def _narrower(filters: dict[str, str], directory: Page) -> dict[str, str]:
    """Of the filters those that the directory's page understands: one value each, and none for the
    kinds that it shows anyway."""
    own_types = ",".join(getattr(directory, "types", None) or ())
    return {
        name: value
        for name, value in filters.items()
        if name in LIST_FILTERS and "," not in value and value != own_types
    }


def _with_query(address: str, parameters: dict[str, str]) -> str:
    return f"{address}?{urlencode(parameters, safe=',:')}" if parameters else address
