"""A list as a file, which the elements read in the place of the API (om-data.js).

It holds what the API says in cards, and the codes by which entries are found. The format is
documented in docs/reference/self-hosting.md and stays: a module of today reads a file of tomorrow.
"""

import json
from collections.abc import Collection, Iterable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import translation

from omwagtail.catalogue.models import Item, ItemTerm, ItemType
from omwagtail.embed.bundle.files import BundleError, Files
from omwagtail.embed.lists import matching_items
from omwagtail.rendering.addresses import directory_address, directory_near
from omwagtail.rendering.card_data import describe_card
from omwagtail.rendering.cards import Card, make_cards
from omwagtail.rendering.sites import shown_items, shown_origin
from omwagtail.vocabularies import LANGUAGES, vocabulary

VERSION = "om-list/1"
# What a visitor's browser gets in one piece.
MAX_ENTRIES = 1000
# Attributes of the elements, which are schemes of ItemTerm too.
SCHEMES = ("topic", "region", "sector", "audience", "organisation")
# Those that can be chosen in a directory, with the vocabulary of their codes.
VOCABULARIES = {"topic": "topics", "region": "regions"}

Labels = dict[str, str]


def list_items(query: str, request: HttpRequest) -> list[Item]:
    """All that a list asks for, whatever its limit; raises BundleError where that is too much."""
    found = matching_items(QueryDict(query), shown_items(request))
    items = list(found[: MAX_ENTRIES + 1])
    if len(items) > MAX_ENTRIES:
        raise BundleError(
            f"list?{query} finds more than {MAX_ENTRIES} entries. Narrow it by type, topic or "
            "region, and take several lists."
        )
    return items


def list_data(
    items: Collection[Item], request: HttpRequest, files: Files, *, checks: Collection[str]
) -> bytes:
    """The file of these entries as JSON, to lie at ``list/<name>/list.json``; their pictures get
    into ``files``.

    ``checks`` are keys of checks that are in the bundle: their entries lead there.
    """
    directory = directory_address(directory_near(None, request), request)
    cards = make_cards(items, directory=directory, origin=shown_origin(request))
    codes = _codes_of(items)
    entries = [_entry(card, codes, request, files, checks) for card in cards]
    data = {"v": VERSION, "labels": _labels(entries), "results": entries}
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _entry(
    card: Card,
    codes: dict[int, dict[str, list[str]]],
    request: HttpRequest,
    files: Files,
    checks: Collection[str],
) -> dict[str, Any]:
    said = describe_card(card, "")
    if "image" in said:
        sizes = [
            {**size, "url": f"../../{path}"}
            for size in said["image"]["sizes"]
            if (path := files.load(size["url"]))
        ]
        said["image"] |= {"sizes": sizes}
    link = said.get("link", "")
    if card.item.key in checks:
        said["link"] = f"../../check/{card.item.key}/index.html"
    elif link.startswith("/"):
        said["link"] = f"{shown_origin(request)}{link}"
    entry = {"key": card.item.key, "card": said, "codes": codes.get(card.item.pk, {})}
    if expires := card.document.get("expires"):
        entry["expires"] = expires
    return entry


def _codes_of(items: Collection[Item]) -> dict[int, dict[str, list[str]]]:
    """Codes of each item by attribute; those of regions with all that they lie in."""
    terms = ItemTerm.objects.filter(item__in=items, scheme__in=SCHEMES)
    found: dict[int, dict[str, list[str]]] = {}
    for item, scheme, code in terms.order_by("code").values_list("item", "scheme", "code"):
        found.setdefault(item, {}).setdefault(scheme, []).append(code)
    return found


def _labels(entries: Iterable[dict[str, Any]]) -> dict[str, dict[str, Labels]]:
    """Words in German and English for each code that can be chosen in a directory."""
    own: dict[str, Labels] = {}
    used: dict[str, set[str]] = {scheme: set() for scheme in VOCABULARIES}
    for entry in entries:
        for scheme, codes in used.items():
            codes.update(entry["codes"].get(scheme, ()))
        own |= {topic["code"]: topic["label"] for topic in entry["card"].get("topics", ())}
    labels: dict[str, dict[str, Labels]] = {"type": _type_labels()}
    for scheme, codes in used.items():
        known = vocabulary(VOCABULARIES[scheme])
        labels[scheme] = {
            code: dict(term.labels) if (term := known.get(code)) else own.get(code, _same(code))
            for code in codes
        }
    return labels


def _type_labels() -> dict[str, Labels]:
    labels: dict[str, Labels] = {code: {} for code in ItemType.values}
    for language in LANGUAGES:
        with translation.override(language):
            for code in ItemType.values:
                labels[code][language] = str(ItemType(code).label)
    return labels


def _same(words: str) -> Labels:
    return dict.fromkeys(LANGUAGES, words)
