"""The same text in other languages."""

from typing import Any

from omwagtail.catalogue.models import Item
from omwagtail.catalogue.references import translation_group
from omwagtail.rendering.addresses import web_address

# More languages than any site has; what comes after is not named.
MAX_LANGUAGES = 30


def translations(document: dict[str, Any]) -> dict[str, str]:
    """Language to address at the origin, this document included; empty where it stands alone.

    One query.
    """
    items = Item.objects.visible().translations_of(translation_group(document)).order_by("pk")
    found = {
        language: url
        for language, url in items.values_list("language", "url")[:MAX_LANGUAGES]
        if language and web_address(url)
    }
    return found if len(found) > 1 else {}
