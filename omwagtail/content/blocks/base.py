"""What every block of this package can do: say what it adds to a document."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail import blocks


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
