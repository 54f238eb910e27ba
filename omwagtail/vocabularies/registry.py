"""The vocabularies: shipped ones, read once each from their JSON file, and what a site adds.

A file holds ``name``, ``title`` (language to text), ``order`` ("given" or "alphabetical") and
``terms``: objects with ``code``, a label per language ("de", "en") and, where they apply,
``parent``, ``uri``, ``heading`` and ``extra``.
"""

import json
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from omwagtail.vocabularies.terms import Term
from omwagtail.vocabularies.vocabulary import Vocabulary

LANGUAGES = ("de", "en")

OwnTerms = Callable[[], Iterable[Term]]

_own_terms: dict[str, OwnTerms] = {}

_DATA = files("omwagtail.vocabularies") / "data"


class UnknownVocabulary(KeyError):
    """There is no vocabulary of this name; the message lists those there are."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No vocabulary {name!r}; there are: {', '.join(vocabulary_names())}")


@cache
def vocabulary_names() -> tuple[str, ...]:
    """All names, sorted."""
    entries = (entry.name for entry in _DATA.iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in entries if name.endswith(".json")))


@cache
def vocabulary(name: str) -> Vocabulary:
    """The vocabulary of this name, e.g. ``vocabulary("topics")``. Raises UnknownVocabulary."""
    if name not in vocabulary_names():
        raise UnknownVocabulary(name)
    own_terms = _own_terms.get(name, tuple)
    data = json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))
    return Vocabulary(
        name=name,
        title=data["title"],
        terms=[*(_read_term(entry) for entry in data["terms"]), *own_terms()],
        alphabetical=data["order"] == "alphabetical",
    )


def extend(name: str, own_terms: OwnTerms) -> None:
    """Let a site add terms to a vocabulary; they come last.

    ``own_terms`` is asked when the vocabulary is next read, and again after ``forget_own_terms``.
    It gives terms with ``own=True`` whose codes begin with OWN_PREFIX.
    """
    _own_terms[name] = own_terms
    forget_own_terms()


def forget_own_terms() -> None:
    """Ask again for what the site adds, when a vocabulary is next read."""
    vocabulary.cache_clear()


def _read_term(entry: dict[str, Any]) -> Term:
    return Term(
        code=entry["code"],
        labels={language: entry[language] for language in LANGUAGES},
        parent=entry.get("parent"),
        uri=entry.get("uri"),
        heading=entry.get("heading", False),
        extra=entry.get("extra", {}),
    )
