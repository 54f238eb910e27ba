"""The filters of a directory: what a reader asked for, and what there is to choose."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from omwagtail.catalogue.facets import counts, type_counts
from omwagtail.catalogue.own_codes import foreign_labels
from omwagtail.catalogue.queries import ItemQuerySet
from omwagtail.catalogue.search.words import MAX_QUERY
from omwagtail.content.choices import DOCUMENT_TYPES, codes_of, label_of, level_of, option_groups

# Name in the address, label, list of codes. The name is the scheme of the catalogue's terms, but
# for the type, which is a column.
FILTERS = (
    ("type", _("Kind"), DOCUMENT_TYPES),
    ("topic", _("Topic"), "topics"),
    ("region", _("Region"), "regions"),
)


class Filtering:
    """Items narrowed down by GET parameters: words, and one value for each filter.

    A code that nobody knows finds nothing; it is an answer, not an error.
    """

    def __init__(self, items: ItemQuerySet, given: QueryDict) -> None:
        self.items = items
        self.words = _value(given, "q", MAX_QUERY)
        self.chosen = {name: code for name, _, _ in FILTERS if (code := _value(given, name))}

    def found(self) -> ItemQuerySet:
        """The items that match all filters; a search has the best first."""
        found = self._narrowed(self.chosen)
        return found.best_first(self.words) if self.words else found

    def filters(self) -> list[dict[str, Any]]:
        """Each filter with the codes that occur, counted among what the other filters leave.

        A chosen code is always among the options, so that the form shows what was asked for.
        """
        return [
            {
                "name": name,
                "label": label,
                "options": self._options(name, vocabulary),
                "chosen": self.chosen.get(name, ""),
            }
            for name, label, vocabulary in FILTERS
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

    def _options(self, name: str, vocabulary: str) -> list[dict[str, Any]]:
        others = {other: code for other, code in self.chosen.items() if other != name}
        left = self._narrowed(others)
        occurring = type_counts(left) if name == "type" else counts(left, name)
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
                "level": level_of(vocabulary, code),
            }
            for code in sorted(
                occurring, key=lambda code: (order.get(code, len(order)), labels[code])
            )
        ]

    def _query(self, *, without: str) -> str:
        used = {"q": self.words, **self.chosen} if self.words else self.chosen
        return urlencode({name: code for name, code in used.items() if name != without})

    def _narrowed(self, chosen: dict[str, str]) -> ItemQuerySet:
        items = self.items.search(self.words) if self.words else self.items
        for name, code in chosen.items():
            items = items.of_type(code) if name == "type" else items.with_term(name, code)
        return items


def _value(given: QueryDict, name: str, longest: int = 64) -> str:
    # What is longer than a code cannot be one; NUL is refused by databases.
    value = given.get(name, "").strip().replace("\0", "")
    return value[:longest]


def _labels(vocabulary: str, codes: Collection[str]) -> dict[str, str]:
    """Labels by code; other sites' own topics are called what their documents call them."""
    labels = {code: label_of(vocabulary, code) for code in codes}
    unknown = set(codes) - codes_of(vocabulary) if vocabulary == "topics" else ()
    return {**labels, **foreign_labels(unknown)} if unknown else labels


def _ordered_codes(vocabulary: str) -> list[str]:
    offered = [code for _, options in option_groups(vocabulary) for code, _ in options]
    return [*offered, *sorted(codes_of(vocabulary) - set(offered))]
