"""The Atom feed of a directory: what it lists, under its own address and filters."""

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from wagtail.models import Site

from omwagtail.catalogue.sources import place
from omwagtail.content.filters import Filtering
from omwagtail.content.richtext import html_of
from omwagtail.documents import plain_text
from omwagtail.rendering.atom import MAX_ENTRIES, MEDIA_TYPE, Feed, updated_of, write_feed

if TYPE_CHECKING:
    from omwagtail.content.directory import DirectoryMixin

NAME = "atom.xml"
# A directory that was made by a program may never have been published.
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def feed_address(directory: str, filtering: Filtering) -> str:
    """The feed of a directory at this address, narrowed down as its list is."""
    words = {"q": filtering.words} if filtering.words else {}
    query = urlencode({**words, **filtering.chosen})
    return f"{directory}{NAME}{'?' if query else ''}{query}"


def feed_response(directory: "DirectoryMixin", request: HttpRequest) -> HttpResponse:
    """The newest entries of a directory; 304 for a reader who has them already.

    Words and labels are in the language of the directory, whoever asks.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    placement = place(directory)
    with translation.override(placement.language):
        filtering = Filtering(directory.items(request), request.GET)
        items = list(filtering.found().newest_first()[:MAX_ENTRIES])
        url = placement.url or directory.get_full_url(request)
        feed = Feed(
            id=_id_of(directory, feed_address("", filtering)),
            title=": ".join([directory.title, *_chosen(filtering)]),
            subtitle=directory.search_description or plain_text(html_of(directory.intro)),
            language=placement.language,
            author=_author(request, url),
            url=url,
            feed_url=feed_address(url, filtering),
            updated=directory.last_published_at or directory.latest_revision_created_at or EPOCH,
        )
        content = write_feed(feed, items)
    response = HttpResponse(content, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    # What was taken in late is new here, however old it is.
    moments = [feed.updated, *map(updated_of, items), *(item.created for item in items)]
    modified = int(max(moments).timestamp())
    # No word on caching: a directory may be private, as any page.
    response["ETag"], response["Last-Modified"] = etag, http_date(modified)
    return get_conditional_response(request, etag, modified, response)


def _chosen(filtering: Filtering) -> list[str]:
    labels = ", ".join(str(one["label"]) for one in filtering.active())
    return [labels] if labels else []


def _id_of(directory: "DirectoryMixin", query: str) -> str:
    """The same for ever: it depends on no address, title or host."""
    name = f"om:directory:{directory.translation_key}:{directory.pk}:{query}"
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"


def _author(request: HttpRequest, url: str) -> str:
    site = Site.find_for_request(request)
    return (site.site_name if site else "") or urlsplit(url).netloc
