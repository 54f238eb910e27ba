"""What a list says of one item: the whole document, or what its publisher lets others show."""

import json

from omwagtail.api.addresses import detail_path
from omwagtail.catalogue.models import Item
from omwagtail.rendering.provenance import provenance_of

ENTRY_COLUMNS = ("key", "type", "doc", "summary", "url", "object_id")


def may_pass_on(item: Item) -> bool:
    """Whether the whole document may be given to everyone: it is an own one, or says so."""
    return item.is_own or provenance_of(item.data, item).shows_everything


def write_entry(item: Item, base: str) -> str:
    """An entry of a list as JSON, with the document's text as it is stored.

    Where others may only quote or link to a document, ``original``, ``title`` and ``summary``
    stand in its place.
    """
    address = f'"key":"{item.key}","url":"{base}{detail_path(item.type, item.key)}"'
    if may_pass_on(item):
        return f'{{{address},"document":{item.doc}}}'
    shown = {"original": item.url, "title": item.data["title"]}
    if item.summary and provenance_of(item.data, item).shows_summary:
        shown["summary"] = item.summary
    return f"{{{address},{json.dumps(shown, ensure_ascii=False)[1:-1]}}}"
