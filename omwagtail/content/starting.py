"""What a new practice example starts from, so that nobody faces an empty page."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue

from omwagtail.content.choices import label_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StartingForm:
    """A new page's layout; nothing of it is published before the editor has filled it in."""

    key: str
    """Stands in addresses."""

    title: str | Promise

    text: str | Promise
    """One sentence that says whom it is for."""

    icon: str

    sections: tuple[str, ...]
    """Codes of ``section-kinds``, in the order in which the sections stand."""

    event: bool = False
    """Whether the event's own fields are laid out."""

    opened: tuple[str, ...] = ()
    """Fields that are shown unfolded. Rows of them would hinder publishing while they are blank."""

    def section_names(self) -> list[str]:
        """What is laid out, in the editor's language."""
        return [label_of("section-kinds", code) for code in self.sections]


STARTING_FORMS = (
    StartingForm(
        key="short",
        title=_("Short report"),
        text=_("Half a page, written in a quarter of an hour: what you did and what came of it."),
        icon="doc-empty",
        sections=("starting-point", "approach", "results"),
    ),
    StartingForm(
        key="portrait",
        title=_("Full portrait"),
        text=_("The whole story of a network or a project, so that others can learn from it."),
        icon="doc-full",
        sections=(
            *("founding", "starting-point", "goals", "approach"),
            *("cooperation", "financing", "results", "outlook"),
        ),
        opened=("lessons", "actors", "facts", "milestones"),
    ),
    StartingForm(
        key="event",
        title=_("Event report"),
        text=_("What was said and agreed at a workshop, a meeting or a conference."),
        icon="calendar-alt",
        sections=("starting-point", "results", "outlook"),
        event=True,
    ),
)


def start(page: models.Model, form: StartingForm) -> None:
    """Lay a new page out. Fields that a partner's page type has otherwise stay as they are."""
    page.om_opened = frozenset(form.opened)
    _lay_out(page, "sections", "section", [{"kind": code} for code in form.sections])
    if form.event:
        _lay_out(page, "event", "event", [{}])


def _lay_out(page: models.Model, name: str, kind: str, values: list[dict[str, Any]]) -> None:
    stream = getattr(page, name, None)
    if stream is not None and (block := stream.stream_block.child_blocks.get(kind)):
        # With every child's blank: the form's scripts expect each of them. With ids: the form tells
        # its parts apart by them.
        blanks = block.get_default()
        entries = [(kind, {**blanks, **value}, str(uuid4())) for value in values]
        setattr(page, name, StreamValue(stream.stream_block, entries))
