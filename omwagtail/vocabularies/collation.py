"""Sorting words as a German reader expects it."""

import unicodedata


def german_sort_key(text: str) -> tuple[str, str]:
    """A key by DIN 5007-1: ä sorts like a, ß like ss, case does not count.

    The text itself decides between words that are equal by this rule, so that an order is
    always the same.
    """
    decomposed = unicodedata.normalize("NFD", text.casefold())
    base = "".join(character for character in decomposed if not unicodedata.combining(character))
    return base, text
