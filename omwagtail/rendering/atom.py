"""Documents as an Atom feed (RFC 4287), for people who read many sites in one place.

A feed is read elsewhere, so every entry holds no more than its publisher lets other sites show.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from omwagtail import __version__
from omwagtail.catalogue.models import Item
from omwagtail.documents import FULL, LINK, code_of, format_timestamp, reuse_of, sanitise_html
from omwagtail.rendering.addresses import item_address, web_address
from omwagtail.rendering.contents import heading_of
from omwagtail.rendering.provenance import licence_name
from omwagtail.rendering.wording import label_of

MEDIA_TYPE = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"
MAX_ENTRIES = 50

# JSON can say these characters, XML cannot, not even escaped.
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed says of itself. Addresses are absolute."""

    id: str
    """An IRI that stays, whatever the address."""

    title: str
    subtitle: str
    language: str
    author: str
    """Who is meant where an entry names nobody."""

    url: str
    """The directory's page for people; foreign entries have their local page below it."""

    feed_url: str
    updated: datetime
    """When the directory itself changed; the feed is as new as its newest entry."""


def updated_of(item: Item) -> datetime:
    """When an item last changed: an entry of a feed must say it."""
    return item.modified or item.published or item.created


def write_feed(feed: Feed, items: Iterable[Item]) -> bytes:
    """The text of a feed with these entries, in their order, in UTF-8."""
    items = list(items)
    out = StringIO()
    xml = _Writer(out, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("feed", {"xmlns": NAMESPACE, "xml:lang": feed.language})
    xml.text("id", feed.id)
    xml.text("title", feed.title)
    xml.text("subtitle", feed.subtitle)
    xml.text("updated", format_timestamp(max([feed.updated, *map(updated_of, items)])))
    xml.link("self", feed.feed_url, type=MEDIA_TYPE)
    xml.link("alternate", feed.url, type="text/html", hreflang=feed.language)
    xml.person(feed.author)
    xml.text("generator", "omwagtail", version=__version__)
    for item in items:
        _write_entry(xml, feed, item)
    xml.endElement("feed")
    xml.endDocument()
    return out.getvalue().encode()


class _Writer(SimplerXMLGenerator):
    """XML without what XML cannot hold, and without elements that say nothing."""

    def characters(self, content: str) -> None:
        super().characters(NOT_IN_XML.sub("", content))

    def text(self, name: str, text: str | None, **attributes: str) -> None:
        if text:
            self.addQuickElement(name, text, attributes)

    def link(self, rel: str, href: str, **attributes: str) -> None:
        if href:
            filled = {name: value for name, value in attributes.items() if value}
            self.addQuickElement("link", None, {"rel": rel, "href": href, **filled})

    def person(self, name: str, uri: str = "") -> None:
        self.startElement("author", {})
        self.text("name", name)
        self.text("uri", uri)
        self.endElement("author")


def _write_entry(xml: _Writer, feed: Feed, item: Item) -> None:
    document = item.data
    publisher, licence = document.get("publisher") or {}, document.get("licence") or {}
    reuse = reuse_of(document)
    here = item_address(item, feed.url)
    xml.startElement("entry", {"xml:lang": item.language or feed.language})
    xml.text("id", item.urn)
    xml.text("title", item.title or item.urn)
    xml.text("updated", format_timestamp(updated_of(item)))
    xml.text("published", format_timestamp(item.published) if item.published else "")
    xml.link("alternate", web_address(item.url), type="text/html", hreflang=item.language)
    if here != item.url:
        xml.link("related", here, type="text/html")
    xml.link("license", web_address(licence.get("uri")))
    xml.person(publisher.get("name") or feed.author, _absolute(publisher.get("url")))
    for topic in document.get("topics", ()):
        xml.addQuickElement("category", None, _category(topic, feed))
    xml.text("rights", _rights(document))
    xml.text("summary", item.summary if reuse != LINK else "")
    xml.text("content", _content(document) if reuse == FULL else "", type="html")
    xml.endElement("entry")


def _category(topic: Any, feed: Feed) -> dict[str, str]:
    label = NOT_IN_XML.sub("", label_of(topic, "topics"))
    scheme = reverse("omwagtail_vocabulary", args=["topics"])
    origin = "/".join(feed.url.split("/")[:3])
    return {"term": code_of(topic), "scheme": f"{origin}{scheme}", "label": label}


def _rights(document: dict[str, Any]) -> str:
    """Licence and credit line in one sentence each."""
    name = licence_name(document.get("licence") or {})
    return " – ".join(filter(None, [name, document.get("attribution")]))


def _content(document: dict[str, Any]) -> str:
    """The text of a document as HTML: its story, or what it is about; not its tables."""
    body = document.get("body") or {}
    parts = (
        [sanitise_html(body["intro"])] if document["type"] == "check" and "intro" in body else []
    )
    if document["type"] == "practice-example":
        for section in body.get("sections", ()):
            heading = heading_of(section)
            parts.append(f"<h3>{escape(heading)}</h3>" if heading else "")
            parts.append(sanitise_html(section.get("html", "")))
    for name in LISTS.get(document["type"], ()):
        lines = "".join(f"<li>{escape(line)}</li>" for line in body.get(name, ()))
        parts.append(f"<ul>{lines}</ul>" if lines else "")
    return "".join(parts)


# Members of the body that are lists of plain lines.
LISTS = {"practice-example": ("lessons",), "network": ("goals", "focus_areas")}


def _absolute(url: Any) -> str:
    address = web_address(url)
    return "" if address.startswith("/") else address
