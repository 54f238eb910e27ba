"""Taking what changed out of a cache in front of the site, by ``wagtail.contrib.frontend_cache``.

Wagtail itself purges a page when it is published. Here it is everything else that shows the
document: its earlier addresses, the directories that list it, its addresses in the API and in
frames. Nothing happens where the app or its setting is missing, and a purge that fails is logged
and fails nothing else.
"""

import contextlib
import logging
from collections.abc import Iterable, Iterator
from contextvars import ContextVar

from django.apps import apps
from django.conf import settings as django_settings
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from wagtail.models import AbstractPage

from omwagtail.catalogue.models import Item
from omwagtail.catalogue.origins import own_origins
from omwagtail.catalogue.sources import Placement, Surroundings, place
from omwagtail.conf import settings

APP = "wagtail.contrib.frontend_cache"
# The lists of the API, by the type of what they hold; `items` holds all.
LISTS = {
    "practice-example": "practice-examples",
    "check": "checks",
    "network": "networks",
    "organisation": "organisations",
}
OF_CHECKS = (
    "omwagtail_check",
    "omwagtail_check_result",
    "omwagtail_embed_check",
    "omwagtail_embed_check_result",
)

_together: ContextVar[set[str] | None] = ContextVar("omwagtail_purged_together", default=None)

logger = logging.getLogger("omwagtail.capture")


def is_purging() -> bool:
    """Whether there is a cache to be told."""
    return apps.is_installed(APP) and any(
        getattr(django_settings, name, None)
        for name in ("WAGTAILFRONTENDCACHE", "WAGTAILFRONTENDCACHE_LOCATION")
    )


@contextlib.contextmanager
def purging_together() -> Iterator[None]:
    """What many captures change is purged at once, when they are done."""
    if _together.get() is not None:
        yield
        return
    urls: set[str] = set()
    token = _together.set(urls)
    try:
        yield
    finally:
        _together.reset(token)
        if urls:
            transaction.on_commit(lambda: _purge(urls))


def purge_later(item: Item, earlier: Iterable[str] = ()) -> None:
    """Purge what shows an item, and the addresses that it had before, after the commit."""
    if not is_purging():
        return
    urls = {*earlier, *addresses_of(item)}
    if (together := _together.get()) is not None:
        together |= urls
    else:
        transaction.on_commit(lambda: _purge(urls))


def purge_foreign_later(items: Iterable[Item]) -> None:
    """The same for documents of other sites, at all addresses at which this one shows them."""
    foreign = [item for item in items if item.key and not item.is_own]
    if not foreign or not is_purging():
        return
    paths = {path for item in foreign for path in _paths(item)}
    urls = {f"{origin}{path}" for origin in own_origins() for path in paths}
    urls |= {f"{at}{item.key}/" for at in _places_of_directories() for item in foreign}
    if (together := _together.get()) is not None:
        together |= urls
    else:
        transaction.on_commit(lambda: _purge(urls))


def addresses_of(item: Item) -> list[str]:
    """Every address of this site that shows the item, but those of directories."""
    if not is_purging() or not item.key:
        return []
    own = [url for url in (item.url, *item.earlier_urls) if url]
    return [*own, *(f"{item.origin}{path}" for path in _paths(item))]


def _paths(item: Item) -> Iterator[str]:
    for name in ("items", LISTS[item.type]):
        yield from _reversed(f"omwagtail_{name}")
        yield from _reversed(f"omwagtail_{name}_detail", key=item.key)
    yield from _reversed("omwagtail_embed_list")
    yield from _reversed("omwagtail_embed_card", key=item.key)
    if item.type == "check":
        for name in OF_CHECKS:
            yield from _reversed(name, key=item.key)


def _reversed(name: str, **kwargs: str) -> Iterator[str]:
    # A site may leave rooms out of its addresses.
    with contextlib.suppress(NoReverseMatch):
        yield reverse(name, kwargs=kwargs)


def _purge(urls: set[str]) -> None:
    try:
        from wagtail.contrib.frontend_cache.utils import PurgeBatch

        PurgeBatch([*urls, *_directories(urls)]).purge()
    except Exception:
        logger.exception("purging the cache failed: %s addresses", len(urls))


def _directories(urls: set[str]) -> Iterator[str]:
    """Addresses of the directories that may list what stands at these addresses."""
    for page, at in _placed_directories():
        if settings.SITES_SHARE or any(url.startswith(f"{at.origin}/") for url in urls):
            paths = getattr(page, "get_cached_paths", lambda: ["/"])()
            yield from (at.url + path.lstrip("/") for path in (*paths, "atom.xml"))


def _places_of_directories() -> list[str]:
    return [at.url for _page, at in _placed_directories()]


def _placed_directories() -> Iterator[tuple[AbstractPage, Placement]]:
    around = Surroundings()
    for model in apps.get_models():
        if not getattr(model, "om_is_directory", False) or not issubclass(model, AbstractPage):
            continue
        for page in model._base_manager.filter(live=True):
            at = place(page, around)
            if at.origin:
                yield page, at
