"""Controlled lists with German and English labels: topics, regions, sectors, licences …

Pure Python and data: nothing here knows Django. The lists are JSON files in ``data/``;
``data/SOURCES.md`` says where each comes from.
"""

from omwagtail.vocabularies.registry import UnknownVocabulary, vocabulary, vocabulary_names
from omwagtail.vocabularies.terms import Term
from omwagtail.vocabularies.vocabulary import Vocabulary

__all__ = [
    "Term",
    "UnknownVocabulary",
    "Vocabulary",
    "vocabulary",
    "vocabulary_names",
]
