"""Controlled lists with German and English labels: topics, regions, sectors, licences …

Pure Python and data: nothing here knows Django. The lists are JSON files in ``data/``;
``data/SOURCES.md`` says where each comes from.
"""

from omwagtail.vocabularies.registry import (
    LANGUAGES,
    UnknownVocabulary,
    extend,
    forget_own_terms,
    vocabulary,
    vocabulary_names,
)
from omwagtail.vocabularies.terms import OWN_PREFIX, Term
from omwagtail.vocabularies.vocabulary import Vocabulary

__all__ = [
    "LANGUAGES",
    "OWN_PREFIX",
    "Term",
    "UnknownVocabulary",
    "Vocabulary",
    "extend",
    "forget_own_terms",
    "vocabulary",
    "vocabulary_names",
]
