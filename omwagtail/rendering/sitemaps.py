"""What a sitemap says of a page beyond its address: its other languages and its pictures.

The answer to one request asks for all pages together: four queries, however many there are.
"""

from collections import defaultdict
from typing import TypedDict

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from omwagtail.catalogue.models import Item, ItemTerm, Picture
from omwagtail.catalogue.pictures import address_of
from omwagtail.rendering.addresses import web_address
from omwagtail.rendering.sites import shown_items

REMEMBERED = "_om_sitemap"


class SitemapUrl(TypedDict, total=False):
    """What Django's sitemaps take for one address, and ``images`` for our template."""

    location: str
    alternates: list[dict[str, str]]
    images: list[str]


def sitemap_url(page: Page, request: HttpRequest | None) -> SitemapUrl:
    """Address, translations and pictures of the document of a page; empty where there is none."""
    place = (page.content_type_id, str(page.pk))
    if request is None:
        own = Item.objects.visible().filter(content_type=place[0], object_id=place[1])
        return _urls(own, Item.objects.visible()).get(place, {})
    if not hasattr(request, REMEMBERED):
        shown = shown_items(request)
        setattr(request, REMEMBERED, _urls(shown.filter(object_id__isnull=False), shown))
    return getattr(request, REMEMBERED).get(place, {})


def _urls(own: QuerySet, shown: QuerySet) -> dict[tuple[int, str], SitemapUrl]:
    items = list(own.only("pk", "key", "origin", "url", "content_type_id", "object_id"))
    languages, group_of = _translations(shown)
    pictures = _pictures(own)
    return {
        (item.content_type_id, item.object_id): {
            "location": item.url,
            "alternates": [
                {"lang_code": language, "location": url}
                for language, url in languages.get(group_of.get(item.pk, item.key), {}).items()
            ],
            "images": [item.origin + address for address in pictures.get(item.pk, ())],
        }
        for item in items
    }


def _translations(shown: QuerySet) -> tuple[dict[str, dict[str, str]], dict[int, str]]:
    """Group to language to address, and item to its group; the first text of a group names it."""
    terms = ItemTerm.objects.filter(scheme="translation", item__in=shown.values("pk"))
    rows = list(terms.order_by("item").values_list("code", "item", "item__language", "item__url"))
    first = shown.filter(key__in={code for code, *_ in rows}).order_by("pk")
    languages: dict[str, dict[str, str]] = defaultdict(dict)
    for key, language, url in first.values_list("key", "language", "url"):
        languages[key][language] = url
    for code, _, language, url in rows:
        languages[code].setdefault(language, url)
    found = {
        group: {language: url for language, url in urls.items() if language and web_address(url)}
        for group, urls in languages.items()
    }
    groups = {group: urls for group, urls in found.items() if len(urls) > 1}
    return groups, {pk: code for code, pk, *_ in rows}


def _pictures(own: QuerySet) -> dict[int, list[str]]:
    """Addresses by item: of each picture the widest derivative."""
    shown = Picture.items.through.objects.filter(item__in=own.values("pk"))
    widest: dict[int, dict[str, Picture]] = defaultdict(dict)
    for link in shown.select_related("picture").order_by("picture__width", "picture"):
        picture = link.picture
        original = (picture.made_from or picture.image_id).partition("/")[0]
        widest[link.item_id][original] = picture
    return {pk: [*filter(None, map(address_of, found.values()))] for pk, found in widest.items()}


def in_sitemap(page: Page) -> bool:
    """Whether search engines may know the page: it is no alias of another, and not over yet."""
    is_over = page.expire_at is not None and page.expire_at <= timezone.now()
    return not (page.alias_of_id or is_over)
