"""What every block of this package can do: say what it adds to a document."""

from typing import Any

from django import forms
from django.utils.choices import flatten_choices
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter

from omwagtail.catalogue.building import absolute, without_blanks


class DocumentBlock(blocks.StructBlock):
    """A block that adds one member to a list of the document.

    This is how a partner's own block gets into documents: subclass it (or any block class) and
    give it ``to_document``. Whatever a document's reader does not know is kept and ignored.
    """

    def to_document(self, value: blocks.StructValue, *, identity: str) -> Any:
        """The member for this block's value; None or an empty one adds nothing.

        ``identity`` is the block's own id, which survives moving and editing it. Drafts have
        blanks everywhere, and this must not raise for any of them.
        """
        raise NotImplementedError

    def get_api_representation(
        self, value: blocks.StructValue, context: dict[str, Any] | None = None
    ) -> Any:
        """For Wagtail's own API: what the block adds to a document; None where that is nothing.

        Wagtail's default are the primary keys of what was chosen, and contacts that are not public.
        """
        member = self.with_labels(without_blanks(self.to_document(value, identity="")))
        request = (context or {}).get("request")
        return absolute(member, request.build_absolute_uri("/")[:-1]) if request else member

    def with_labels(self, member: Any) -> Any:
        """The member with a label beside each code that was chosen: ``type`` and ``type_label``."""
        if not isinstance(member, dict):
            return member
        labels = {}
        for name, block in self.child_blocks.items():
            if isinstance(block, blocks.ChoiceBlock) and member.get(name):
                words = dict(flatten_choices(block.field.choices)).get(member[name])
                labels |= {f"{name}_label": str(words)} if words else {}
        return {**member, **labels}

    def get_preview_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        """For a ``preview_template``: ``members``, a list of what the sample adds to a document."""
        member = self.to_document(value, identity="sample")
        return {**super().get_preview_context(value, parent_context), "members": [member]}


class DocumentBlockAdapter(StructBlockAdapter):
    """Brings the style for blocks whose ``form_classname`` has ``om-row``: fields side by side."""

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(css={"all": ["omwagtail/admin/rows.css"]})


register(DocumentBlockAdapter(), DocumentBlock)


class LineBlock(blocks.TextBlock):
    """A short text that is a member by itself: a goal, a lesson."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"rows": 1, **kwargs})

    @cached_property
    def field(self) -> forms.Field:
        field = super().field
        # In a list Wagtail shows a field like this without any label.
        field.widget.attrs["aria-label"] = self.meta.label
        return field

    def deconstruct(self):
        """In migrations a plain TextBlock, so that this class stays free to change."""
        _, args, kwargs = super().deconstruct()
        return "wagtail.blocks.TextBlock", args, kwargs

    def to_document(self, value: str | None, *, identity: str) -> str | None:
        return (value or "").strip() or None

    def get_preview_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        context = super().get_preview_context(value, parent_context)
        return {**context, "members": [self.to_document(str(value or ""), identity="sample")]}

    class Meta:
        preview_template = "omwagtail/blocks/line.html"
        preview_value = _("Every partner names one person whom the others can call.")
        description = _("A short text: one thought, one sentence.")
