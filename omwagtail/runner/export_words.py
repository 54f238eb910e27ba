"""The words in the files that somebody takes along, for the server and for the module alike.

They are loaded with the module that makes the files, and not with every page.
"""

import json
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, pgettext

from omwagtail.runner.words import SENTENCES

# Those that the package speaks; a check in another language has its files in English words.
LANGUAGES = ("de", "en")

Words = dict[str, Any]


def export_words() -> Words:
    """All words in the active language: texts, or the form for one and the form for several."""
    return {
        # the check
        "about": gettext("About this file"),
        "check": gettext("Check"),
        "edition": gettext("Edition"),
        "publisher": gettext("Published by"),
        "address": gettext("Address"),
        "date": gettext("Date"),
        "name": gettext("Filled in by"),
        "number": gettext("No."),
        "page": gettext("Page %(number)s of %(count)s"),
        # the result
        "result": gettext("Result"),
        "ratings": pgettext("part of a result", "Ratings"),
        "topic": gettext("Topic"),
        "topic_number": gettext("Topic %(number)s"),
        "need": gettext("Need for action"),
        "topic_need": gettext("Need for action in the topic"),
        "rated": pgettext("checkpoints", "Rated"),
        "checkpoint": gettext("Checkpoint"),
        "checkpoints": gettext("Checkpoints"),
        "meaning": pgettext("what a result says", "Assessment"),
        "rating": gettext("Rating"),
        "not_rated": gettext("not rated"),
        "note": pgettext("of whoever filled in a check", "Note"),
        "urgent": gettext("Start here"),
        "strengths": gettext("This already works well"),
        # the plan
        "plan": gettext("Plan of action"),
        "no_measures": gettext("There are no measures in the plan yet."),
        "measure": gettext("Measure"),
        "priority": gettext("Priority"),
        "high": pgettext("priority", "high"),
        "medium": pgettext("priority", "medium"),
        "low": pgettext("priority", "low"),
        "who": gettext("Who"),
        "until": gettext("Until when"),
        "control": gettext("Control"),
        "status": gettext("Status"),
        "to_do": pgettext("state of a measure", "open"),
        "done": pgettext("state of a measure", "done"),
        "effect": pgettext("of a measure", "Effect"),
        "effect_yes": pgettext("effect of a measure", "yes"),
        "effect_partly": pgettext("effect of a measure", "partly"),
        "effect_no": pgettext("effect of a measure", "no"),
    } | {
        name: [SENTENCES[name](1), SENTENCES[name](2)] for name in ("answered", "excluded", "open")
    }


def words_module() -> str:
    """The words of all languages as an ES module, which gives those of one."""
    words = {}
    for language in LANGUAGES:
        with translation.override(language):
            words[language] = export_words()
    return f"""\
const WORDS = {json.dumps(words, ensure_ascii=False)};
export function wordsFor(language) {{
  const words = WORDS[language.toLowerCase().split("-")[0]] ?? WORDS.en;
  return Object.assign(Object.create(null), words);
}}
"""
