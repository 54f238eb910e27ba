"""Where documents are shown, and which addresses of documents may become links."""

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page, Site, get_page_models

from omwagtail.catalogue.models import Item
from omwagtail.catalogue.sources import base_page_model


def directory_address(page: Page | None, request: HttpRequest | None = None) -> str:
    """The address of a directory's page; empty for none, and for a draft that has no address."""
    return (page.get_url(request) or "") if page is not None else ""


def directory_near(page: Page | None, request: HttpRequest | None) -> Page | None:
    """The directory above a page, else the site's highest one: where foreign items are shown.

    Directories are the page types that say ``om_is_directory``.
    """
    site = Site.find_for_request(request) if request is not None else None
    return next(iter(directories_of(site, near=page)), None)


def directories_of(site: Site | None, *, near: Page | None = None) -> list[Page]:
    """The directories of a site that everybody may see, the highest first; before all others the
    one above the page ``near``."""
    models = [model for model in get_page_models() if getattr(model, "om_is_directory", False)]
    if site is None or not models:
        return []
    pages = base_page_model().objects.descendant_of(site.root_page)
    directories = pages.type(*models).live().public()
    path = getattr(near, "path", "") or ""
    return sorted(directories, key=lambda one: (not path.startswith(one.path), one.depth, one.path))


def item_address(item: Item, directory: str = "") -> str:
    """An own item at its page, a foreign one in the directory at this address, else at its origin.

    ``directory`` is what ``directory_address`` gave: asked once for a list of items.
    """
    if item.is_own or not directory:
        return web_address(item.url)
    return f"{directory.rstrip('/')}/{item.key}/"


def web_address(value: Any) -> str:
    """A link's address if it leads to the web; empty for anything else (``javascript:`` …)."""
    text = str(value or "").strip()
    is_web = text.lower().startswith(("https://", "http://"))
    is_local = text.startswith("/") and not text.startswith(("//", "/\\"))
    return text if is_web or is_local else ""
