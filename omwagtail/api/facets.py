"""The numbers beside a list's filters, with words for each code in German and English."""

from collections.abc import Callable, Collection, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.utils import translation

from omwagtail.api.parameters import FACETS, TERMS
from omwagtail.catalogue.facets import count_with_facets
from omwagtail.catalogue.models import Item, ItemType
from omwagtail.catalogue.own_codes import foreign_labels
from omwagtail.catalogue.publishers import publisher_names
from omwagtail.vocabularies import vocabulary

LANGUAGES = ("de", "en")
Labels = dict[str, str]


def describe_facets(
    names: Sequence[str], used: Collection[str], found: Callable[..., QuerySet]
) -> tuple[int | None, dict[str, list[dict[str, Any]]]]:
    """Name to entries with code, label and count, the most frequent first.

    With the number of all that was found, where that was counted in the same walk.

    ``found(without=name)`` is the list as if that filter were not set. The codes of a filter in use
    are counted there: the number beside a code is what choosing it would give.
    """
    free = [name for name in names if name not in used]
    total, counted = _count(free, found()) if free else (None, {})
    for name in names:
        if name in used:
            counted |= _count([name], found(without=name))[1]
    return total, {name: _describe(name, counted[name]) for name in names}


def _count(names: Sequence[str], queryset: QuerySet) -> tuple[int, dict[str, dict[str, int]]]:
    total, numbers = count_with_facets(queryset, [FACETS[name] for name in names])
    if "language" in names:
        numbers["language"] = _with_variants(numbers["language"])
    return total, {name: numbers[FACETS[name]] for name in names}


def _with_variants(numbers: dict[str, int]) -> dict[str, int]:
    """As the filter finds them: ``de`` also those in ``de-AT``, in any case."""
    folded = {code: f"{code.lower()}-" for code in numbers}
    return {
        code: sum(count for other, count in numbers.items() if folded[other].startswith(start))
        for code, start in folded.items()
    }


def _describe(name: str, numbers: dict[str, int]) -> list[dict[str, Any]]:
    labels = _labels(name, list(numbers))
    ordered = sorted(numbers.items(), key=lambda entry: (-entry[1], entry[0]))
    return [
        {"code": code, "label": labels.get(code) or _same(code), "count": count}
        for code, count in ordered
    ]


def _labels(name: str, codes: list[str]) -> dict[str, Labels]:
    match name:
        case "type":
            return {
                code: _translated(lambda code=code: str(ItemType(code).label)) for code in codes
            }
        case "language":
            return {code: _language(code) for code in codes}
        case "origin":
            return {code: _same(urlsplit(code).netloc) for code in codes}
        case "organisation":
            named = publisher_names(Item.objects.visible(), codes)
            return {code: _same(name) for code, name in named.items()}
    found = vocabulary(TERMS[name][0])
    labels = {code: dict(found.get(code).labels) for code in codes if code in found}
    if name == "topic" and (unknown := [code for code in codes if code not in found]):
        # Topics of a partner's own are called what its documents call them.
        labels |= {code: _same(label) for code, label in foreign_labels(unknown).items()}
    return labels


def _language(code: str) -> Labels:
    try:
        return _translated(lambda: translation.get_language_info(code)["name_translated"])
    except KeyError:
        return _same(code)


def _translated(label: Callable[[], str]) -> Labels:
    labels = {}
    for language in LANGUAGES:
        with translation.override(language):
            labels[language] = str(label())
    return labels


def _same(words: str) -> Labels:
    return dict.fromkeys(LANGUAGES, words)
