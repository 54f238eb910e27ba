"""The sentences with numbers in them, for the server's pages and for the module alike.

The module gets the forms for one and for several and fills in the numbers itself, so there is one
source for both.
"""

from collections.abc import Callable

from django.utils.translation import gettext, ngettext, pgettext

# `%(name)s` stands for a number or a word; a function's argument is what the sentence counts.
SENTENCES: dict[str, Callable[[int], str]] = {
    "answered": lambda count: ngettext(
        "%(rated)s of %(count)s checkpoint rated",
        "%(rated)s of %(count)s checkpoints rated",
        count,
    ),
    "excluded": lambda count: ngettext("%(count)s does not apply", "%(count)s do not apply", count),
    "open": lambda count: ngettext("%(count)s still open", "%(count)s still open", count),
    "not-begun": lambda count: ngettext(
        "This topic has not been begun: %(topics)s",
        "These topics have not been begun: %(topics)s",
        count,
    ),
    "more": lambda count: ngettext(
        "Show %(count)s more checkpoint", "Show %(count)s more checkpoints", count
    ),
    "progress": lambda count: ngettext(
        "%(answered)s of %(count)s checkpoint answered",
        "%(answered)s of %(count)s checkpoints answered",
        count,
    ),
    "topic": lambda count: gettext("Topic %(number)s"),
    "place": lambda count: gettext("Topic %(number)s of %(count)s"),
    "percent": lambda count: gettext("%(percent)s%%"),
    "times": lambda count: gettext("%(count)s × %(label)s"),
    "planned": lambda count: ngettext(
        "%(count)s measure is planned, %(done)s done.",
        "%(count)s measures are planned, %(done)s done.",
        count,
    ),
    "edition": lambda count: gettext("edition %(number)s"),
    "mail-subject": lambda count: gettext("Result of the check: %(title)s"),
    "mail-attached": lambda count: gettext("My result is in the attached file."),
    "number": lambda count: pgettext("a measure of the plan", "%(label)s %(number)s"),
    "to-plan": lambda count: gettext("To the plan (%(count)s)"),
    "plan-progress": lambda count: ngettext(
        "%(done)s of %(count)s measure done", "%(done)s of %(count)s measures done", count
    ),
    "overdue": lambda count: ngettext("%(count)s overdue", "%(count)s overdue", count),
    "removed": lambda count: gettext("Removed: %(text)s"),
    "taken": lambda count: gettext("In the plan: %(text)s"),
    "missing-measures": lambda count: ngettext(
        "%(count)s more measure in the plan", "%(count)s more measures in the plan", count
    ),
    "missing-columns": lambda count: ngettext(
        "%(count)s more measure in the plan with these filled in: %(columns)s",
        "%(count)s more measures in the plan with these filled in: %(columns)s",
        count,
    ),
    "missing-topics": lambda count: ngettext(
        "%(count)s more topic worked through to the end; still open: %(topics)s",
        "%(count)s more topics worked through to the end; still open: %(topics)s",
        count,
    ),
    "missing-other": lambda count: gettext("Something that this page cannot check"),
    "state-open": lambda count: pgettext("state of a topic", "open"),
    "state-begun": lambda count: pgettext("state of a topic", "begun"),
    "state-done": lambda count: pgettext("state of a topic", "done"),
    "state-later": lambda count: pgettext("state of a topic", "later"),
    "place-later": lambda count: gettext("Further topic %(number)s of %(count)s"),
    "kept-not": lambda count: gettext("Not saved so far."),
    "kept": lambda count: gettext("Saved on this device: %(when)s."),
    "kept-no-more": lambda count: gettext(
        "Deleted from this device. While this page is open, your answers are still in it."
    ),
    "kept-blocked": lambda count: gettext(
        "Here nothing can be saved on this device. Take a file or a link along instead."
    ),
    "kept-full": lambda count: gettext(
        "This device has no room left for your answers. Take a file or a link along instead."
    ),
    "kept-elsewhere": lambda count: gettext(
        "Your answers were changed in another window: %(when)s. Which ones shall count?"
    ),
    "take-theirs": lambda count: gettext("Those of the other window"),
    "keep-mine": lambda count: gettext("Those of this window"),
    "opened": lambda count: gettext("Your answers are here again."),
    "opening-replaces": lambda count: gettext(
        "Shall the answers that you bring replace those that are here?"
    ),
    "replace": lambda count: gettext("Replace"),
    "leave": lambda count: gettext("Leave as it is"),
    "close": lambda count: gettext("Close"),
    "link-broken": lambda count: gettext(
        "This link cannot be read: a part of it is missing, or it belongs to another check."
    ),
    "not-loaded": lambda count: gettext(
        "The page could not be loaded. Your answers are still here; please try again later."
    ),
    "file-too-large": lambda count: gettext("This file is too large for one that was saved here."),
    "file-not-json": lambda count: gettext("This is no file that was saved here."),
    "file-not-a-record": lambda count: gettext("This is no file that was saved here."),
    "file-other-version": lambda count: gettext(
        "This file was saved by another version, which cannot be read here."
    ),
    "file-other-check": lambda count: gettext("This file belongs to another check: %(title)s"),
}


def say(name: str, count: int = 1, **values: object) -> str:
    """One sentence in the active language with its numbers."""
    return SENTENCES[name](count) % {"count": count, **values}


def sentences() -> dict[str, list[str]]:
    """All sentences in the active language: name to the form for one and, where it is another, the
    form for several.

    German and English have these two; a language with more needs more here and in the module.
    """
    return {name: list(dict.fromkeys([form(1), form(2)])) for name, form in SENTENCES.items()}
