"""schema.org descriptions of documents, for search engines."""

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from omwagtail.rendering.addresses import web_address
from omwagtail.rendering.navigation import Step
from omwagtail.rendering.pictures import LocalPictures, lead_image
from omwagtail.rendering.provenance import Provenance
from omwagtail.rendering.wording import label_of, machine_date

CONTEXT = "https://schema.org"

# Inside a script element only these could end it or begin a comment; in JSON strings the escapes
# mean the same characters.
ESCAPES = {ord(mark): f"\\u{ord(mark):04X}" for mark in "<>&\u2028\u2029"}


def structured_data(
    document: dict[str, Any],
    provenance: Provenance,
    pictures: LocalPictures,
    *,
    request: HttpRequest | None = None,
    breadcrumb: Sequence[Step] = (),
) -> dict[str, Any]:
    """A document as JSON-LD; of a document that is only quoted here, no more than is shown.

    ``breadcrumb`` is the way to the page, itself not included; of a foreign document the page is
    the one at its origin, which our way does not lead to.
    """
    described = _DESCRIBERS[document["type"]](document, provenance)
    image = lead_image(document) if provenance.shows_everything else None
    picture = _image(image, pictures, request)
    if document["type"] != "check":
        described["logo" if document["type"] == "organisation" else "image"] = picture
    page = {
        "@type": "WebPage",
        "url": _absolute(provenance.original_url),
        "name": document.get("title"),
        "inLanguage": document.get("language"),
        "datePublished": document.get("published"),
        "dateModified": document.get("modified"),
        "publisher": _organisation(document.get("publisher"), provenance.publisher_url),
        "license": _absolute(provenance.licence_url),
        "creditText": provenance.attribution,
        "description": document.get("summary") if provenance.shows_summary else None,
        "primaryImageOfPage": picture,
        "breadcrumb": None
        if provenance.is_foreign
        else _breadcrumb(document, breadcrumb, provenance, request),
        "mainEntity": described,
    }
    return {"@context": CONTEXT, **_filled(page)}


def json_ld(data: dict[str, Any]) -> SafeString:
    """A script element with data that no text in it can break out of."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


def _article(document: dict[str, Any], provenance: Provenance) -> dict[str, Any]:
    body = document.get("body") or {} if provenance.shows_everything else {}
    series = body.get("series") or {}
    return {
        "@type": "Article",
        "headline": document.get("title"),
        "description": document.get("summary") if provenance.shows_summary else None,
        "url": _absolute(provenance.original_url),
        "inLanguage": document.get("language"),
        "datePublished": document.get("published"),
        "dateModified": document.get("modified"),
        "publisher": _organisation(document.get("publisher"), provenance.publisher_url),
        "author": _organisation(document.get("publisher"), provenance.publisher_url),
        "license": _absolute(provenance.licence_url),
        "keywords": [label_of(topic, "topics") for topic in document.get("topics", ())],
        "spatialCoverage": [
            {"@type": "Place", "name": label_of(region, "regions")}
            for region in document.get("regions", ())
        ],
        "isPartOf": _series(series),
        "position": series.get("number"),
        "about": _event(document, body.get("event")),
    }


def _series(series: dict[str, Any]) -> dict[str, Any] | None:
    return {"@type": "CreativeWorkSeries", "name": series.get("title")} if series else None


def _event(document: dict[str, Any], event: dict[str, Any] | None) -> dict[str, Any] | None:
    if not event or not _is_day(event.get("date")):
        return None
    place = event.get("place")
    return {
        "@type": "Event",
        "name": document.get("title"),
        "description": document.get("summary"),
        "startDate": event["date"],
        "endDate": event["end"] if _is_day(event.get("end")) else None,
        "location": {"@type": "Place", "name": place, "address": place} if place else None,
    }


def _network(document: dict[str, Any], provenance: Provenance) -> dict[str, Any]:
    body = document.get("body") or {} if provenance.shows_everything else {}
    return {
        "@type": "Organization",
        "name": document.get("title"),
        "description": document.get("summary") if provenance.shows_summary else None,
        "url": _absolute(body.get("website")),
        "foundingDate": machine_date(body.get("founded")),
        "areaServed": [label_of(region, "regions") for region in document.get("regions", ())],
        "member": [_organisation(entry.get("organisation")) for entry in body.get("members", ())],
    }


def _organisation_profile(document: dict[str, Any], provenance: Provenance) -> dict[str, Any]:
    body = document.get("body") or {} if provenance.shows_everything else {}
    return {
        "@type": "Organization",
        "name": body.get("name") or document.get("title"),
        "alternateName": body.get("short_name"),
        "description": document.get("summary") if provenance.shows_summary else None,
        "url": _absolute(body.get("website")),
        "areaServed": label_of(body.get("region"), "regions"),
    }


def _check(document: dict[str, Any], provenance: Provenance) -> dict[str, Any]:
    body = document.get("body") or {} if provenance.shows_everything else {}
    minutes = body.get("minutes")
    edition = body.get("edition") or {}
    return {
        "@type": "LearningResource",
        "learningResourceType": "self-assessment",
        "name": document.get("title"),
        "description": document.get("summary") if provenance.shows_summary else None,
        "url": _absolute(provenance.original_url),
        "inLanguage": document.get("language"),
        "identifier": body.get("code"),
        "version": str(edition["number"]) if "number" in edition else None,
        "timeRequired": f"PT{minutes}M" if minutes else None,
        "audience": [
            {"@type": "Audience", "audienceType": label_of(entry, "audiences")}
            for entry in body.get("audience") or document.get("audiences", ())
        ],
        "license": _absolute(provenance.licence_url),
        "publisher": _organisation(document.get("publisher"), provenance.publisher_url),
    }


def _organisation(given: dict[str, Any] | None, url: str = "") -> dict[str, Any] | None:
    if not given or not given.get("name"):
        return None
    return {
        "@type": "Organization",
        "name": given["name"],
        "url": _absolute(url or given.get("url")),
    }


def _image(
    image: dict[str, Any] | None, pictures: LocalPictures, request: HttpRequest | None
) -> dict[str, Any] | None:
    shown = pictures.find(image)
    if image is None or shown is None:
        return None
    url = shown.largest.url
    return {
        "@type": "ImageObject",
        "url": request.build_absolute_uri(url) if request is not None else url,
        "width": shown.largest.width or None,
        "height": shown.largest.height or None,
        "caption": image.get("alt"),
        "creditText": image.get("credit"),
    }


def _breadcrumb(
    document: dict[str, Any],
    steps: Sequence[Step],
    provenance: Provenance,
    request: HttpRequest | None,
) -> dict[str, Any] | None:
    if not steps or request is None:
        return None
    way = [(step.title, request.build_absolute_uri(step.url)) for step in steps]
    way.append((document.get("title", ""), _absolute(provenance.original_url)))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(way, start=1)
        ],
    }


def _absolute(url: Any) -> str:
    """An address that is understood outside of the page; empty for others."""
    address = web_address(url)
    return "" if address.startswith("/") else address


def _is_day(value: Any) -> bool:
    """Whether a date is one day of the calendar: an event without is none for search engines."""
    try:
        return isinstance(value, str) and parse_date(value) is not None
    except ValueError:
        return False


def _filled(value: Any) -> Any:
    """A copy without members that say nothing: drafts have many."""
    if isinstance(value, dict):
        cleaned = {name: _filled(member) for name, member in value.items()}
        return {name: member for name, member in cleaned.items() if member not in (None, "", [])}
    if isinstance(value, list):
        return [member for entry in value if (member := _filled(entry)) not in (None, "", [])]
    return value


_DESCRIBERS = {
    "practice-example": _article,
    "network": _network,
    "check": _check,
    "organisation": _organisation_profile,
}
