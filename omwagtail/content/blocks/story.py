"""What a practice example tells: sections, figures, dates, voices, events."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from omwagtail.content.blocks.base import DocumentBlock
from omwagtail.content.blocks.pictures import PictureBlock, pictures_of
from omwagtail.content.choices import event_kinds, section_kinds
from omwagtail.content.dates import iso_date, validate_date
from omwagtail.content.members import amount_of
from omwagtail.content.prose import ProseBlock
from omwagtail.content.richtext import FEATURES, html_of
from omwagtail.content.translating import SameInAllLanguagesBlock


def date_block(**kwargs: Any) -> blocks.CharBlock:
    """A date as exactly as it is known; stored as it was typed."""
    kwargs.setdefault("label", _("Date"))
    kwargs.setdefault("help_text", _("2021, 11.2021 or 12.11.2021"))
    return SameInAllLanguagesBlock(
        required=False, max_length=20, validators=[validate_date], **kwargs
    )


class SectionBlock(DocumentBlock):
    """A piece of the story."""

    kind = blocks.ChoiceBlock(label=_("What it is about"), choices=section_kinds, required=False)
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=255)
    text = ProseBlock(label=_("Text"), required=False, features=FEATURES)
    images = blocks.ListBlock(PictureBlock(), label=_("Pictures"), default=[], max_num=10)

    class Meta:
        label = _("Section")
        icon = "title"
        description = _("A piece of the story, with heading, text and pictures.")
        preview_template = "omwagtail/blocks/sections.html"
        preview_value = {
            "kind": "approach",
            "heading": _("How they went about it"),
            "text": _("Five firms share one workshop, and each trains what it does best."),
        }

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        member = {
            "kind": value.get("kind"),
            "heading": value.get("heading"),
            "html": html_of(value.get("text")),
            "images": pictures_of(value.get("images")),
        }
        # A kind alone, as a starting form lays it out, is no section yet.
        return member if member["heading"] or member["html"] or member["images"] else None


class FactBlock(DocumentBlock):
    """A key figure: 18 firms, as of 2010."""

    label = blocks.CharBlock(label=_("What is counted"), max_length=255)
    value = blocks.CharBlock(
        label=_("Figure"),
        required=False,
        max_length=100,
        help_text=_("A number, or words such as “over 400”."),
    )
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=100)
    as_of = date_block(label=_("As of"))

    class Meta:
        label = _("Figure")
        icon = "order"
        label_format = "{label}: {value} {unit}"
        form_classname = "struct-block om-row"
        description = _("A number that sticks, drawn big.")
        preview_template = "omwagtail/blocks/facts.html"
        preview_value = {
            "label": _("Firms in the network"),
            "value": "18",
            "as_of": "2010",
        }

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        if not value.get("label"):
            return None
        return {
            "label": value["label"],
            "value": amount_of(value.get("value")),
            "unit": value.get("unit"),
            "as_of": iso_date(value.get("as_of")),
        }


class MilestoneBlock(DocumentBlock):
    """What happened when."""

    date = date_block()
    text = blocks.TextBlock(label=_("What happened"), max_length=2000, rows=2)

    class Meta:
        label = _("Milestone")
        icon = "date"
        label_format = "{date} {text}"
        form_classname = "struct-block om-row"
        description = _("A date and what happened; together they make a timeline.")
        preview_template = "omwagtail/blocks/milestones.html"
        preview_value = {"date": "2004", "text": _("Six firms found the network.")}

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        if not value.get("text"):
            return None
        return {"date": iso_date(value.get("date")), "text": value["text"]}


class QuoteBlock(DocumentBlock):
    """Somebody's own words."""

    text = blocks.TextBlock(label=_("Quote"), max_length=5000, rows=3)
    name = SameInAllLanguagesBlock(label=_("Name"), required=False, max_length=255)
    role = blocks.CharBlock(label=_("Position"), required=False, max_length=255)

    class Meta:
        label = _("Quote")
        icon = "openquote"
        label_format = "{name}: {text}"
        description = _("Somebody’s own words, with name and position.")
        preview_template = "omwagtail/blocks/quotes.html"
        preview_value = {
            "text": _("Alone we would never have filled these places."),
            "name": "Kim Beispiel",
            "role": _("Head of a firm"),
        }

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        if not value.get("text"):
            return None
        return {"text": value["text"], "name": value.get("name"), "role": value.get("role")}


class ProgrammeItemBlock(blocks.StructBlock):
    """A point of an event's programme."""

    time = blocks.CharBlock(label=_("Time"), required=False, max_length=60)
    title = blocks.CharBlock(label=_("Title"), max_length=255)
    speaker = blocks.CharBlock(label=_("Who speaks"), required=False, max_length=255)

    class Meta:
        label = _("Point of the programme")
        icon = "time"
        label_format = "{time} {title}"
        form_classname = "struct-block om-row"
        description = _("A point of an event’s programme.")
        preview_template = "omwagtail/blocks/programme.html"
        preview_value = {
            "time": "10:00",
            "title": _("Welcome and round of introductions"),
            "speaker": "Kim Beispiel",
        }


class EventBlock(DocumentBlock):
    """The event that the example reports on."""

    kind = blocks.ChoiceBlock(label=_("Kind of event"), choices=event_kinds, required=False)
    date = date_block(label=_("Day"))
    end = date_block(label=_("Last day, if it took several"))
    place = blocks.CharBlock(label=_("Place"), required=False, max_length=255)
    programme = blocks.ListBlock(ProgrammeItemBlock(), label=_("Programme"), default=[])

    class Meta:
        label = _("Event")
        icon = "calendar-alt"
        label_format = "{place} {date}"
        description = _("Day, place and programme of an event.")
        preview_template = "omwagtail/blocks/event.html"
        preview_value = {
            "kind": "workshop",
            "date": "12.11.2021",
            "place": "Leipzig",
            "programme": [
                {"time": "10:00", "title": _("Welcome and round of introductions"), "speaker": ""},
            ],
        }

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        member = {
            "kind": value.get("kind"),
            "date": iso_date(value.get("date")),
            "end": iso_date(value.get("end")),
            "place": value.get("place"),
            "programme": [dict(point) for point in value.get("programme") or () if point["title"]],
        }
        return member if any(member.values()) else None


class ProgrammeFundingBlock(DocumentBlock):
    """A programme that paid for what the example tells about."""

    programme = blocks.CharBlock(label=_("Programme"), required=False, max_length=255)
    funder = blocks.CharBlock(label=_("Funded by"), required=False, max_length=255)
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=1000)

    class Meta:
        label = _("Funding")
        icon = "pick"
        label_format = "{programme} {funder}"
        form_classname = "struct-block om-row"
        description = _("A programme that paid for what the example tells about.")
        preview_template = "omwagtail/blocks/programme_funding.html"
        preview_value = {
            "programme": _("Programme for skilled labour"),
            "funder": _("Ministry of Labour"),
        }

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        return {name: member for name, member in value.items() if member} or None
