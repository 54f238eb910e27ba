"""Choosing among the parts of the page that is being edited: its topics, its plan's columns.

What is stored are ids, so a choice survives renaming and moving; what an editor sees are the
words that stand in the form at this moment.
"""

import json
from typing import Any

from django import forms
from django.forms.widgets import Script
from django.utils.translation import gettext
from wagtail import blocks

from omwagtail.content import presets


class PartsWidget(forms.Widget):
    """A hidden field with a list of ids as JSON; its script shows checkboxes with their words.

    ``source`` is the page's StreamField, ``words`` the part of its blocks that names them. Blocks
    may have a ``key``, which then counts in place of their id.
    """

    template_name = "omwagtail/admin/widgets/parts.html"

    def __init__(self, *, source: str, words: str, label: str, **kwargs: Any) -> None:
        self.source, self.words, self.label = source, words, label
        super().__init__(**kwargs)

    class Media:
        css = {"all": ["omwagtail/admin/parts.css"]}
        js = [Script("omwagtail/admin/parts.js", type="module")]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        # What a check has where its field is empty.
        preset = presets.plan() if self.source == "plan" else []
        return context | {
            "source": self.source,
            "words": self.words,
            "label": self.label,
            "preset": json.dumps([[column["key"], column["label"]] for column in preset]),
        }

    def format_value(self, value: Any) -> str:
        return json.dumps(value if isinstance(value, list) else [])

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        try:
            chosen = json.loads(data.get(name) or "[]")
        except ValueError:
            return []
        return [id for id in chosen if isinstance(id, str)] if isinstance(chosen, list) else []


class PartsBlock(blocks.FieldBlock):
    """Ids of parts of the same page, as a list of texts."""

    def __init__(
        self,
        *,
        source: str,
        words: str,
        required: bool = False,
        help_text: str = "",
        **kwargs: Any,
    ) -> None:
        self.field = forms.Field(
            required=required,
            help_text=help_text,
            widget=PartsWidget(source=source, words=words, label=kwargs.get("label", "")),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> list[str]:
        return [id for id in value if isinstance(id, str)] if isinstance(value, list) else []

    def normalize(self, value: Any) -> list[str]:
        return self.to_python(value)

    def render_basic(self, value: list[str] | None, context: dict | None = None) -> str:
        return gettext("chosen: %(count)s") % {"count": len(value or ())}

    class Meta:
        icon = "list-ul"
        default = []
