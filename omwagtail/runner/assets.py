"""Scripts and styles at ``/om/embed/1/``: read from the package, not from STATIC_URL.

A module that another site loads needs CORS headers, and a frame's strict policy allows its own
host only; static files may lie on a host that gives neither.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings as django_settings
from django.urls import reverse

FOLDER = Path(__file__).parent.parent / "static" / "omwagtail"

# What a name is put together from: a frame loads one style, with only what it needs.
SOURCES = {
    "check.js": ("check.js",),
    "result.js": ("result.js",),
    "scoring.js": ("scoring.js",),
    "check.css": ("om.css", "frame.css", "check.css", "overview.css", "result.css"),
    "list.css": ("om.css", "frame.css", "list.css"),
}
IMPORT = re.compile(r'(?<=from )"\./(\w+\.js)"')
CONTENT_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    content: bytes
    content_type: str
    version: str
    """Digest of the content, which its address carries: a new text has a new address."""


def asset(name: str) -> Asset:
    """The asset of this name; raises KeyError for a name that is not one of ours."""
    # While somebody works on the files, they are read anew each time.
    return _read(name) if django_settings.DEBUG else _read_once(name)


def asset_url(name: str) -> str:
    """The address of an asset, with its version: it may be kept for as long as one likes."""
    return f"{reverse('omwagtail_embed_asset', args=[name])}?v={asset(name).version}"


def _read(name: str) -> Asset:
    text = "\n".join((FOLDER / source).read_text("utf-8") for source in SOURCES[name])
    # A module's imports carry versions too, else an old part would be kept beside a new one.
    content = IMPORT.sub(lambda found: f'"./{found[1]}?v={_read(found[1]).version}"', text).encode()
    return Asset(
        content=content,
        content_type=CONTENT_TYPES[Path(name).suffix],
        version=hashlib.sha256(content).hexdigest()[:12],
    )


@lru_cache(maxsize=len(SOURCES))
def _read_once(name: str) -> Asset:
    return _read(name)
