"""What a page still lacks, in sentences for its editor.

Every page type says so by ``om_hints()``: drafts with any blanks are welcome, nothing raises.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext
from wagtail.blocks import StreamValue

from omwagtail.content.choices import is_retired


@dataclass(frozen=True)
class Hint:
    """Something that is missing, or wrong."""

    text: str
    """A sentence in the editor's language: what is missing, and why it helps."""

    field: str = ""
    """Name of the page's field to jump to; empty where there is none."""

    wrong: bool = False
    """Publishing is refused as long as it is so."""


# Below, a summary says too little to choose an entry by; above, lists cut it off.
SUMMARY_CHARACTERS = (60, 400)


def hint_if_empty(value: Any, text: str, field: str) -> list[Hint]:
    """The hint, where a field holds nothing."""
    return [] if value else [Hint(text, field)]


def values_of(stream: StreamValue | None) -> list[Any]:
    """The values of a StreamField's blocks; none for a field that was never filled in."""
    return [child.value for child in stream or () if child.value]


def hints_on_summary(summary: str | None) -> list[Hint]:
    """On its length; a missing one is wrong, since every list shows it."""
    length = len((summary or "").strip())
    shortest, longest = SUMMARY_CHARACTERS
    if not length:
        text = gettext("The summary is missing. Every list shows it, so it cannot be left out.")
        return [Hint(text, "summary", wrong=True)]
    if length < shortest:
        text = gettext(
            "The summary is very short. Two or three sentences help readers to decide whether "
            "to read on."
        )
        return [Hint(text, "summary")]
    if length > longest:
        text = gettext(
            "The summary is long for lists: %(count)s characters. They read best with fewer "
            "than %(most)s."
        )
        return [Hint(text % {"count": length, "most": longest}, "summary")]
    return []


def hints_on_pictures(pictures: Iterable[Any], field: str) -> list[Hint]:
    """On pictures without description, credit or licence. ``pictures``: values of picture blocks.

    A picture in a document without these cannot be shown by other sites with good conscience.
    """
    shown = [picture for picture in pictures if picture and picture.get("image")]
    undescribed = sum(not (picture.get("alt") or "").strip() for picture in shown)
    uncredited = sum(not (picture.get("credit") or "").strip() for picture in shown)
    unlicensed = sum(not (picture.get("licence") or "").strip() for picture in shown)
    found = [
        (
            undescribed,
            ngettext(
                "%(count)s picture has no description for those who cannot see it. Leave it "
                "empty only for mere decoration.",
                "%(count)s pictures have no description for those who cannot see them. Leave it "
                "empty only for mere decoration.",
                undescribed,
            ),
        ),
        (
            uncredited,
            ngettext(
                "%(count)s picture has no credit: who took it?",
                "%(count)s pictures have no credit: who took them?",
                uncredited,
            ),
        ),
        (
            unlicensed,
            ngettext(
                "%(count)s picture has no licence, so other sites do not know whether they may "
                "show it.",
                "%(count)s pictures have no licence, so other sites do not know whether they may "
                "show them.",
                unlicensed,
            ),
        ),
    ]
    return [Hint(text % {"count": count}, field) for count, text in found if count]


def hints_on_facts(facts: StreamValue | None) -> list[Hint]:
    """On figures without a number, and those of which nobody knows how old they are."""
    values = values_of(facts)
    blank = sum(not (fact.get("value") or "").strip() for fact in values)
    undated = sum(
        bool((fact.get("value") or "").strip()) and not (fact.get("as_of") or "").strip()
        for fact in values
    )
    found = [
        (
            blank,
            ngettext(
                "%(count)s figure has a name, but no number.",
                "%(count)s figures have a name, but no number.",
                blank,
            ),
        ),
        (
            undated,
            ngettext(
                "%(count)s figure does not say as of when it is. Without a year it soon misleads.",
                "%(count)s figures do not say as of when they are. Without a year they soon "
                "mislead.",
                undated,
            ),
        ),
    ]
    return [Hint(text % {"count": count}, "facts") for count, text in found if count]


def hints_on_retired_topics(topics: Iterable[str] | None) -> list[Hint]:
    """On own topics that the site took from its list again."""
    text = gettext(
        "The topic “%(code)s” is no longer in this site's list, so readers do not see it. "
        "Choose another one, or take it out."
    )
    retired = [code for code in topics or () if is_retired("topics", code)]
    return [Hint(text % {"code": code}, "topics") for code in retired]


def hints_on_contacts(contacts: StreamValue | None) -> list[Hint]:
    """Where readers find nobody to ask."""
    values = values_of(contacts)
    if not values:
        text = gettext("There is no contact. Whoever wants to know more should find somebody.")
    elif not any(contact.get("public") for contact in values):
        text = gettext("No contact is marked as public, so readers see none.")
    else:
        return []
    return [Hint(text, "contacts")]
