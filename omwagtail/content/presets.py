"""What a check has before its editor says otherwise, in the language of the page."""

from typing import Any

from django.utils.translation import gettext
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


def levels() -> list[dict[str, Any]]:
    """The three levels of need for action."""
    return [
        _level("none", gettext("No need for action"), "circle", 0, "good"),
        _level("some", gettext("Need for action"), "triangle", 1, "middle"),
        _level("urgent", gettext("Urgent need for action"), "octagon", 2, "urgent"),
    ]


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
