"""How the frames of partners look that show something of a site."""

from collections.abc import Iterable
from typing import Any

from wagtail.images.models import Image

from example_site.loading import memory
from example_site.loading.reading import digest_of
from example_site.loading.writing import write_theme
from omwagtail.models import EmbedTheme


def load_themes(name: str, entries: Iterable[dict[str, Any]], logos: dict[str, Image]) -> None:
    """The themes in a site's file; ``logos`` by their path."""
    for entry in entries:
        _load(f"{name}#theme-{entry['key']}", entry, logos.get(entry.get("logo", "")))


def _load(name: str, entry: dict[str, Any], logo: Image | None) -> None:
    digest = digest_of(entry)
    if memory.is_current(name, digest):
        return
    theme = memory.find(name, EmbedTheme) or EmbedTheme()
    theme.logo = logo
    write_theme(theme, entry)
    theme.save()
    memory.remember(name, digest, theme)
