"""The public page of a document."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from wagtail.models import Page

from omwagtail.catalogue.models import Item, ItemTerm
from omwagtail.catalogue.references import translation_group
from omwagtail.documents import document_key
from omwagtail.rendering.addresses import directory_address, directory_near
from omwagtail.rendering.contents import PARTS, contents
from omwagtail.rendering.navigation import breadcrumb
from omwagtail.rendering.partners import other_networks
from omwagtail.rendering.pictures import local_pictures
from omwagtail.rendering.provenance import provenance_of
from omwagtail.rendering.related import reading_on
from omwagtail.rendering.sites import shown_items, shown_origin
from omwagtail.rendering.structured_data import structured_data
from omwagtail.rendering.translations import translations

# A site replaces one of these files to change how its documents look, or only omwagtail/base.html
# to put them into its own page.
TEMPLATES = {
    "practice-example": "omwagtail/practice_example.html",
    "check": "omwagtail/check.html",
    "network": "omwagtail/network.html",
    "organisation": "omwagtail/organisation.html",
}


def render_document(
    request: HttpRequest,
    document: dict[str, Any],
    *,
    item: Item | None = None,
    page: Page | None = None,
    extra: dict[str, Any] | None = None,
) -> TemplateResponse:
    """A response that shows ``document``, own or foreign.

    ``item`` is the catalogue's row; None for previews and drafts, which are own documents.
    ``page`` is the Wagtail page that shows it: of an own document its page, of a foreign one the
    directory it stands in. ``extra`` is added to the template's context (``page.get_context()``
    fits); names that templates of this package rely on win over it.
    """
    return TemplateResponse(
        request,
        TEMPLATES[document["type"]],
        {**(extra or {}), **context_of(document, item=item, page=page, request=request)},
    )


def context_of(
    document: dict[str, Any],
    *,
    item: Item | None,
    page: Page | None,
    request: HttpRequest | None,
) -> dict[str, Any]:
    """What every template of a document may use."""
    provenance = provenance_of(document, item)
    origin, shown = shown_origin(request), shown_items(request)

    @cache
    def directory() -> str:
        shown_in = page if provenance.is_foreign else directory_near(page, request)
        return directory_address(shown_in, request)

    pictures = local_pictures([(document, not provenance.is_foreign)])
    said = _said_of(document)
    reading = reading_on(
        document, shown=shown, origin=origin, directory=directory, is_named="related" in said
    )
    steps = breadcrumb(request, page, include_page=provenance.is_foreign)
    return {
        "document": document,
        "body": document.get("body") or {},
        "item": item,
        "page": page,
        "key": item.key if item else document_key(document["origin"], document["id"]),
        "provenance": provenance,
        "pictures": pictures,
        "breadcrumb": steps,
        "contents": contents(document, has_examples=bool(reading.examples)),
        "headings": PARTS.get(document["type"], {}),
        "examples": reading.examples,
        "related": reading.related,
        "other_networks": other_networks(document, shown=shown, directory=directory),
        "translations": translations(document) if "translation" in said else {},
        "structured_data": structured_data(
            document, provenance, pictures, request=request, breadcrumb=steps
        ),
    }


def _said_of(document: dict[str, Any]) -> set[str]:
    """What the catalogue has to say of a document besides: whether others are ``related`` to it,
    and whether there is a ``translation``. One small question in place of two long ones, because
    most documents stand alone.
    """
    key, group = document_key(document["origin"], document["id"]), translation_group(document)
    terms = ItemTerm.objects.filter(scheme__in=["related", "translation"], code__in={key, group})
    return set(terms.values_list("scheme", flat=True).distinct())
