"""Text search by a backend of Wagtail's (``SEARCH_BACKEND``) in the place of the side table.

What the backend is given is folded like the side table's words, so that ä is ae there too; stems
and ranks are the backend's own. Filters stay in the database: the backend only says which items
hold the words, in which order.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings as django_settings
from django.db import models, transaction
from django.utils.functional import cached_property
from wagtail.search import index
from wagtail.search.backends import get_search_backend

from omwagtail.catalogue.search.texts import texts_of
from omwagtail.catalogue.search.words import QueryWord, folded
from omwagtail.conf import settings

# States of items that have words: those that are shown or may soon be.
SEARCHED = ("accepted", "pending")
# Of what the backend finds: nobody reads on so far, and databases take so many keys.
MAX_FOUND = 1_000
DEFAULT_BACKENDS = {"default": {}}


class SearchedItem(index.Indexed, models.Model):
    """What Wagtail's backends may hold of an item: the same rows, with no more than they need.

    Not ``Item`` itself: it would cost every site a query at each change, and Wagtail's database
    search cannot hold a model with a field ``object_id``.
    """

    doc = models.TextField()
    state = models.CharField(max_length=12)

    # Not at every save: catalogue.search.writing says when.
    search_auto_update = False
    search_fields = [
        index.SearchField("searched_title", boost=4),
        index.SearchField("searched_summary", boost=2),
        index.SearchField("searched_body"),
    ]

    class Meta:
        app_label = "omwagtail"
        managed = False
        db_table = "omwagtail_item"

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet:
        """What Wagtail's ``update_index`` writes: nothing where the search is our own."""
        return cls.objects.filter(state__in=SEARCHED) if is_handed_over() else cls.objects.none()

    @property
    def searched_title(self) -> str:
        """Folded, as the next two."""
        return self._texts["title"]

    @property
    def searched_summary(self) -> str:
        return self._texts["summary"]

    @property
    def searched_body(self) -> str:
        return self._texts["body"]

    @cached_property
    def _texts(self) -> dict[str, str]:
        found = texts_of(json.loads(self.doc))
        return {place: folded("\n".join(texts)) for place, texts in found.items()}


def is_handed_over() -> bool:
    """Whether a backend of Wagtail's searches."""
    return settings.SEARCH_BACKEND is not None


def is_known(name: Any) -> bool:
    """Whether Wagtail has a backend of this name."""
    return name in getattr(django_settings, "WAGTAILSEARCH_BACKENDS", DEFAULT_BACKENDS)


def find(words: Sequence[QueryWord]) -> list[int]:
    """The keys of the items that hold all words, the best first; at most ``MAX_FOUND``."""
    text = " ".join(word.whole for word in words)
    found = _backend().search(text, SearchedItem.objects.only("pk"), operator="and")
    return [item.pk for item in found[:MAX_FOUND]]


def add(items: Iterable[Any]) -> None:
    """Hand items over once they are committed; a backend that fails stops nobody's publishing."""
    searched = [SearchedItem(pk=item.pk, doc=item.doc, state=item.state) for item in items]
    transaction.on_commit(lambda: _backend().add_bulk(SearchedItem, searched), robust=True)


def remove(pks: Iterable[int]) -> None:
    """Take items out once that is committed."""
    pks = list(pks)

    def remove_all() -> None:
        for pk in pks:
            _backend().delete(SearchedItem(pk=pk))

    transaction.on_commit(remove_all, robust=True)


def _backend() -> Any:
    return get_search_backend(settings.SEARCH_BACKEND)
