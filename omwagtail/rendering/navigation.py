"""The ways around a site that our own page shell offers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Page, Site

# What a menu needs of a page; all columns are forty, and take longer than the rest of the query.
OF_A_STEP = ("path", "title", "url_path", "locale")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A link of a menu or a breadcrumb."""

    title: str
    url: str
    is_current: bool = False


def menu(request: HttpRequest | None, page: Page | None = None) -> list[Step]:
    """The public pages below the site's home that editors chose to show in menus."""
    home = _home(request)
    if home is None:
        return []
    path = getattr(page, "path", "") or ""
    return [
        Step(
            title=child.title,
            url=child.get_url(request) or "",
            is_current=bool(path) and path.startswith(child.path),
        )
        for child in _in_menus(home.get_children().live().public()).only(*OF_A_STEP)
    ]


def breadcrumb(request: HttpRequest | None, page: Page | None, *, include_page: bool) -> list[Step]:
    """From the site's home down to a page, which is included where something stands below it.

    No query for a page that Wagtail routed to: each then knows the page that it was found in. For
    others, such as previews, one for each page between it and the home.
    """
    home = _home(request)
    if home is None or page is None or not (page.path or "").startswith(home.path):
        return []
    way = [*([page] if include_page else []), *_above(page, home)]
    return [
        Step(title=step.title, url=step.get_url(request) or "")
        for step in reversed(way)
        if step.live
    ]


def _above(page: Page, home: Page) -> Iterator[Page]:
    """What a page stands in, nearest first, up to the home."""
    while page.depth > home.depth + 1:
        page = page.get_parent()
        yield page
    if page.depth > home.depth:
        yield home


def _in_menus(pages: QuerySet) -> QuerySet:
    # A project's own base page may be one without that choice.
    has_choice = any(field.name == "show_in_menus" for field in pages.model._meta.fields)
    return pages.in_menu() if has_choice else pages.none()


def _home(request: HttpRequest | None) -> Page | None:
    site = Site.find_for_request(request) if request is not None else None
    return site.root_page if site is not None else None
