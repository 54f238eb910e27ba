"""Pictures and downloads."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from omwagtail.catalogue.pictures import picture_of
from omwagtail.content.blocks.base import DocumentBlock
from omwagtail.content.members import file_of
from omwagtail.content.translating import SameInAllLanguagesBlock


class PictureBlock(DocumentBlock):
    """A picture with what a reader who cannot see it needs, and whose it is."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Description for those who cannot see it"),
        required=False,
        max_length=1000,
        help_text=_("What the picture shows. Leave it empty for mere decoration."),
    )
    credit = blocks.CharBlock(
        label=_("Credit"), required=False, max_length=255, help_text=_("For example: Photo: Name")
    )
    licence = SameInAllLanguagesBlock(label=_("Licence"), required=False, max_length=255)

    class Meta:
        label = _("Picture")
        icon = "image"
        form_classname = "struct-block om-row om-row--picture"
        description = _("A picture with description and credit.")
        preview_template = "omwagtail/blocks/pictures.html"
        preview_value = {
            "alt": _("Two people at a workbench"),
            "credit": _("Photo: Kim Beispiel"),
        }

    def to_document(self, value: blocks.StructValue, *, identity: str = "") -> dict | None:
        return picture_of(
            value.get("image"),
            alt=value.get("alt") or "",
            credit=value.get("credit") or "",
            licence=value.get("licence") or "",
        )


def pictures_of(pictures: Any) -> list[dict]:
    """The image members of a list of pictures."""
    block = PictureBlock()
    return [member for value in pictures or () if (member := block.to_document(value))]


class DownloadBlock(DocumentBlock):
    """A file to download, from the site's documents."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Title"),
        required=False,
        max_length=255,
        help_text=_("Leave it empty to take the document's own title."),
    )

    class Meta:
        label = _("Download")
        icon = "download"
        form_classname = "struct-block om-row"
        description = _("A file to download, with its type and size.")
        preview_template = "omwagtail/blocks/files.html"
        preview_value = {"title": _("Cooperation agreement")}

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        return file_of(value.get("document"), value.get("title") or "")
