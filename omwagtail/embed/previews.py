"""A theme on the very pages that visitors will see, before it is saved."""

import re
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _

from omwagtail.catalogue.models import ItemType
from omwagtail.embed.models import EmbedTheme
from omwagtail.embed.themes import look_with, theme_sheet
from omwagtail.rendering.sites import shown_items

CHECK, CARD, LIST = "check", "card", "list"
MODES = [(CHECK, _("Check")), (CARD, _("Card")), (LIST, _("List"))]
STYLE_VIEW = "om_theme_preview_style"
NUMBER = re.compile(r"\d{1,4}", re.ASCII)
# What the style is made of, and its address tells.
STYLED = ("accent", "text", "surface", "line", "focus", "radius", "font", "font_heading")


def preview_frame(theme: EmbedTheme, request: HttpRequest, mode: str) -> HttpResponse:
    """A frame as another site would show it, in the look of a theme that need not be saved."""
    given = urlencode({name: getattr(theme, name) for name in STYLED})
    request.om_look = look_with(theme, f"{reverse(STYLE_VIEW)}?{given}")
    found = resolve(_frame(mode, request))
    return found.func(request, *found.args, **found.kwargs)


def preview_style(request: HttpRequest) -> HttpResponse:
    """The style of what is in a form. A frame's policy forbids to write it into the page."""
    given = {name: request.GET[name] for name in STYLED if name in request.GET}
    radius = given.pop("radius", "")
    theme = EmbedTheme(**given)
    if NUMBER.fullmatch(radius):
        theme.radius = int(radius)
    return HttpResponse(theme_sheet(theme), content_type="text/css; charset=utf-8")


def _frame(mode: str, request: HttpRequest) -> str:
    """The address of a frame of this kind; of a list where there is nothing to show in it."""
    items = shown_items(request).newest_first()
    if mode == CHECK:
        items = items.of_type(ItemType.CHECK)
    item = items.first() if mode in (CHECK, CARD) else None
    if item is None:
        return reverse("omwagtail_embed_list")
    return reverse(f"omwagtail_embed_{mode}", args=[item.key])
