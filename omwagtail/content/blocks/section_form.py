"""A section in the admin's forms: below its text stands what a section of its kind may tell."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter

from omwagtail.content.blocks.story import SectionBlock
from omwagtail.content.section_hints import SECTION_HINTS


class SectionBlockAdapter(StructBlockAdapter):
    """Hands the hints to the script, which shows that of the chosen kind."""

    js_constructor = "omwagtail.SectionBlock"

    def js_args(self, block: SectionBlock) -> list[Any]:
        name, children, meta = super().js_args(block)
        return [name, children, {**meta, "sectionHints": SECTION_HINTS}]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(
            css={"all": ["omwagtail/admin/section.css"]}, js=["omwagtail/admin/section.js"]
        )


register(SectionBlockAdapter(), SectionBlock)
