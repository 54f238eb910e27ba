"""Frames in the look of a partner: the style sheet of a theme, and its logo."""

import gzip
import hashlib
import re

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from omwagtail.catalogue.pictures import picture_of
from omwagtail.embed.contrast import FOR_TEXT, WHITE, contrast, luminance
from omwagtail.embed.models import EmbedTheme
from omwagtail.embed.palettes import palette_of
from omwagtail.runner.assets import CONTENT_TYPES, Asset
from omwagtail.runner.frames import THEME, Logo, Look

KEY = re.compile(r"[\w-]{1,60}", re.ASCII)
COLOURS = ("accent", "text", "surface", "line", "focus")
# Pixels: sharp at twice the size at which frame.css shows a logo.
LOGO_WIDTH = 480


def look_of(request: HttpRequest) -> Look | None:
    """What the frame's address asks for. A theme that is not there changes nothing: addresses of
    frames stand in other people's pages, and outlive it."""
    key = theme_key(request.GET)
    if not key:
        return None
    theme = EmbedTheme.objects.select_related("logo__collection").filter(key=key).first()
    return theme and look_with(theme, theme_url(theme))


def theme_key(parameters: QueryDict) -> str:
    """The key in an address, whether there is such a theme or not; empty for what can be none."""
    key = parameters.get(THEME, "")
    return key if KEY.fullmatch(key) else ""


def look_with(theme: EmbedTheme, style_url: str) -> Look:
    """The look of a theme whose style is at this address."""
    return Look(key=theme.key, style_url=style_url, logo=_logo_of(theme))


def theme_url(theme: EmbedTheme) -> str:
    """The address of its style, with a version: it may be kept for as long as one likes."""
    path = reverse("omwagtail_embed_theme", args=[theme.key])
    return f"{path}?v={theme_asset(theme).version}"


def theme_asset(theme: EmbedTheme) -> Asset:
    """The style sheet of a theme."""
    content = theme_sheet(theme).encode()
    return Asset(
        content=content,
        content_type=CONTENT_TYPES[".css"],
        version=hashlib.sha256(content).hexdigest()[:12],
        gzipped=gzip.compress(content, mtime=0),
    )


def theme_sheet(theme: EmbedTheme) -> str:
    """Custom properties and nothing else; those of om.css give way, since they are in a layer."""
    chosen = theme.custom_properties()
    standard = EmbedTheme()
    given = {name: chosen.get(f"--om-{name}", getattr(standard, name)) for name in COLOURS}
    palette = {f"--om-{name}": value for name, value in palette_of(given).items()}
    others = {name: value for name, value in chosen.items() if name not in palette}
    rules = [f":root{{{_declared(others)}}}", f":root{{{_declared(palette)}}}"]
    if contrast(given["text"], WHITE) < FOR_TEXT:
        # Light words are for dark grounds, which browsers leave out on paper.
        rules[1] = f"@media screen{{{rules[1]}}}"
    if luminance(given["surface"]) < luminance(given["text"]):
        # Not for the whole page: a browser then gives a frame a ground of its own.
        rules.append(".om-frame main{color-scheme:dark}")
    return "\n".join(rules) + "\n"


def _declared(properties: dict[str, str]) -> str:
    return ";".join(f"{name}:{value}" for name, value in properties.items())


def _logo_of(theme: EmbedTheme) -> Logo | None:
    """A copy under this host, like all pictures of documents; none of a file that is gone."""
    picture = picture_of(theme.logo, widths=(LOGO_WIDTH,))
    if picture is None:
        return None
    return Logo(
        url=picture["url"],
        width=picture["width"],
        height=picture["height"],
        alt=theme.logo_alt,
        link=theme.logo_link,
    )
