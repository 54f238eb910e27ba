"""Where to read on: the network of an example, the examples of a network, what lies near."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from omwagtail.catalogue.models import Item, ItemTerm
from omwagtail.catalogue.references import references_of
from omwagtail.documents import code_of, document_key
from omwagtail.rendering.cards import Card, make_cards
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


def reading_on(document: dict[str, Any], *, directory: Callable[[], str] = lambda: "") -> ReadingOn:
    """Cards of documents that this site can show: those that the document names, in its order,
    then those that name it, then neighbours of the same topic, those of its region first.

    At most four queries, whatever there is. Foreign ones lead to the directory at the address that
    ``directory`` gives, else to their origin; it is asked only where there are any. What is not in
    the catalogue is left out: it may be withdrawn.
    """
    key = document_key(document["origin"], document["id"])
    relations = {other: relation for other, relation in references_of(document) if other != key}
    examples, related = [], []
    for item in [*_named(relations), *_naming(key, relations)]:
        is_example = document["type"] == "network" and _is_example(item, relations)
        (examples if is_example else related).append(item)
    if len(related) < ENOUGH:
        known = {key, *(item.key for item in [*examples, *related])}
        related += _neighbours(document, known, ENOUGH - len(related))
    items = [*examples, *related]
    # The heading above the examples says what they are.
    notes = ["" for _ in examples] + [_words(item, relations) for item in related]
    has_foreign = any(not item.is_own for item in items)
    cards = make_cards(items, directory=directory() if has_foreign else "", notes=notes)
    return ReadingOn(examples=cards[: len(examples)], related=cards[len(examples) :])


def _named(relations: dict[str, str]) -> list[Item]:
    if not relations:
        return []
    found = {item.key: item for item in Item.objects.visible().filter(key__in=relations)}
    return [found[key] for key in relations if key in found]


def _naming(key: str, relations: dict[str, str]) -> list[Item]:
    """Notes in ``relations`` what those are for the document that they name."""
    others = Item.objects.visible().naming(key).exclude(key=key).exclude(key__in=relations)
    items = list(others.newest_first()[:MAX_NAMING])
    for item in items:
        said = dict(references_of(item.data)).get(key, "")
        relations[item.key] = REVERSED.get(said, "")
    return items


def _neighbours(document: dict[str, Any], known: set[str], number: int) -> list[Item]:
    topics = _codes(document, "topics")
    if not topics:
        return []
    regions = vocabulary("regions").with_ancestors(_codes(document, "regions"))
    is_near = ItemTerm.objects.filter(
        item=OuterRef("pk"),
        scheme="region",
        # The whole country is everybody's region.
        code__in=[code for code in regions if len(code) > 2],
    )
    same_topic = ItemTerm.objects.filter(scheme="topic", code__in=topics).values("item")
    candidates = (
        Item.objects.visible()
        .filter(pk__in=same_topic)
        .exclude(type="organisation")
        .exclude(key__in=known)
        .annotate(is_near=Exists(is_near))
        .order_by("-is_near", F("published").desc(nulls_last=True), "-pk")
    )
    return _of_many_types(candidates[:MAX_CANDIDATES], number)


def _of_many_types(items: Iterable[Item], number: int) -> list[Item]:
    """The first of each type come first, so that an example leads to a check too."""
    firsts: list[Item] = []
    others: list[Item] = []
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
