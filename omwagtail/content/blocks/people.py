"""Who takes part: actors, members, bodies, contacts."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from omwagtail.content.addresses import validate_email_address
from omwagtail.content.blocks.base import DocumentBlock
from omwagtail.content.blocks.story import date_block
from omwagtail.content.choices import funding_kinds, organisation_types
from omwagtail.content.dates import iso_date
from omwagtail.content.members import organisation_of
from omwagtail.content.translating import SameInAllLanguagesBlock


class OrganisationBlock(DocumentBlock):
    """An organisation, chosen from those the site knows or only named."""

    organisation = SnippetChooserBlock(
        "omwagtail.Organisation", label=_("Organisation"), required=False
    )
    name = blocks.CharBlock(
        label=_("or its name"),
        required=False,
        max_length=255,
        help_text=_("For groups and for organisations that are named only once."),
    )
    type = blocks.ChoiceBlock(label=_("Kind"), choices=organisation_types, required=False)

    def organisation_members(self, value: blocks.StructValue) -> dict[str, Any] | None:
        """The members ``organisation`` and ``type``; None where neither is given."""
        chosen = value.get("organisation")
        organisation = organisation_of(chosen, value.get("name") or "")
        if organisation is None:
            return None
        kind = value.get("type") or (chosen.type if chosen else "")
        return {"organisation": organisation, "type": kind}


class ActorBlock(OrganisationBlock):
    """Who took part, what they gave, and what they gained."""

    contribution = blocks.TextBlock(
        label=_("What it contributes"), required=False, max_length=2000, rows=2
    )
    benefit = blocks.TextBlock(label=_("What it gains"), required=False, max_length=2000, rows=2)

    class Meta:
        label = _("Actor")
        icon = "group"
        form_classname = "struct-block om-row om-row--people"
        description = _("Who took part, what they gave and what they gained.")
        preview_template = "omwagtail/blocks/actors.html"
        preview_value = {
            "name": _("Guild of toolmakers"),
            "type": "guild",
            "contribution": _("Finds firms that take part."),
            "benefit": _("Its members find apprentices."),
        }

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        members = self.organisation_members(value)
        return members and {
            **members,
            "contribution": value.get("contribution"),
            "benefit": value.get("benefit"),
        }


class MemberBlock(OrganisationBlock):
    """An organisation in a network."""

    role = blocks.CharBlock(label=_("Role in the network"), required=False, max_length=255)
    since = date_block(label=_("Member since"))
    contribution = blocks.TextBlock(
        label=_("What it contributes"), required=False, max_length=2000, rows=2
    )
    benefit = blocks.TextBlock(label=_("What it gains"), required=False, max_length=2000, rows=2)

    class Meta:
        label = _("Member")
        icon = "group"
        form_classname = "struct-block om-row om-row--people"
        description = _("An organisation of the network, chosen or only named.")
        preview_template = "omwagtail/blocks/actors.html"
        preview_value = {
            "name": _("Employment agency"),
            "type": "employment-agency",
            "role": _("Member of the advisory board"),
            "contribution": _("Advice on further training."),
            "benefit": _("Knows what the firms need."),
        }

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        members = self.organisation_members(value)
        return members and {
            **members,
            "role": value.get("role"),
            "since": iso_date(value.get("since")),
            "contribution": value.get("contribution"),
            "benefit": value.get("benefit"),
        }


class BodyBlock(DocumentBlock):
    """A members' assembly, board, advisory board or office."""

    name = blocks.CharBlock(label=_("Name"), max_length=255)
    text = blocks.TextBlock(label=_("What it does"), required=False, max_length=2000, rows=2)

    class Meta:
        label = _("Governing body")
        icon = "list-ul"
        label_format = "{name}"
        form_classname = "struct-block om-row"
        description = _("A members’ assembly, board, advisory board or office.")
        preview_template = "omwagtail/blocks/bodies.html"
        preview_value = {
            "name": _("Advisory board"),
            "text": _("Meets twice a year and sets the priorities."),
        }

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        return {"name": value["name"], "text": value.get("text")} if value.get("name") else None


class FundingBlock(DocumentBlock):
    """Where a network's money or work comes from."""

    kind = blocks.ChoiceBlock(label=_("Kind"), choices=funding_kinds, required=False)
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=1000)
    share = blocks.IntegerBlock(
        label=_("Share in percent"), required=False, min_value=0, max_value=100
    )

    class Meta:
        label = _("Funding")
        icon = "pick"
        label_format = "{kind} {note}"
        form_classname = "struct-block om-row"
        description = _("Where means come from, with the share where it is known.")
        preview_template = "omwagtail/blocks/funding.html"
        preview_value = {"kind": "membership-fees", "share": 60}

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        if not value.get("kind") and not value.get("note"):
            return None
        return {"kind": value.get("kind"), "note": value.get("note"), "share": value.get("share")}


class ContactBlock(DocumentBlock):
    """A person or an office to turn to."""

    role = blocks.CharBlock(label=_("Responsible for"), required=False, max_length=255)
    name = SameInAllLanguagesBlock(label=_("Name"), required=False, max_length=255)
    email = blocks.EmailBlock(label=_("E-mail"), required=False)
    phone = SameInAllLanguagesBlock(label=_("Telephone"), required=False, max_length=60)
    public = blocks.BooleanBlock(
        label=_("Public"),
        required=False,
        help_text=_("Only public contacts are shown on the page and passed on to other sites."),
    )

    class Meta:
        label = _("Contact")
        icon = "mail"
        label_format = "{name} {role}"
        form_classname = "struct-block om-row"
        description = _("Somebody to turn to. Only public contacts are shown.")
        preview_template = "omwagtail/blocks/contacts.html"
        preview_value = {
            "role": _("Office of the network"),
            "name": "Kim Beispiel",
            "email": "kim@netzwerk.example",
            "phone": "+49 341 0000000",
            "public": True,
        }

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuses the e-mail addresses that no document may carry, such as ``"a.b"@c.example``."""
        value = super().clean(value)
        try:
            validate_email_address(value.get("email") or "")
        except ValidationError as error:
            raise StructBlockValidationError({"email": error}) from None
        return value

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        if not value.get("public"):
            return None
        shown = ("role", "name", "email", "phone")
        return {name: value[name] for name in shown if value.get(name)} or None
