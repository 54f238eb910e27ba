"""What a page still lacks, in sentences for its editor.

Every page type says so by ``om_hints()``: drafts with any blanks are welcome, nothing raises.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext
from wagtail.blocks import StreamValue


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
