"""For any Wagtail site: embeds pages of sites with this package, by pasting their address.

    WAGTAILEMBEDS_FINDERS = [
        {"class": "omwagtail.embed.finder.OmEmbedFinder"},
        {"class": "wagtail.embeds.finders.oembed"},
    ]

The package need not be in INSTALLED_APPS for it. Nothing that another site wrote gets into a page
as HTML: of its answer the words and the frame's address are taken, and the line is written here.
"""

import hashlib
import html
import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlencode

from django.core.cache import cache
from django.utils import timezone
from django.utils.html import format_html
from wagtail.embeds.exceptions import EmbedNotFoundException
from wagtail.embeds.finders.base import EmbedFinder

from omwagtail.conf import settings
from omwagtail.embed.lines import FRAMES, frame_line
from omwagtail.transport import FetchError, RefusedAddress, Target, check_url, fetch

ENDPOINT = "/om/oembed/"
WELL_KNOWN = "/.well-known/omwagtail"
MAX_BYTES = 65_536
# An editor waits for it.
MAX_SECONDS = 8
# How long it is remembered what a site is, in seconds; what is none today may be one soon.
SITE_REMEMBERED, OTHER_REMEMBERED = 86_400, 600
MAX_CACHE_AGE = 7 * 86_400
MAX_PIXELS = 5_000
FRAME = re.compile(r'<iframe\b[^>]*?\ssrc="([^"]+)"')


class OmEmbedFinder(EmbedFinder):
    """Accepts the pages of sites with this package: of all of them, or of ``origins`` alone.

    ``mode`` is "full", so that a check can be filled in, or "card".
    """

    def __init__(self, origins: list[str] | None = None, mode: str = "full") -> None:
        self.origins = None if origins is None else [one.rstrip("/").lower() for one in origins]
        self.mode = mode

    def accept(self, url: str) -> bool:
        """Without ``origins`` the site itself is asked what it is; the answer is remembered."""
        try:
            target = _read(url)
        except RefusedAddress:
            return False
        if self.origins is not None:
            return target.origin in self.origins
        return _is_om_site(target.origin)

    def find_embed(
        self, url: str, max_width: int | None = None, max_height: int | None = None
    ) -> dict[str, Any]:
        """What Wagtail keeps of an embed. Raises EmbedNotFoundException."""
        limits = {"maxwidth": max_width, "maxheight": max_height}
        parameters = {"url": url, "format": "json", "mode": self.mode}
        parameters |= {name: str(limit) for name, limit in limits.items() if limit}
        try:
            target = _read(url)
            members = _fetch_json(f"{target.origin}{ENDPOINT}?{urlencode(parameters)}")
        except FetchError as error:
            raise EmbedNotFoundException(str(error)) from error
        if members is None:
            raise EmbedNotFoundException(f"{target.host} knows nothing to embed at this address.")
        return _embed_of(members, url, target)


embed_finder_class = OmEmbedFinder


def _embed_of(members: dict[str, Any], url: str, target: Target) -> dict[str, Any]:
    title = _text(members, "title") or target.host
    embed = {
        "title": title,
        "author_name": _text(members, "author_name"),
        "provider_name": _text(members, "provider_name"),
        "type": "link",
        "thumbnail_url": _own_address(_text(members, "thumbnail_url"), target, "/om/media/"),
        "width": None,
        "height": None,
        "html": format_html('<p><a href="{}">{}</a></p>', url, title),
        "cache_until": timezone.now() + timedelta(seconds=_cache_age(members)),
    }
    if members.get("type") != "rich":
        return embed
    found = FRAME.search(_text(members, "html", most=20_000))
    src = _own_address(html.unescape(found[1]) if found else "", target, FRAMES)
    size = {name: members.get(name) for name in ("width", "height")}
    if not src or not all(_is_size(value) for value in size.values()):
        raise EmbedNotFoundException(f"{target.host} gives no frame for this address.")
    return {**embed, **size, "type": "rich", "html": frame_line(src, title=title, **size)}


def _read(url: str) -> Target:
    """Raises RefusedAddress. What stands behind "#" is for browsers."""
    return check_url(url.partition("#")[0], allow_loopback=settings.DEMO_MODE)


def _is_om_site(origin: str) -> bool:
    # Some caches take no long keys.
    key = f"omwagtail:site:{hashlib.sha256(origin.encode()).hexdigest()}"
    known = cache.get(key)
    if known is None:
        try:
            said = _fetch_json(origin + WELL_KNOWN) or {}
        except FetchError:
            said = {}
        known = said.get("v") == "om/1" and said.get("origin") == origin
        cache.set(key, known, SITE_REMEMBERED if known else OTHER_REMEMBERED)
    return known


def _fetch_json(url: str) -> dict[str, Any] | None:
    """An answer that is an object; None for any other. Raises FetchError."""
    response = fetch(
        url, max_bytes=MAX_BYTES, max_seconds=MAX_SECONDS, allow_loopback=settings.DEMO_MODE
    )
    try:
        data = json.loads(response.body) if response.ok else None
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _own_address(address: str, target: Target, below: str) -> str:
    """An address of the same site below a path; empty for any other."""
    try:
        found = check_url(address, allow_loopback=settings.DEMO_MODE)
    except RefusedAddress:
        return ""
    is_own = found.origin == target.origin and found.path.startswith(below)
    # "%2e%2e" is ".." to a browser.
    return found.url if is_own and ".." not in unquote(found.path) else ""


def _text(members: dict[str, Any], name: str, most: int = 1_000) -> str:
    value = members.get(name)
    return value[:most] if isinstance(value, str) else ""


def _is_size(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_PIXELS


def _cache_age(members: dict[str, Any]) -> int:
    age = members.get("cache_age")
    is_age = isinstance(age, int) and not isinstance(age, bool) and age > 0
    return min(age, MAX_CACHE_AGE) if is_age else 3_600
