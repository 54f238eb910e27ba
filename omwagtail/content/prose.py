"""Rich text whose editor has a name for those who cannot see it; Wagtail's own gives it none.

In migrations both are Wagtail's classes.
"""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.fields import RichTextField


def name_editor(field: forms.Field, label: str) -> None:
    """Give the field's editor this name, where the editor is Wagtail's Draftail."""
    options = getattr(field.widget, "options", None)
    if isinstance(options, dict):
        field.widget.options = {**options, "ariaLabel": label}


class ProseBlock(blocks.RichTextBlock):
    """A RichTextBlock whose editor is named like the block."""

    @cached_property
    def field(self) -> forms.Field:
        field = super().field
        name_editor(field, self.label)
        return field

    def deconstruct(self):
        _, args, kwargs = super().deconstruct()
        return "wagtail.blocks.RichTextBlock", args, kwargs


class ProseField(RichTextField):
    """A RichTextField whose editor is named like the field."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        field = super().formfield(**kwargs)
        name_editor(field, field.label)
        return field

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "wagtail.fields.RichTextField", args, kwargs
