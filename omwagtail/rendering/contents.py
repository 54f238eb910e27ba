"""The parts of a long page: their headings, and the list of contents that leads to them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from omwagtail.rendering.navigation import Step
from omwagtail.rendering.wording import label_of

# Type of document -> its parts after the sections, in the order of the page: name of the member
# that fills a part -> heading. A part's anchor is ``part-`` and its name.
PARTS = {
    "practice-example": {
        "lessons": _("What others can learn from it"),
        "actors": _("Who took part"),
        "milestones": _("How it went"),
    },
    "network": {
        "goals": _("Goals"),
        "focus_areas": _("Focus areas"),
        "members": _("Members and partners"),
        "bodies": _("How the network is run"),
        "funding": _("How it is funded"),
        "milestones": _("Milestones"),
    },
}
# A page with fewer parts is seen at a glance.
LONG = 5


def contents(document: dict[str, Any], *, has_examples: bool = False) -> list[Step]:
    """What a long example or network profile consists of; empty for a short page."""
    body = document.get("body") or {}
    steps = []
    if document["type"] == "practice-example":
        steps += [
            Step(title=heading, url=f"#section-{number}")
            for number, section in enumerate(body.get("sections", ()), start=1)
            if (heading := heading_of(section))
        ]
    steps += [
        Step(title=str(heading), url=f"#part-{name}")
        for name, heading in PARTS.get(document["type"], {}).items()
        if body.get(name)
    ]
    if has_examples:
        steps.append(Step(title=str(_("Practice examples of this network")), url="#part-examples"))
    return steps if len(steps) >= LONG else []


def heading_of(section: dict[str, Any]) -> str:
    """A section's heading, else the words of its kind; empty for neither."""
    return section.get("heading") or label_of(section.get("kind"), "section-kinds")
