"""The setting ``TOPICS``: what a site adds to the shared list of topics, without a migration."""

from collections.abc import Iterator
from typing import Any

from django.core.signals import setting_changed
from pydantic import ValidationError

from omwagtail.conf import settings
from omwagtail.documents import LabelledCode
from omwagtail.vocabularies import LANGUAGES, OWN_PREFIX, Term, extend, forget_own_terms

VOCABULARY = "topics"


def connect() -> None:
    """Add the site's own topics to the vocabulary, now and whenever the setting changes."""
    extend(VOCABULARY, own_topics)
    setting_changed.connect(_forget_on_change, dispatch_uid="omwagtail.own_topics")


def own_topics() -> Iterator[Term]:
    """The terms that the setting adds, in its order; entries with a problem are left out."""
    for code, given in _entries():
        if find_problem(code, given) is None:
            yield Term(code=code, labels=_labels(given), own=True)


def topic_problems() -> list[str]:
    """What is wrong with the setting, a sentence each."""
    if not isinstance(settings.TOPICS, dict):
        return ["It must be a dict of codes and labels."]
    return [problem for code, given in _entries() if (problem := find_problem(code, given))]


def find_problem(code: Any, given: Any) -> str | None:
    """Why this entry of the setting is no topic; None if it is one."""
    if not isinstance(code, str) or not code.startswith(OWN_PREFIX):
        return f"The code {code!r} must begin with {OWN_PREFIX!r}."
    labels = _labels(given)
    if not labels or not all(isinstance(text, str) and text.strip() for text in labels.values()):
        return f"The label of {code!r} must be a text, or a dict of languages and texts."
    try:
        for label in labels.values():
            LabelledCode(code=code, label=label)
    except ValidationError as error:
        return f"{code!r}: {error.errors()[0]['msg']}."
    return None


def _entries() -> list[tuple[Any, Any]]:
    return list(settings.TOPICS.items()) if isinstance(settings.TOPICS, dict) else []


def _labels(given: Any) -> dict[str, Any]:
    """Language to label; a language that is not given gets the German label, else the first."""
    if not isinstance(given, dict):
        return dict.fromkeys(LANGUAGES, given)
    labels = {str(language).lower(): text for language, text in given.items()}
    if not labels:
        return {}
    usual = labels.get("de", next(iter(labels.values())))
    return {**dict.fromkeys(LANGUAGES, usual), **labels}


def _forget_on_change(*, setting: str, **kwargs: Any) -> None:
    if setting == "OMWAGTAIL":
        forget_own_terms()
