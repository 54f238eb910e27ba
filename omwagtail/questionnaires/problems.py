"""What can be wrong with a check's definition, in an editor's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Marks a text for the message catalogue; whoever shows a problem translates it."""
    return text


MESSAGES = {
    "no-scale-level": gettext_noop("The scale has no level."),
    "too-few-levels": gettext_noop("The scale has one level only; a rating needs at least two."),
    "level-without-key": gettext_noop("Level %(number)s of the scale has no key."),
    "duplicate-level-key": gettext_noop("Two levels of the scale have the key “%(key)s”."),
    "reserved-level-key": gettext_noop(
        "A level may not have the key “%(key)s”: it stands for “not applicable”."
    ),
    "no-need": gettext_noop("No level of the scale has a need for action above 0."),
    "no-section": gettext_noop("The check has no topic."),
    "section-without-id": gettext_noop("Topic %(number)s has no id."),
    "duplicate-section-id": gettext_noop("Two topics have the id “%(id)s”."),
    "empty-section": gettext_noop("The topic “%(section)s” has no checkpoint."),
    "section-without-weight": gettext_noop(
        "No checkpoint of the topic “%(section)s” counts: all weights are 0."
    ),
    "checkpoint-without-id": gettext_noop(
        "Checkpoint %(number)s of the topic “%(section)s” has no id."
    ),
    "duplicate-checkpoint-id": gettext_noop("Two checkpoints have the id “%(id)s”."),
    "empty-statement": gettext_noop(
        "Checkpoint %(number)s of the topic “%(section)s” has no statement."
    ),
    "duplicate-statement": gettext_noop("The statement “%(statement)s” stands in the check twice."),
    "negative-weight": gettext_noop("The checkpoint “%(statement)s” has a weight below 0."),
    "duplicate-measure-id": gettext_noop("Two suggested measures have the id “%(id)s”."),
    "band-scope": gettext_noop(
        "A result text is neither for a topic nor for the whole check, but for “%(scope)s”."
    ),
    "band-limits": gettext_noop(
        "The result text from %(start)s to %(end)s percent has impossible limits."
    ),
    "band-without-text": gettext_noop(
        "The result text from %(start)s to %(end)s percent is empty."
    ),
    "section-band-gap": gettext_noop(
        "There is no result text for topics from %(start)s to %(end)s percent."
    ),
    "whole-band-gap": gettext_noop(
        "There is no result text for the whole check from %(start)s to %(end)s percent."
    ),
    "section-band-overlap": gettext_noop(
        "Two result texts for topics apply from %(start)s to %(end)s percent."
    ),
    "whole-band-overlap": gettext_noop(
        "Two result texts for the whole check apply from %(start)s to %(end)s percent."
    ),
    "band-unknown-section": gettext_noop(
        "The result text from %(start)s to %(end)s percent is for a topic that is no longer in "
        "the check."
    ),
    "unknown-rule": gettext_noop("The completion rule “%(rule)s” is unknown."),
    "rule-without-count": gettext_noop("The completion rule “%(rule)s” needs a number above 0."),
    "unreachable-count": gettext_noop(
        "%(count)s completed topics are asked for, but the check has %(sections)s."
    ),
    "rule-unknown-section": gettext_noop(
        "A completion rule names a topic that is no longer in the check."
    ),
    "rule-unknown-column": gettext_noop(
        "A completion rule names a column that is no longer in the plan."
    ),
    "duplicate-column-key": gettext_noop("Two columns of the plan have the key “%(key)s”."),
}
"""Code to English text; German stands in the message catalogue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    code: str
    """One of MESSAGES."""

    path: str = ""
    """Where it is in the body, e.g. ``sections/2/checkpoints/0``; empty for the body itself."""

    params: Mapping[str, int | str] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        """The English sentence. Translated: ``gettext(MESSAGES[code]) % params``."""
        return MESSAGES[self.code] % self.params
