"""Where to read on: the network of an example, the examples of a network, what lies near."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext_lazy as _

from omwagtail.catalogue.models import Item, ItemTerm
from omwagtail.catalogue.queries import ItemQuerySet
from omwagtail.catalogue.references import references_of, translation_group
from omwagtail.documents import code_of, document_key
from omwagtail.rendering.cards import Card, make_cards
from omwagtail.rendering.translations import groups_of, in_language, one_of_each
from omwagtail.vocabularies import vocabulary

# What the other document is for this one, where its type fits: (words, its type).
RELATIONS = {
    "network-of": (_("The network behind this example"), "network"),
    "example-of": (_("An example of this network's work"), "practice-example"),
    "counterpart-check": (_("The counterpart check for the other side"), "check"),
    "recommended-by": (_("Recommended from here"), ""),
}
# What the other one says of this document, turned round.
REVERSED = {
    "network-of": "example-of",
    "example-of": "network-of",
    "counterpart-check": "counterpart-check",
}

MAX_NAMING = 24
# So many cards stand at the end at least, where the catalogue has something near.
ENOUGH = 3
# Newest ones among which neighbours of several types are chosen.
MAX_CANDIDATES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOn:
    """What is offered at the end of a page."""

    examples: list[Card]
    """The practice examples of a network; empty for other types."""

    related: list[Card]


def reading_on(
    document: dict[str, Any],
    *,
    shown: ItemQuerySet | None = None,
    origin: str | None = None,
    directory: Callable[[], str] = lambda: "",
    is_named: bool = True,
) -> ReadingOn:
    """Cards of documents that this site can show: those that the document names, in its order,
    then those that name it, then neighbours of the same topic, those of its region first. Each in
    the document's language, where there is a translation.

    At most five queries, whatever there is; one more where something stands in another language.
    ``shown`` is all that the site with this ``origin`` shows; without it, all that is visible.
    Foreign ones lead to the directory at the address that ``directory`` gives, else to their
    origin; it is asked only where there are any. What is not in the catalogue is left out: it may
    be withdrawn. Who knows that no other document names this one says so by ``is_named``.
    """
    shown = Item.objects.visible() if shown is None else shown
    key = document_key(document["origin"], document["id"])
    relations = {other: relation for other, relation in references_of(document) if other != key}
    examples, related = [], []
    linked = _named(shown, relations)
    linked += _naming(shown, document, relations) if is_named else []
    for item in in_language(document, linked, relations, shown):
        is_example = document["type"] == "network" and _is_example(item, relations)
        (examples if is_example else related).append(item)
    if len(related) < ENOUGH:
        known = {translation_group(document), *groups_of([*examples, *related])}
        related += _neighbours(shown, document, known, ENOUGH - len(related))
    items = [*examples, *related]
    # The heading above the examples says what they are.
    notes = ["" for _ in examples] + [_words(item, relations) for item in related]
    has_foreign = any(not item.is_own for item in items)
    cards = make_cards(
        items, directory=directory() if has_foreign else "", notes=notes, origin=origin
    )
    return ReadingOn(examples=cards[: len(examples)], related=cards[len(examples) :])


def _named(shown: ItemQuerySet, relations: dict[str, str]) -> list[Item]:
    if not relations:
        return []
    found = {item.key: item for item in shown.filter(key__in=relations)}
    return [found[key] for key in relations if key in found]


def _naming(shown: ItemQuerySet, document: dict[str, Any], relations: dict[str, str]) -> list[Item]:
    """Those that name the document, or the one that it is a translation of.

    Notes in ``relations`` what they are for the document.
    """
    names = [document_key(document["origin"], document["id"]), translation_group(document)]
    named = ItemTerm.objects.filter(scheme="related", code__in=names).values("item")
    others = shown.filter(pk__in=named).exclude(key__in=[*names, *relations])
    items = list(others.newest_first()[:MAX_NAMING])
    for item in items:
        references = dict(references_of(item.data))
        said = next((references[name] for name in names if name in references), "")
        relations[item.key] = REVERSED.get(said, "")
    return items


def _neighbours(
    shown: ItemQuerySet, document: dict[str, Any], known: set[str], number: int
) -> list[Item]:
    topics = _codes(document, "topics")
    if not topics:
        return []
    same_topic = ItemTerm.objects.filter(scheme="topic", code__in=topics).values("item")
    # A document names one text that it is a translation of, if any.
    translation = FilteredRelation("terms", condition=Q(terms__scheme="translation"))
    others = shown.filter(pk__in=same_topic).exclude(type="organisation")
    candidates = (
        _near_first(others.annotate(translation=translation), document)
        # Only of those that are chosen the documents are read.
        .values_list("pk", "key", "type", "language", "translation__code", named=True)
    )

    def group_of(row: Any) -> str:
        return row.translation__code or row.key

    near = [row for row in candidates[:MAX_CANDIDATES] if group_of(row) not in known]
    each = one_of_each(near, document.get("language", ""), group_of=group_of)
    chosen = [row.pk for row in _of_many_types(each, number)]
    items = Item.objects.in_bulk(chosen) if chosen else {}
    return [items[pk] for pk in chosen if pk in items]


def _near_first(items: ItemQuerySet, document: dict[str, Any]) -> ItemQuerySet:
    """Items of the document's region first, the newest first among them and among the others."""
    regions = vocabulary("regions").with_ancestors(_codes(document, "regions"))
    # The whole country is everybody's region.
    codes = [code for code in regions if len(code) > 2]
    if not codes:
        return items.newest_first()
    near = ItemTerm.objects.filter(scheme="region", code__in=codes).values("item")
    ordered = items.annotate(is_near=Q(pk__in=near)).newest_first()
    return ordered.order_by("-is_near", *ordered.query.order_by)


def _of_many_types(items: Iterable[Any], number: int) -> list[Any]:
    """The first of each type come first, so that an example leads to a check too."""
    firsts: list[Any] = []
    others: list[Any] = []
    for item in items:
        is_first = all(item.type != other.type for other in firsts)
        (firsts if is_first else others).append(item)
    return [*firsts, *others][:number]


def _codes(document: dict[str, Any], member: str) -> list[str]:
    return [code_of(entry) for entry in document.get(member, ())]


def _words(item: Item, relations: dict[str, str]) -> str:
    words, type = RELATIONS.get(relations.get(item.key, ""), ("", ""))
    return str(words) if type in ("", item.type) else ""


def _is_example(item: Item, relations: dict[str, str]) -> bool:
    return item.type == "practice-example" and relations.get(item.key) == "example-of"
