"""The words of the custom elements: from the catalogue into the modules that they are made of.

The page around says in which of the two languages, so a module brings both.
"""

import json
from collections.abc import Callable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, ngettext

from omwagtail.catalogue.models import ItemType

LANGUAGES = ("de", "en")


def list_words() -> dict[str, Any]:
    """What both elements say, in the active language."""
    return {
        "types": {code: str(ItemType(code).label) for code in ItemType.values},
        "loading": gettext("Loading …"),
        "empty": gettext("There is nothing here yet."),
        "failed": gettext("The entries cannot be loaded right now."),
    }


def directory_words() -> dict[str, Any]:
    """What the search says; ``count`` is the form for one and that for several."""
    return {
        "q": gettext("Search"),
        "type": gettext("Type"),
        "topic": gettext("Topic"),
        "region": gettext("Region"),
        "all": gettext("All"),
        "count": [
            ngettext("%(counter)s entry", "%(counter)s entries", number) for number in (1, 2)
        ],
        "none": gettext("Nothing found. Fewer words or fewer filters often help."),
        "further": gettext("Show more"),
    }


def list_words_module() -> str:
    """The words of both elements as an ES module."""
    return _module("WORDS", list_words)


def directory_words_module() -> str:
    """The words of the search as an ES module."""
    return _module("FIELDS", directory_words)


def embed_words_module() -> str:
    """The words before a host's name on the button of ``<om-embed>``, in the order of LANGUAGES."""
    spoken = _spoken(lambda: gettext("Load from"))
    return f"export const LOAD = {_written(list(spoken.values()))};\n"


def _module(constant: str, words: Callable[[], dict[str, Any]]) -> str:
    return f"export const {constant} = {_written(_spoken(words))};\n"


def _spoken(words: Callable[[], Any]) -> dict[str, Any]:
    spoken = {}
    for language in LANGUAGES:
        with translation.override(language):
            spoken[language] = words()
    return spoken


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
