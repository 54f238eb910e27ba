"""Cards as data: what a list on another page says of each item, and no document around it.

Cut to what the item's publisher lets others show, and with pictures that are served here: whoever
shows a card asks nobody else.
"""

from collections.abc import Mapping
from typing import Any

from omwagtail.documents import code_of, own_label_of
from omwagtail.rendering.cards import Card
from omwagtail.vocabularies import LANGUAGES, vocabulary

# Member of a document, and the vocabulary that its codes are from.
CODES = {"topics": "topics", "regions": "regions"}
NOTHING: tuple[Any, ...] = ("", None, [], {})


def describe_card(card: Card, base: str) -> dict[str, Any]:
    """What a card says, without what is empty; ``base`` is scheme and host of this site."""
    document, provenance = card.document, card.provenance
    said = {
        "type": card.item.type,
        "title": document["title"],
        "link": card.url,
        "language": card.item.language,
        "summary": card.summary,
        "published": document.get("published"),
        "publisher": provenance.publisher,
        "foreign": provenance.is_foreign,
        "licence": _without_blanks({"name": provenance.licence, "uri": provenance.licence_url}),
        "attribution": provenance.attribution,
    }
    if provenance.shows_everything:
        said |= {member: _codes(document, member) for member in CODES}
        said["image"] = _image(card, base)
    return _without_blanks(said)


def _codes(document: Mapping[str, Any], member: str) -> list[dict[str, Any]]:
    """Codes with their words; those of a partner's own vocabulary bring them along."""
    known = vocabulary(CODES[member])
    described = []
    for entry in document.get(member, ()):
        code = code_of(entry)
        term = known.get(code)
        own = own_label_of(entry) or code
        label = dict(term.labels) if term else dict.fromkeys(LANGUAGES, own)
        described.append({"code": code, "label": label})
    return described


def _image(card: Card, base: str) -> dict[str, Any]:
    shown = card.pictures.sizes(card.image)
    if not shown or card.image is None:
        return {}
    image = {name: card.image.get(name, "") for name in ("alt", "credit", "licence")}
    sizes = [
        {"url": _absolute(size.url, base), "width": size.width, "height": size.height}
        for size in shown
    ]
    return {**_without_blanks(image), "sizes": sizes}


def _absolute(url: str, base: str) -> str:
    return base + url if url.startswith("/") else url


def _without_blanks(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in NOTHING}
