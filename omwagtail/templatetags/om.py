"""Template tags of the package: ``{% load om %}``.

All text of documents is escaped by the templates; ``om_html`` is the one way to markup, and it
sanitises again what was sanitised before.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from omwagtail.catalogue.models import Item
from omwagtail.documents import sanitise_html
from omwagtail.embed.discovery import discovery_links
from omwagtail.rendering import navigation
from omwagtail.rendering.addresses import directory_address, web_address
from omwagtail.rendering.cards import Card, make_cards
from omwagtail.rendering.contents import heading_of
from omwagtail.rendering.editions import EditionLink, earlier_editions
from omwagtail.rendering.headings import without_gaps
from omwagtail.rendering.pictures import LocalPictures, local_pictures
from omwagtail.rendering.provenance import provenance_of
from omwagtail.rendering.sites import address_of_view, shown_origin
from omwagtail.rendering.structured_data import json_ld
from omwagtail.rendering.tables import (
    FundingMix,
    ParticipantTable,
    funding_mix,
    participant_table,
)
from omwagtail.rendering.wording import (
    date_in_words,
    file_kind,
    label_of,
    machine_date,
    number_in_words,
    period_in_words,
    shortened,
)

register = template.Library()


@register.filter
def om_html(value: Any, top: int = 3) -> SafeString:
    """Rich text of a document, sanitised once more; its highest heading is of level ``top``."""
    return mark_safe(without_gaps(sanitise_html(str(value or "")), top))


@register.filter
def om_label(entry: Any, scheme: str) -> str:
    """The label of a code-list entry: ``{{ topic|om_label:"topics" }}``."""
    return label_of(entry, scheme)


@register.filter
def om_heading(section: dict[str, Any]) -> str:
    """A section's heading, else the words of its kind; empty for neither."""
    return heading_of(section)


@register.filter
def om_date(value: Any) -> str:
    """A date of a document in words; free words such as "2005/06" stay."""
    return date_in_words(value)


@register.simple_tag
def om_time(value: Any) -> str:
    """A date of a document as a ``time`` element, where machines can read it."""
    words, machine = date_in_words(value), machine_date(value)
    return format_html('<time datetime="{}">{}</time>', machine, words) if machine else words


@register.filter
def om_number(value: Any) -> str:
    """A number with the separators of the language; a text stays."""
    return number_in_words(value)


@register.filter
def om_period(value: Any) -> str:
    """A period in words: ``{{ body.period|om_period }}``."""
    return period_in_words(value) if isinstance(value, dict) else ""


@register.filter
def om_short(value: Any, length: int) -> str:
    """At most so many characters of a text: ``{{ document.summary|om_short:160 }}``."""
    return shortened(value, length)


@register.filter
def om_url(value: Any) -> str:
    """An address that leads to the web or into this site; empty for anything else."""
    return web_address(value)


@register.filter
def om_file_kind(file: dict[str, Any]) -> str:
    """PDF, DOC …"""
    return file_kind(file)


@register.filter
def om_indent(level: Any) -> str:
    """Spaces that stay, to show in a list of options how deep a code stands; level 0 is the top."""
    return "\u00a0\u00a0" * min(level, 5) if isinstance(level, int) else ""


@register.simple_tag(takes_context=True)
def om_lang(context: Context) -> str:
    """A ``lang`` attribute where the document is in another language than the page around it."""
    language = (context.get("document") or {}).get("language", "")
    if not language or language.lower() == (get_language() or "").lower():
        return ""
    return format_html(' lang="{}"', language)


@register.simple_tag(takes_context=True)
def om_participants(context: Context, entries: Any) -> ParticipantTable:
    """Actors or members as a table: ``{% om_participants body.members as table %}``."""
    return participant_table(entries or (), context.get("other_networks"))


@register.simple_tag
def om_funding(entries: Any) -> FundingMix:
    """Funding with its shares: ``{% om_funding body.funding as mix %}``."""
    return funding_mix(entries or ())


@register.simple_tag
def om_json_ld(data: dict[str, Any]) -> SafeString:
    """A script element of structured data that texts cannot break out of."""
    return json_ld(data)


@register.simple_tag(takes_context=True)
def om_cards(context: Context, items: Iterable[Item], page: Any = None) -> list[Card]:
    """Cards of items: ``{% om_cards items page as cards %}``; foreign ones lead below ``page``.

    One query for all pictures.
    """
    request = context.get("request")
    directory = directory_address(page or None, request)
    return make_cards(items, directory=directory, origin=shown_origin(request))


@register.simple_tag(takes_context=True)
def om_earlier_editions(context: Context, item: Any) -> list[EditionLink]:
    """Earlier editions of a check: ``{% om_earlier_editions item as editions %}``. One query."""
    if not isinstance(item, Item):
        return []
    origin = shown_origin(context.get("request"))
    return [
        replace(link, path=address_of_view(link.path, item, origin))
        for link in earlier_editions(item)
    ]


@register.simple_tag(takes_context=True)
def om_check_url(context: Context, item: Item) -> str:
    """Where a check is filled in: ``{% om_check_url item %}``."""
    path = reverse("omwagtail_check", args=[item.key])
    return address_of_view(path, item, shown_origin(context.get("request")))


@register.simple_tag(takes_context=True)
def om_oembed(context: Context) -> list[tuple[str, str]]:
    """Media type and address of the page's descriptions for those who embed it."""
    return discovery_links(context.get("request"))


@register.simple_tag(takes_context=True)
def om_menu(context: Context) -> list[navigation.Step]:
    """The main menu of our own page shell."""
    return navigation.menu(context.get("request"), context.get("page") or None)


@register.simple_tag(takes_context=True)
def om_breadcrumb(context: Context) -> list[navigation.Step]:
    """The way from the site's home to what is shown; itself not included."""
    if "breadcrumb" in context:
        return context["breadcrumb"]
    provenance = context.get("provenance")
    return navigation.breadcrumb(
        context.get("request"),
        context.get("page") or None,
        include_page=bool(provenance and provenance.is_foreign),
    )


@register.inclusion_tag("omwagtail/includes/image.html", takes_context=True)
def om_picture(
    context: Context,
    image: dict[str, Any] | None,
    sizes: str = "100vw",
    decorative: bool = False,
    eager: bool = False,
    pictures: LocalPictures | None = None,
) -> dict[str, Any]:
    """A figure with a picture that is available here, or a placeholder with its alt text.

    ``decorative`` leaves out alt text and caption: for lists, where the title says it all.
    """
    available = pictures or context.get("pictures") or _pictures_of_context(context)
    return {
        "image": image,
        "shown": available.find(image),
        "sizes": sizes,
        "decorative": decorative,
        "eager": eager,
    }


def _pictures_of_context(context: Context) -> LocalPictures:
    """For templates that show a document without render_document."""
    document = context.get("document") or {}
    item = context.get("item") or None
    return local_pictures([(document, not provenance_of(document, item).is_foreign)])
