"""Topics that a site added to the shared list: they travel with the words a reader sees."""

from collections.abc import Collection
from typing import Any

from django.db.models import Max

from omwagtail.catalogue.models import Item, ItemTerm
from omwagtail.documents import code_of, own_label_of
from omwagtail.vocabularies import OWN_PREFIX, vocabulary

VOCABULARY = "topics"
SCHEME = "topic"


def with_own_labels(document: dict[str, Any], language: str) -> dict[str, Any]:
    """A copy in which the site's own topics are ``{"code": …, "label": …}`` in this language.

    A code that is no longer in the list has no label, so it stays out of the document.
    """
    labelled = _labelled(document, "topics", language)
    if isinstance(body := document.get("body"), dict):
        labelled["body"] = _labelled(body, "competences", language)
    return labelled


def own_topics_mark() -> list[list[Any]]:
    """What changes whenever an own topic or its label does."""
    return [[term.code, dict(term.labels)] for term in vocabulary(VOCABULARY) if term.own]


def foreign_labels(codes: Collection[str]) -> dict[str, str]:
    """Labels of topics that no list here holds, from what this catalogue shows; two queries.

    Where two partners use one code for different words, the entry that came last names it.
    """
    bearers = (
        ItemTerm.objects.filter(scheme=SCHEME, code__in=codes)
        .filter(item__in=Item.objects.visible().values("pk"))
        .values("code")
        .annotate(bearer=Max("item"))
        .values_list("code", "bearer")
    )
    bearer_of = dict(bearers)
    items = Item.objects.in_bulk(bearer_of.values()) if bearer_of else {}
    found = {code: _label_in(items[pk], code) for code, pk in bearer_of.items() if pk in items}
    return {code: label for code, label in found.items() if label}


def _label_in(item: Item, code: str) -> str | None:
    entries = item.data.get("topics", ())
    return next((own_label_of(entry) for entry in entries if code_of(entry)[:64] == code), None)


def _labelled(holder: dict[str, Any], member: str, language: str) -> dict[str, Any]:
    entries = holder.get(member)
    if not isinstance(entries, list):
        return dict(holder)
    kept = [found for entry in entries if (found := _entry(entry, language)) is not None]
    labelled = {**holder, member: kept}
    if not kept:
        del labelled[member]
    return labelled


def _entry(entry: Any, language: str) -> Any:
    """How a document names a topic; None for an own one that the site no longer has."""
    if not isinstance(entry, str):
        return entry
    term = vocabulary(VOCABULARY).get(entry)
    if term is None:
        return None if entry.startswith(OWN_PREFIX) else entry
    return {"code": entry, "label": term.label(language)} if term.own else entry
