"""Words as the search index holds them and as a visitor types them.

Umlauts are written out (``ä`` is ``ae``), other accents dropped, and each word is kept twice:
whole, so that a word half typed finds it, and as its German or English stem.
"""

import re
import threading
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import snowballstemmer

from omwagtail.documents import normalise

WORD = re.compile(r"[^\W_]+")
STEMMERS = {"de": "german", "en": "english"}
# Characters that somebody may search for.
MAX_QUERY = 200
# A word counts this often only: nobody types more, and a hostile query stays cheap.
MAX_QUERY_WORDS = 12
# What is longer is no word; databases refuse very long ones.
MAX_WORD = 64
# Of the different words of one document: many times what an editor writes, and with all stems less
# than the 1 MB that PostgreSQL allows.
MAX_BYTES = 400_000
# Different words of a document of which stems are kept too, several times what an editor writes.
# Finding stems is what takes time: of a text made of nothing but different words, seconds, in which
# nobody else can write to SQLite.
MAX_STEMMED = 2_000
# The same of title and summary: their words stand in an index several times.
MAX_NEAR_BYTES = 40_000
# What a database needs beside a token to say where it stands.
BYTES_OF_PLACE = 8
# Pieces of text in each language that a process remembers with their tokens: some 20 MB.
MAX_KNOWN = 50_000
# The least that is taken for the beginning of a word.
MIN_PREFIX = 3

_stemmers = threading.local()
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe"})


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word that must occur: as one of its stems, or as the beginning of a word."""

    whole: str
    stems: tuple[str, ...]
    prefix: str

    def occurs_as(self, word: str, language: str) -> bool:
        """Whether a word of a text is one that this one finds."""
        return any(self._is(whole, language) for whole in {folded(word), bare(word)})

    def _is(self, whole: str, language: str) -> bool:
        if self.prefix and whole.startswith(self.prefix):
            return True
        return whole in self.stems or stem(whole, language) in self.stems


def folded(text: str) -> str:
    """Lower case, umlauts written out, without other accents."""
    return bare(normalise("NFC", text).casefold().translate(_UMLAUTS))


def bare(text: str) -> str:
    """Lower case without any accent: as somebody types who has no umlauts."""
    text = text.casefold()
    if text.isascii():
        return text
    apart = normalise("NFKD", text)
    return "".join(char for char in apart if not unicodedata.combining(char))


@lru_cache(maxsize=MAX_KNOWN)
def stem(word: str, language: str) -> str:
    """The stem of a folded word; the word itself in other languages than German and English."""
    algorithm = STEMMERS.get(language[:2])
    return _stemmer(algorithm).stemWord(word) if algorithm else word


def tokens_of(texts: Iterable[str], language: str, room: int = MAX_BYTES) -> set[str]:
    """What the index holds of texts: every word whole and as its stem.

    ``room`` is what the different words may take; what comes after is left out.
    """
    texts = list(texts)
    # Folding does not reach over a space. Texts repeat their words, and one another's, so what
    # stands between two spaces is folded and stemmed once.
    pieces = list(dict.fromkeys(" ".join(texts).split()))
    tokens = set[str]().union(*map(_known_in(language).__getitem__, pieces[:MAX_STEMMED]))
    if len(pieces) > MAX_STEMMED:
        tokens |= _whole_words(pieces[MAX_STEMMED:])
    return tokens if size_of_all(tokens) <= room else _first_tokens_of(texts, language, room)


class _KnownTokens(dict[str, tuple[str, ...]]):
    """The tokens of pieces of text in one language, made when they are asked for first."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, piece: str) -> tuple[str, ...]:
        tokens = tuple(_with_stems(_spellings(piece), self._language))
        # What is longer is no word, and nothing to remember.
        if len(piece) <= MAX_WORD:
            if len(self) >= MAX_KNOWN:
                self.clear()
            self[piece] = tokens
        return tokens


_known_tokens = {language: _KnownTokens(language) for language in (*STEMMERS, "")}


def _known_in(language: str) -> _KnownTokens:
    return _known_tokens.get(language[:2], _known_tokens[""])


def _first_tokens_of(texts: Iterable[str], language: str, room: int) -> set[str]:
    """The same, word by word, until there is no room any more."""
    whole: set[str] = set()
    first: set[str] = set()
    for word in (word for text in texts for word in _spellings(text)):
        if word not in whole:
            room -= size_of_all([word[:MAX_WORD]])
            if room < 0:
                break
            whole.add(word)
            if len(whole) <= MAX_STEMMED:
                first.add(word)
    return {word[:MAX_WORD] for word in whole} | _with_stems(first, language)


def _whole_words(pieces: Iterable[str]) -> set[str]:
    return {word[:MAX_WORD] for piece in pieces for word in _spellings(piece)}


def _with_stems(words: Iterable[str], language: str) -> set[str]:
    whole = {word[:MAX_WORD] for word in words}
    return whole | {stem(word, language)[:MAX_WORD] for word in whole}


def _spellings(text: str) -> Iterator[str]:
    """The folded words of a text, then those with an umlaut as if they had none."""
    yield from words_of(text)
    if not text.isascii():
        yield from (match[0] for match in WORD.finditer(bare(text)))


def size_of_all(tokens: Collection[str]) -> int:
    """Bytes that tokens take in an index, about."""
    return len("".join(tokens).encode()) + BYTES_OF_PLACE * len(tokens)


def words_of(text: str) -> Iterator[str]:
    """The folded words of a text."""
    return (match[0] for match in WORD.finditer(folded(text)))


def read_query(text: str) -> list[QueryWord]:
    """What a visitor typed, as words that must all occur; empty where there is no word in it."""
    words = dict.fromkeys(word[:MAX_WORD] for word in words_of(text))
    return [_query_word(word) for word in list(words)[:MAX_QUERY_WORDS]]


def _query_word(word: str) -> QueryWord:
    # Which language somebody types in is not known, so both stems count.
    stems = dict.fromkeys([stem(word, "de"), stem(word, "en"), word])
    prefix = word if len(word) >= MIN_PREFIX else ""
    return QueryWord(whole=word, stems=tuple(stems), prefix=prefix)


def _stemmer(algorithm: str) -> Any:
    # A stemmer holds the word that it works on, so no two threads may share one.
    if not hasattr(_stemmers, algorithm):
        setattr(_stemmers, algorithm, snowballstemmer.stemmer(algorithm))
    return getattr(_stemmers, algorithm)
