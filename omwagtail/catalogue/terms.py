"""The codes of a document: what lists are filtered by, and what is counted beside the filters."""

import hashlib
from collections.abc import Iterable, Iterator

from omwagtail.catalogue.references import partners_of, references_of, translation_group
from omwagtail.documents import code_of
from omwagtail.vocabularies import vocabulary

# Members with a list of codes -> scheme of the term.
CODE_LISTS = {
    "topics": "topic",
    "sectors": "sector",
    "audiences": "audience",
    "company_sizes": "company-size",
    "success_factors": "success-factor",
}
# Schemes that are counted: the others say how documents belong together.
COUNTED = (*CODE_LISTS.values(), "region", "organisation-type", "organisation")


def terms_of(document: dict) -> Iterator[tuple[str, str]]:
    """The (scheme, code) pairs of a document; a region brings its parents along."""
    for member, scheme in CODE_LISTS.items():
        for entry in document.get(member, ()):
            yield scheme, code_of(entry)[:64]
    regions = [code_of(entry) for entry in document.get("regions", ())]
    publisher = document.get("publisher", {})
    for code in vocabulary("regions").with_ancestors(regions):
        yield "region", code[:64]
    if kind := publisher.get("type"):
        yield "organisation-type", code_of(kind)[:64]
    if identity := publisher.get("id"):
        yield "organisation", identity[:64]
    for key, _ in references_of(document):
        yield "related", key
    for code in partners_of(document):
        yield "partner", code
    if document.get("translation_of"):
        yield "translation", translation_group(document)


def digest_of(terms: Iterable[tuple[str, str]]) -> int:
    """A number that stands for exactly these codes of the counted schemes, below 2^63, never 0."""
    counted = sorted({(scheme, code) for scheme, code in terms if scheme in COUNTED})
    text = "\n".join(f"{scheme}\t{code}" for scheme, code in counted)
    found = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(found[:8], "big") >> 1 or 1
