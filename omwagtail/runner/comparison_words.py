"""The sentences of a comparison, for the server's page and for the module alike (see words.py)."""

from collections.abc import Callable

from django.utils.translation import gettext, ngettext, pgettext

# Beside the words, never instead of them: what moved, and where people agree.
SYMBOLS = {
    "better": "↓",
    "worse": "↑",
    "same": "=",
    "new": "+",
    "gone": "×",
    "open": "–",
    "far": "≠",
    "near": "≈",
    "agree": "=",
    "both-need": "!",
    "differ": "≠",
    "both-fine": "✓",
}

WORDS: dict[str, Callable[[int], str]] = {
    # What moved
    "before": lambda count: pgettext("column of a comparison", "Before"),
    "now": lambda count: pgettext("column of a comparison", "Now"),
    "on": lambda count: gettext("%(label)s: %(when)s"),
    "moved": lambda count: pgettext("column of a comparison", "What moved"),
    "topics": lambda count: gettext("Need for action by topic"),
    "better": lambda count: ngettext(
        "%(count)s point less need for action", "%(count)s points less need for action", count
    ),
    "worse": lambda count: ngettext(
        "%(count)s point more need for action", "%(count)s points more need for action", count
    ),
    "same": lambda count: gettext("unchanged"),
    "new": lambda count: gettext("new in this edition"),
    "gone": lambda count: gettext("gone in this edition"),
    "open": lambda count: gettext("not rated both times"),
    "unlike": lambda count: gettext("not the same checkpoints were rated both times"),
    "points-better": lambda count: ngettext(
        "%(count)s checkpoint with less need for action",
        "%(count)s checkpoints with less need for action",
        count,
    ),
    "points-worse": lambda count: ngettext(
        "%(count)s checkpoint with more need for action",
        "%(count)s checkpoints with more need for action",
        count,
    ),
    "points-same": lambda count: ngettext(
        "%(count)s checkpoint unchanged", "%(count)s checkpoints unchanged", count
    ),
    "points-new": lambda count: ngettext(
        "%(count)s checkpoint new in this edition",
        "%(count)s checkpoints new in this edition",
        count,
    ),
    "points-gone": lambda count: ngettext(
        "%(count)s checkpoint gone in this edition",
        "%(count)s checkpoints gone in this edition",
        count,
    ),
    "points-open": lambda count: ngettext(
        "%(count)s checkpoint not rated both times",
        "%(count)s checkpoints not rated both times",
        count,
    ),
    # Where people differ
    "difference": lambda count: pgettext("column of a comparison", "Difference"),
    "far": lambda count: ngettext(
        "far apart: %(count)s point", "far apart: %(count)s points", count
    ),
    "near": lambda count: ngettext(
        "a little apart: %(count)s point", "a little apart: %(count)s points", count
    ),
    "agree": lambda count: gettext("the same need for action"),
    "few": lambda count: gettext("rated by fewer than two"),
    "not-rated": lambda count: gettext("not rated"),
    "excluded": lambda count: gettext("does not apply"),
    "points-far": lambda count: ngettext(
        "%(count)s checkpoint where you are far apart",
        "%(count)s checkpoints where you are far apart",
        count,
    ),
    "points-near": lambda count: ngettext(
        "%(count)s checkpoint where you are a little apart",
        "%(count)s checkpoints where you are a little apart",
        count,
    ),
    "points-strong": lambda count: ngettext(
        "%(count)s strength that you agree on", "%(count)s strengths that you agree on", count
    ),
    "points-agree": lambda count: ngettext(
        "%(count)s checkpoint where you agree that something has to be done",
        "%(count)s checkpoints where you agree that something has to be done",
        count,
    ),
    "points-few": lambda count: ngettext(
        "%(count)s checkpoint rated by fewer than two",
        "%(count)s checkpoints rated by fewer than two",
        count,
    ),
    "person": lambda count: gettext("Person %(number)s"),
    # Where two sides meet
    "meet": lambda count: pgettext("column of a comparison", "Where you meet"),
    "both-need": lambda count: gettext("both see need for action here"),
    "differ": lambda count: gettext("seen differently"),
    "both-fine": lambda count: gettext("both strong"),
    "not-both": lambda count: gettext("not rated on both sides"),
    "topics-both-need": lambda count: ngettext(
        "%(count)s topic to talk about first: both see need for action",
        "%(count)s topics to talk about first: both see need for action",
        count,
    ),
    "topics-differ": lambda count: ngettext(
        "%(count)s topic that you see differently",
        "%(count)s topics that you see differently",
        count,
    ),
    "topics-both-fine": lambda count: ngettext(
        "%(count)s topic where both are strong", "%(count)s topics where both are strong", count
    ),
    "topics-not-both": lambda count: ngettext(
        "%(count)s topic not rated on both sides",
        "%(count)s topics not rated on both sides",
        count,
    ),
    "note-both-need": lambda count: gettext(
        "You have the same concern. What could you do about it together?"
    ),
    "note-differ": lambda count: gettext(
        "One of you is further here. Ask how the other side does it, and what it needs from you."
    ),
    "note-both-fine": lambda count: gettext(
        "This carries your cooperation. Say so to each other, and keep it up."
    ),
    # Whatever is compared
    "need": lambda count: gettext("%(count)s%%"),
    "untitled": lambda count: gettext("Untitled topic"),
    "title-time": lambda count: gettext("What has moved"),
    "title-people": lambda count: gettext("Where you agree and where you differ"),
    "title-sides": lambda count: gettext("Where both sides meet"),
    "other-edition": lambda count: gettext(
        "“%(name)s” was filled in with edition %(number)s: only checkpoints that both editions"
        " have are compared."
    ),
    "unknown-edition": lambda count: gettext(
        "“%(name)s” was filled in with an edition that is not available here; what the current one"
        " still asks is compared."
    ),
    # Files that cannot be compared
    "problem": lambda count: gettext("%(file)s: %(reason)s"),
    "too-large": lambda count: gettext("The file is too large to hold answers of a check."),
    "not-json": lambda count: gettext("This is not a file of answers that was saved here."),
    "not-a-record": lambda count: gettext("This is not a file of answers that was saved here."),
    "other-version": lambda count: gettext(
        "The file was written by a newer version of this check and cannot be read here."
    ),
    "other-check": lambda count: gettext("The answers belong to another check: %(title)s."),
    "no-answers": lambda count: gettext("There are no answers in it that this check knows."),
    "too-many": lambda count: gettext("At most 8 results can be compared at once."),
    "need-one": lambda count: gettext("Choose a file with the earlier result."),
    "need-two": lambda count: gettext("Choose the files of at least two people."),
    "need-other": lambda count: gettext("Choose a file with the other side's result."),
    "need-mine": lambda count: gettext("Answer this check first, or choose a file of it too."),
    "just-two": lambda count: gettext("Two results can be compared at a time: choose one file."),
    "not-loaded": lambda count: gettext("The page could not be loaded. Please try again later."),
}


def say(sentence: str, count: int = 1, /, **values: object) -> str:
    """One sentence in the active language."""
    return WORDS[sentence](count) % {"count": count, **values}


def words() -> dict[str, list[str]]:
    """All of them: the form for one, the form for several."""
    return {name: [form(1), form(2)] for name, form in WORDS.items()}
