"""What a check has before its editor says otherwise, in the language of the page."""

from typing import Any

from django.db import models
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

SYMBOLS = [
    ("circle", _("Circle")),
    ("triangle", _("Triangle")),
    ("octagon", _("Octagon")),
    ("diamond", _("Diamond")),
]
ROLES = [
    ("good", _("Green: fine")),
    ("middle", _("Yellow: could be better")),
    ("urgent", _("Red: urgent")),
    ("neutral", _("Grey: no judgement")),
]


class ScalePreset(models.TextChoices):
    """Scales that stand ready."""

    NEED = "need", _("Need for action, three levels: none, some, urgent")
    AGREEMENT = "agreement", _("Agreement, four levels: from fully true to not true")
    YES_NO = "yes-no", _("Yes or no")
    OWN = "own", _("Own levels")


def levels(preset: str = ScalePreset.NEED) -> list[dict[str, Any]]:
    """The levels of a scale that stands ready, the best first; none for own levels.

    A level's key never changes: answers are kept by it.
    """
    match preset:
        case ScalePreset.NEED:
            return [
                _level("none", gettext("No need for action"), "circle", 0, "good"),
                _level("some", gettext("Need for action"), "triangle", 1, "middle"),
                _level("urgent", gettext("Urgent need for action"), "octagon", 2, "urgent"),
            ]
        case ScalePreset.AGREEMENT:
            return [
                _level("fully", gettext("Fully true of us"), "circle", 0, "good"),
                _level("mostly", gettext("Mostly true of us"), "diamond", 1, "middle"),
                _level("hardly", gettext("Hardly true of us"), "triangle", 2, "middle"),
                _level("not", gettext("Not true of us"), "octagon", 3, "urgent"),
            ]
        case ScalePreset.YES_NO:
            return [
                _level("yes", pgettext("level of a scale", "Yes"), "circle", 0, "good"),
                _level("no", pgettext("level of a scale", "No, not yet"), "octagon", 1, "urgent"),
            ]
    return []


def not_applicable() -> str:
    """The words for a checkpoint that has nothing to do with the firm."""
    return gettext("Does not apply to us")


def plan() -> list[dict[str, str]]:
    """The columns of the plan of action."""
    return [
        {"key": "measure", "label": gettext("Measure")},
        {"key": "priority", "label": gettext("Priority")},
        {"key": "who", "label": gettext("Who")},
        {"key": "until", "label": gettext("Until when")},
        {"key": "control", "label": gettext("Control")},
    ]


def _level(key: str, label: str, symbol: str, need: int, role: str) -> dict[str, Any]:
    return {"key": key, "label": label, "symbol": symbol, "need": need, "role": role}
