"""The ways around a site that our own page shell offers."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Page, Site


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
        for child in _in_menus(home.get_children().live().public())
    ]


def breadcrumb(request: HttpRequest | None, page: Page | None, *, include_page: bool) -> list[Step]:
    """From the site's home down to a page, which is included where something stands below it."""
    home = _home(request)
    if home is None or page is None or not (page.path or "").startswith(home.path):
        return []
    above = page.get_ancestors(inclusive=include_page).live().filter(depth__gte=home.depth)
    return [
        Step(title=step.title, url=step.get_url(request) or "")
        for step in above.only("path", "title", "url_path", "locale")
    ]


def _in_menus(pages: QuerySet) -> QuerySet:
    # A project's own base page may be one without that choice.
    has_choice = any(field.name == "show_in_menus" for field in pages.model._meta.fields)
    return pages.in_menu() if has_choice else pages.none()


def _home(request: HttpRequest | None) -> Page | None:
    site = Site.find_for_request(request) if request is not None else None
    return site.root_page if site is not None else None
