"""Themes in the admin: list, form with contrasts, preview."""

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TitleFieldPanel,
)
from wagtail.admin.widgets.slug import SlugInput
from wagtail.snippets.views.snippets import SnippetViewSet

from omwagtail.content.forms import ReadableForm
from omwagtail.content.listing_menu import MENU_HOOK
from omwagtail.embed.models import REQUIRED_CONTRAST, EmbedTheme
from omwagtail.embed.previews import STYLE_VIEW, preview_style
from omwagtail.embed.widgets import ColourInput, FontInput


class EmbedThemeForm(ReadableForm, WagtailAdminModelForm):
    """The key is chosen once: it stands in pages that nobody here can change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["key"].disabled = True

    def clean_key(self) -> str:
        key = self.cleaned_data["key"]
        if self.instance.pk:
            return key
        key = key.lower()
        if other := EmbedTheme.objects.filter(key__iexact=key).first():
            sentence = gettext("The theme “%(name)s” has this key already.")
            raise ValidationError(sentence % {"name": other}, code="unique")
        return key


# Of what is typed as the name: addresses are also read aloud, and typed.
PLAIN_LETTERS = {"data-w-slug-allow-unicode-value": "false"}


def _colour(name: str, help_text: Any) -> FieldPanel:
    widget = ColourInput(least=REQUIRED_CONTRAST.get(name, 0))
    return FieldPanel(name, widget=widget, help_text=help_text)


class EmbedThemeViewSet(SnippetViewSet):
    """The admin of themes."""

    model = EmbedTheme
    icon = "sliders"
    menu_hook = MENU_HOOK
    menu_label = _("Themes")
    menu_order = 60
    list_display = ["name", "key"]
    list_export = ["name", "key", *REQUIRED_CONTRAST, "surface", "radius", "font", "font_heading"]
    list_per_page = 50
    search_fields = ["name", "key"]
    # A copy would begin with the key of the original, which cannot be changed.
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    TitleFieldPanel(
                        "name", targets=["key"], help_text=_("The partner whose look it is.")
                    ),
                    FieldPanel(
                        "key",
                        widget=SlugInput(attrs=PLAIN_LETTERS),
                        help_text=_(
                            "Stands at the end of the addresses in the partner’s pages: "
                            "?theme=key. It cannot be changed later."
                        ),
                    ),
                ],
                heading=_("Whose look it is"),
            ),
            MultiFieldPanel(
                [
                    _colour("surface", _("Behind everything. It may be dark.")),
                    _colour("text", _("All that is read.")),
                    _colour("accent", _("Links, buttons, headings of parts, bars.")),
                    _colour(
                        "line",
                        _(
                            "Edges of fields and answers. Lines that only divide are "
                            "made of it, and quieter."
                        ),
                    ),
                    _colour("focus", _("The ring around what the keyboard has reached.")),
                ],
                heading=_("Colours"),
                help_text=_(
                    "Six digits such as #0b5c6b. All other tones are made of these, so that "
                    "they can be read as well."
                ),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "font",
                        widget=FontInput,
                        help_text=_(
                            "Families that visitors’ devices have, with commas; nothing is loaded. "
                            "Empty for the usual ones."
                        ),
                    ),
                    FieldPanel("font_heading", widget=FontInput),
                    FieldPanel("radius", help_text=_("In pixels, from 0 to 32.")),
                ],
                heading=_("Shapes and fonts"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "logo",
                        help_text=_(
                            "Stands at the head of the frame. A picture, not a drawing (SVG)."
                        ),
                    ),
                    FieldRowPanel([FieldPanel("logo_alt"), FieldPanel("logo_link")]),
                ],
                heading=_("Logo"),
            ),
        ],
        base_form_class=EmbedThemeForm,
    )


@hooks.register("register_admin_urls")
def theming_urls() -> list:
    return [path("omwagtail/themes/preview.css", preview_style, name=STYLE_VIEW)]
