"""The same text in other languages."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q

from omwagtail.catalogue.models import Item, ItemTerm
from omwagtail.catalogue.queries import ItemQuerySet
from omwagtail.catalogue.references import translation_group
from omwagtail.rendering.addresses import web_address

# More languages than any site has; what comes after is not named.
MAX_LANGUAGES = 30


def translations(document: dict[str, Any]) -> dict[str, str]:
    """Language to address at the origin, this document included; empty where it stands alone.

    One query. All of them are of one origin, so where one is shown all are.
    """
    items = Item.objects.visible().translations_of(translation_group(document)).order_by("pk")
    found = {
        language: url
        for language, url in items.values_list("language", "url")[:MAX_LANGUAGES]
        if language and web_address(url)
    }
    return found if len(found) > 1 else {}


def group_of(item: Item) -> str:
    """What an item shares with its translations."""
    return translation_group(item.data)


def groups_of(items: Iterable[Item]) -> set[str]:
    """The same of several."""
    return {group_of(item) for item in items}


def one_of_each(
    items: Iterable[Any], language: str, *, group_of: Callable[[Any], str] = group_of
) -> list[Any]:
    """Of items that say the same in several languages only one, in this language if there is one.

    It stands where the first of them stood. ``items`` may be rows with their language, if
    ``group_of`` knows what such a row shares with its translations.
    """
    chosen: dict[str, Any] = {}
    for item in items:
        group = group_of(item)
        if group not in chosen or (
            chosen[group].language != language and item.language == language
        ):
            chosen[group] = item
    return list(chosen.values())


def in_language(
    document: dict[str, Any], items: list[Item], relations: dict[str, str], shown: ItemQuerySet
) -> list[Item]:
    """Items that a document links to, each once and in the document's language where it exists.

    An author names one page, which its translations go on to name. What the other one is for the
    document, in ``relations`` by key, is noted for its translation too. One query where an item is
    in another language, else none.
    """
    language = document.get("language", "")
    others = groups_of(item for item in items if item.language != language)
    if not others:
        return one_of_each(items, language)
    named = ItemTerm.objects.filter(scheme="translation", code__in=others).values("item")
    same_text = shown.filter(Q(key__in=others) | Q(pk__in=named), language=language)
    found = {group_of(item): item for item in same_text}
    # A translation of the document itself is no other text.
    found.pop(translation_group(document), None)
    for item in items:
        if translated := found.get(group_of(item)):
            relations.setdefault(translated.key, relations.get(item.key, ""))
    return one_of_each([found.get(group_of(item), item) for item in items], language)
