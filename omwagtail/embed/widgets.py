"""Fields of a theme in the admin."""

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.utils.translation import gettext

from omwagtail.embed.fonts import SUGGESTED


class ColourInput(forms.TextInput):
    """A colour as designers pass it on: to type or paste. The script adds a button to choose one,
    and how it contrasts with the ground."""

    template_name = "omwagtail/admin/widgets/colour.html"

    class Media:
        css = {"all": ["omwagtail/admin/theme.css"]}
        js = [Script("omwagtail/admin/theme.js", type="module")]

    def __init__(self, attrs: dict[str, Any] | None = None, least: float = 0) -> None:
        """``least`` is the contrast that is needed on the ground; none for the ground itself."""
        self.least = least
        usual = {"spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}
        super().__init__(usual | (attrs or {}))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["words"] = {
            "least": str(self.least) if self.least else "",
            "choose": gettext("Choose a colour"),
            "enough": gettext("%(ratio)s : 1 on the ground: enough"),
            "too-faint": gettext(
                "%(ratio)s : 1 on the ground: too little, %(least)s : 1 is needed"
            ),
        }
        return context


class FontInput(forms.TextInput):
    """Families, with some to choose from that most devices have."""

    template_name = "omwagtail/admin/widgets/font.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["suggested"] = SUGGESTED
        widget["attrs"]["list"] = f"{widget['attrs'].get('id', name)}-suggested"
        return context
