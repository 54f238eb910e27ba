"""Other documents and sources."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from omwagtail.content.addresses import validate_web_address
from omwagtail.content.blocks.base import DocumentBlock
from omwagtail.content.choices import relations
from omwagtail.content.members import reference_of


class ReferenceBlock(DocumentBlock):
    """Another published document: a page of this site, or one taken in from elsewhere."""

    page = blocks.PageChooserBlock(label=_("Page of this site"), required=False)
    address = blocks.URLBlock(
        label=_("or its address"),
        required=False,
        max_length=500,
        validators=[validate_web_address],
        help_text=_("The address of an entry of the catalogue that comes from another site."),
    )

    class Meta:
        label = _("Reference")
        icon = "link"
        form_classname = "struct-block om-row"
        description = _("Another published entry, of this site or of another.")
        preview_template = "omwagtail/blocks/references.html"
        preview_value = {"address": "https://partner.example/praxis/ausbildung/"}

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        found = reference_of(value.get("page"), value.get("address") or "")
        return found and {"origin": found["origin"], "id": found["id"]}


class RelatedBlock(ReferenceBlock):
    """A related document, and what it is to this one."""

    relation = blocks.ChoiceBlock(label=_("What it is"), choices=relations)

    class Meta:
        label = _("Related entry")
        icon = "link"
        form_classname = "struct-block om-row"
        description = _("Another published entry, and what it is to this one.")
        preview_template = "omwagtail/blocks/references.html"
        preview_value = {
            "address": "https://partner.example/praxis/ausbildung/",
            "relation": "example-of",
        }

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        if not value.get("relation"):
            return None
        found = reference_of(value.get("page"), value.get("address") or "")
        return found and {**found, "relation": value["relation"]}


class SourceBlock(DocumentBlock):
    """Where the facts come from."""

    title = blocks.CharBlock(label=_("Title"), max_length=500)
    publisher = blocks.CharBlock(label=_("Published by"), required=False, max_length=255)
    url = blocks.URLBlock(
        label=_("Address"), required=False, max_length=1000, validators=[validate_web_address]
    )
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=500)

    class Meta:
        label = _("Source")
        icon = "doc-full"
        label_format = "{title}"
        form_classname = "struct-block om-row"
        description = _("Where the facts come from.")
        preview_template = "omwagtail/blocks/sources.html"
        preview_value = {
            "title": _("Annual report"),
            "publisher": _("Office of the network"),
            "url": "https://partner.example/bericht/",
        }

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        return dict(value) if value.get("title") else None


class LinkBlock(blocks.StructBlock):
    """A link with its words."""

    url = blocks.URLBlock(label=_("Address"), max_length=1000, validators=[validate_web_address])
    title = blocks.CharBlock(label=_("Words of the link"), required=False, max_length=255)

    class Meta:
        label = _("Link")
        icon = "link"
        label_format = "{title} {url}"
        form_classname = "struct-block om-row"
        description = _("A web address and the words of the link.")
        preview_template = "omwagtail/blocks/links.html"
        preview_value = {"url": "https://partner.example/bericht/", "title": _("Annual report")}


def links_of(links: blocks.list_block.ListValue | None) -> list[dict]:
    """The link members of a list of links."""
    return [dict(link) for link in links or () if link.get("url")]
