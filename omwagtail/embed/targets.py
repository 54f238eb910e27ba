"""What an address of this site stands for, of all that can be embedded."""

from copy import copy
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from wagtail.models import Site

from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.queries import is_visible_at
from omwagtail.rendering.sites import shown_items, shown_origin

# Addresses under /om/ that name an item by its key.
ITEM_VIEWS = ("omwagtail_check", "omwagtail_embed_check", "omwagtail_embed_card")
LIST_VIEW = "omwagtail_embed_list"
PAGE_VIEW = "wagtail_serve"
# What the list of a directory's page and a framed list both filter by.
LIST_FILTERS = ("type", "topic", "region", "organisation")


class UnknownAddress(LookupError):
    """There is nothing at the address that could be embedded."""


class PrivateAddress(PermissionError):
    """What is at the address is not for everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTarget:
    """A list of items: a directory's page, or a framed list."""

    title: str
    query: str
    """What the address of the framed list asks for."""


def target_of(url: str, request: HttpRequest) -> Item | ListTarget:
    """The item or list behind an absolute address of the site that was asked.

    Raises UnknownAddress (also for another site's address) and PrivateAddress.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise UnknownAddress from error
    if parts.scheme not in ("https", "http") or parts.netloc.lower() not in _hosts(request):
        raise UnknownAddress
    path = unquote(parts.path) or "/"
    # Pages of several languages stand under addresses that say which.
    language = translation.get_language_from_path(path) or translation.get_language()
    with translation.override(language):
        match = _resolved(path)
        parameters = QueryDict(parts.query)
        if match.url_name in ITEM_VIEWS:
            return _shown(match.kwargs["key"], request)
        if match.url_name == LIST_VIEW:
            return ListTarget(title="", query=parts.query)
        if match.url_name == PAGE_VIEW:
            return _target_of_page(match, request, parameters)
    raise UnknownAddress


def _hosts(request: HttpRequest) -> set[str]:
    """The site may be asked under its origin, or under another name such as that of a copy."""
    return {urlsplit(shown_origin(request) or "").netloc, request.get_host().lower()} - {""}


def _resolved(path: str) -> ResolverMatch:
    try:
        return resolve(path)
    except Resolver404:
        try:
            return resolve(f"{path}/")
        except Resolver404 as error:
            raise UnknownAddress from error


def _target_of_page(
    match: ResolverMatch, request: HttpRequest, parameters: QueryDict
) -> Item | ListTarget:
    # Routing leaves traces in the request; this one's own address is another.
    routed = copy(request)
    page = _page_at([*match.args, *match.kwargs.values()][0], routed)
    if page.get_view_restrictions().exists():
        raise PrivateAddress
    if getattr(page, "om_is_directory", False):
        return _target_in_directory(page, routed, parameters)
    source = page.alias_of.specific if page.alias_of else page
    item = item_of(source)
    # An alias shows what another site of this Wagtail published, whatever that site shares.
    if item is None or not is_visible_at(item, None):
        raise UnknownAddress
    return item


def _page_at(path: str, request: HttpRequest) -> Any:
    site = Site.find_for_request(request)
    if site is None:
        raise UnknownAddress
    root = site.root_page.localized.specific
    try:
        return root.route(request, [part for part in path.split("/") if part]).page
    except Http404 as error:
        raise UnknownAddress from error


def _target_in_directory(
    page: Any, request: HttpRequest, parameters: QueryDict
) -> Item | ListTarget:
    match = request.routable_resolver_match
    if key := match.kwargs.get("key"):
        return _shown(key, request)
    if match.url_name != "show_list":
        raise UnknownAddress
    asked = {name: parameters.getlist(name) for name in LIST_FILTERS}
    asked["type"] = [one for one in asked["type"] if not page.types or one in page.types]
    asked["type"] = asked["type"] or list(page.types or ())
    return ListTarget(title=page.title, query=urlencode(asked, doseq=True))


def _shown(key: str, request: HttpRequest) -> Item:
    item = shown_items(request).filter(key=key).first()
    if item is None:
        raise UnknownAddress
    return item
