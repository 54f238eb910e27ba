"""The filters of a directory: what a reader asked for, and what there is to choose."""

from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from omwagtail.catalogue.facets import count_with_facets, facet_counts
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.own_codes import foreign_labels
from omwagtail.catalogue.publishers import publisher_names
from omwagtail.catalogue.queries import ItemQuerySet
from omwagtail.catalogue.search.reading import FEW, best_keys, snippet
from omwagtail.catalogue.search.texts import texts_of
from omwagtail.catalogue.search.words import MAX_QUERY, QueryWord, read_query
from omwagtail.content.choices import DOCUMENT_TYPES, codes_of, label_of, level_of, option_groups
from omwagtail.documents import EXCERPT, FULL

# No vocabulary: languages are called as they call themselves.
LANGUAGES = "languages"
# Nor are those who publish: there are too many to choose from, so an address may name one.
ORGANISATIONS = "organisations"
WITHOUT_VOCABULARY = (LANGUAGES, ORGANISATIONS)
# Name in the address, label, list of codes. The name is what ``facet_counts`` calls it.
FILTERS = (
    ("type", _("Kind"), DOCUMENT_TYPES),
    ("topic", _("Topic"), "topics"),
    ("region", _("Region"), "regions"),
    ("language", _("Language"), LANGUAGES),
    ("organisation", _("Organisation"), ORGANISATIONS),
)
BEST, NEWEST = "best", "newest"


class Filtering:
    """Items narrowed down by GET parameters: words, and one value for each filter.

    A code that nobody knows finds nothing; it is an answer, not an error.
    """

    def __init__(self, items: ItemQuerySet, given: QueryDict) -> None:
        self.items = items
        self.words = _value(given, "q", MAX_QUERY)
        self.chosen = {name: code for name, _, _ in FILTERS if (code := _value(given, name))}
        self.order = NEWEST if _value(given, "order") == NEWEST else BEST

    def found(self) -> ItemQuerySet:
        """The items that match all filters; a search has the best first, unless asked otherwise."""
        found = self._narrowed(self.chosen)
        return found.best_first(self.words) if self.words and self.order == BEST else found

    def entries(self) -> "Entries":
        """The same, to be read a page at a time."""
        return Entries(self, read_query(self.words))

    @cached_property
    def total(self) -> int:
        """How many items match all filters."""
        return self._counted[0]

    def keys(self, window: slice) -> list[int]:
        """The keys of a page of what was found."""
        if self.words and self.order == BEST and self.total > FEW:
            items = self._narrowed(self.chosen, words="")
            return best_keys(items, read_query(self.words), window)
        return list(self.found().values_list("pk", flat=True)[window])

    def orders(self) -> list[dict[str, Any]]:
        """The orders that a search can have; none for a list, which has the newest first."""
        labels = {BEST: gettext("Best matches first"), NEWEST: gettext("Newest first")}
        return [
            {"code": code, "label": label, "selected": code == self.order}
            for code, label in labels.items()
            if self.words
        ]

    def filters(self) -> list[dict[str, Any]]:
        """Each filter with the codes that occur, counted among what the other filters leave.

        A chosen code is always among the options, so that the form shows what was asked for. The
        language is only asked where there are several, and the organisation where the address names
        one.
        """
        occurring = self._occurring()
        return [
            {
                "name": name,
                "label": label,
                "options": self._options(name, vocabulary, occurring[name]),
                "chosen": self.chosen.get(name, ""),
            }
            for name, label, vocabulary in FILTERS
            if name in self.chosen or _is_offered(vocabulary, occurring.get(name, {}))
        ]

    def active(self) -> list[dict[str, Any]]:
        """The filters in use ("Topic: Health"), each with the address of the list without it."""
        words = {
            "name": "q",
            "label": gettext("Words: %(words)s") % {"words": self.words},
            "code": self.words,
            "remove_url": f"?{self._query(without='q')}",
        }
        return [words] * bool(self.words) + [
            {
                "name": name,
                "label": f"{label}: {_labels(vocabulary, [self.chosen[name]])[self.chosen[name]]}",
                "code": self.chosen[name],
                "remove_url": f"?{self._query(without=name)}",
            }
            for name, label, vocabulary in FILTERS
            if name in self.chosen
        ]

    def codes(self) -> dict[str, str]:
        """What is chosen from lists of codes, which other lists are narrowed down by too."""
        return {name: code for name, code in self.chosen.items() if name != "language"}

    @cached_property
    def _counted(self) -> tuple[int, dict[str, dict[str, int]]]:
        """How many were found, and the codes of the filters that are not in use: one query."""
        unused = [
            name
            for name, _, vocabulary in FILTERS
            if name not in self.chosen and vocabulary != ORGANISATIONS
        ]
        found = self._narrowed(self.chosen)
        return count_with_facets(found, unused) if unused else (found.count(), {})

    def _occurring(self) -> dict[str, dict[str, int]]:
        """Of each filter the codes with their numbers; each that is in use takes a query."""
        occurring = dict(self._counted[1])
        for name in self.chosen:
            others = {other: code for other, code in self.chosen.items() if other != name}
            occurring |= facet_counts(self._narrowed(others), [name])
        return occurring

    def _options(
        self, name: str, vocabulary: str, occurring: dict[str, int]
    ) -> list[dict[str, Any]]:
        chosen = self.chosen.get(name)
        if chosen and chosen not in occurring:
            occurring[chosen] = 0
        labels = _labels(vocabulary, occurring)
        order = {code: place for place, code in enumerate(_ordered_codes(vocabulary))}
        return [
            {
                "code": code,
                "label": labels[code],
                "count": occurring[code],
                "selected": code == chosen,
                "level": 0 if vocabulary in WITHOUT_VOCABULARY else level_of(vocabulary, code),
            }
            for code in sorted(
                occurring, key=lambda code: (order.get(code, len(order)), labels[code])
            )
        ]

    def _query(self, *, without: str) -> str:
        used = {"q": self.words, **self.chosen} if self.words else self.chosen
        if self.words and self.order != BEST:
            used = {**used, "order": self.order}
        return urlencode({name: code for name, code in used.items() if name != without})

    def _narrowed(self, chosen: dict[str, str], words: str | None = None) -> ItemQuerySet:
        words = self.words if words is None else words
        items = self.items.search(words) if words else self.items
        for name, code in chosen.items():
            match name:
                case "type":
                    items = items.of_type(code)
                case "language":
                    items = items.filter(language=code)
                case _:
                    items = items.with_term(name, code)
        return items


class Entries(Sequence[Item]):
    """Items of a list, read a page at a time: their keys from the index, then only their rows.

    In a search each has a ``snippet``: HTML that shows where the words stand, as far as the
    publisher lets others show its text.
    """

    def __init__(self, filtering: Filtering, words: Sequence[QueryWord] = ()) -> None:
        self.filtering = filtering
        self.words = words

    def __len__(self) -> int:
        return self.filtering.total

    def __getitem__(self, window):
        keys = self.filtering.keys(window)
        rows = self.filtering.items.in_bulk(keys)
        # One that was taken back in between is left out.
        page = [rows[key] for key in keys if key in rows]
        for item in page:
            item.snippet = _snippet(item, self.words)
        return page


def _snippet(item: Item, words: Sequence[QueryWord]) -> str:
    if not words:
        return ""
    texts = [item.summary] if item.is_own or item.reuse in (FULL, EXCERPT) else []
    if item.is_own or item.reuse == FULL:
        texts += texts_of(item.data)["body"]
    # Escaped, but for the marks around the words.
    return mark_safe(snippet(texts, words, item.language))


def _is_offered(vocabulary: str, occurring: dict[str, int]) -> bool:
    return vocabulary != ORGANISATIONS and (vocabulary != LANGUAGES or len(occurring) > 1)


def _value(given: QueryDict, name: str, longest: int = 64) -> str:
    # What is longer than a code cannot be one; NUL is refused by databases.
    value = given.get(name, "").strip().replace("\0", "")
    return value[:longest]


def _labels(vocabulary: str, codes: Collection[str]) -> dict[str, str]:
    """Labels by code; other sites' own topics are called what their documents call them."""
    if vocabulary == LANGUAGES:
        return {code: _language(code) for code in codes}
    if vocabulary == ORGANISATIONS:
        return dict(zip(codes, codes, strict=True)) | publisher_names(Item.objects.visible(), codes)
    labels = {code: label_of(vocabulary, code) for code in codes}
    unknown = set(codes) - codes_of(vocabulary) if vocabulary == "topics" else ()
    return {**labels, **foreign_labels(unknown)} if unknown else labels


def _language(code: str) -> str:
    try:
        return get_language_info(code.lower())["name_local"]
    except KeyError:
        return code


def _ordered_codes(vocabulary: str) -> list[str]:
    if vocabulary in WITHOUT_VOCABULARY:
        return []
    offered = [code for _, options in option_groups(vocabulary) for code, _ in options]
    return [*offered, *sorted(codes_of(vocabulary) - set(offered))]
