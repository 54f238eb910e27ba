"""Many organisations at once: a stream of actors or members with a button that chooses several."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter


class OrganisationsBlock(blocks.StreamBlock):
    """Blocks that have a part named ``organisation``: one for each organisation that is chosen.

    For example ``StreamField(OrganisationsBlock([("member", MemberBlock())]), blank=True)``. The
    first kind of block is the one that the button adds. Without its script it is any StreamBlock.
    """


class OrganisationsBlockAdapter(StreamBlockAdapter):
    """Hands the button's words to the script."""

    js_constructor = "omwagtail.OrganisationsBlock"

    def js_args(self, block: OrganisationsBlock) -> list[Any]:
        *others, meta = super().js_args(block)
        words = {
            "addSeveral": gettext("Add several organisations"),
            "added": gettext("Added: %(count)s"),
        }
        return [*others, {**meta, **words}]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["omwagtail/admin/organisations.js"])


register(OrganisationsBlockAdapter(), OrganisationsBlock)
