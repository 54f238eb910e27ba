"""What a list says of one item: the whole document, or what its publisher lets others show."""

import json
from collections.abc import Sequence

from omwagtail.api.addresses import detail_path
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.search.reading import snippet
from omwagtail.catalogue.search.words import QueryWord
from omwagtail.catalogue.search.writing import texts_of
from omwagtail.rendering.provenance import provenance_of

ENTRY_COLUMNS = ("key", "type", "doc", "summary", "url", "object_id", "language")


def may_pass_on(item: Item) -> bool:
    """Whether the whole document may be given to everyone: it is an own one, or says so."""
    return item.is_own or provenance_of(item.data, item).shows_everything


def write_entry(item: Item, base: str, words: Sequence[QueryWord] = ()) -> str:
    """An entry of a list as JSON, with the document's text as it is stored.

    Where others may only quote or link to a document, ``original``, ``title`` and ``summary``
    stand in its place. With the words of a search, ``snippet`` shows where they stand.
    """
    address = f'"key":"{item.key}","url":"{base}{detail_path(item.type, item.key)}"'
    whole = may_pass_on(item)
    if words:
        found = json.dumps(_snippet(item, words, whole), ensure_ascii=False)
        address = f'{address},"snippet":{found}'
    if whole:
        return f'{{{address},"document":{item.doc}}}'
    shown = {"original": item.url, "title": item.data["title"]}
    if item.summary and provenance_of(item.data, item).shows_summary:
        shown["summary"] = item.summary
    return f"{{{address},{json.dumps(shown, ensure_ascii=False)[1:-1]}}}"


def _snippet(item: Item, words: Sequence[QueryWord], whole: bool) -> str:
    """Where the words stand in what may be shown; the title is left out, it is shown anyway."""
    if whole:
        texts = texts_of(item.data)
        return snippet([*texts["summary"], *texts["body"]], words, item.language)
    shows_summary = provenance_of(item.data, item).shows_summary
    return snippet([item.summary] if shows_summary else [], words, item.language)
