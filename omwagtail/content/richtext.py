"""Rich text of an editor, as documents carry it."""

import re

from wagtail.rich_text import RichText, expand_db_html

from omwagtail.catalogue.origins import own_origins

# What documents may carry (PROTOCOL.md, "Document"), so that an editor sees what a reader gets.
FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link", "blockquote"]

TAGS = {"b": "strong", "i": "em"}
TAG = re.compile(r"<(/?)([bi])(?=[\s>])")
# What Enter pressed twice leaves, and what Word puts between paragraphs.
EMPTY_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>(?:\s|&nbsp;|<br\s*/?>)*</p>")
EMPTY = re.compile(r"(?:\s|&nbsp;|<p[^>]*>|</p>|<br\s*/?>)*")


def html_of(value: RichText | str | None) -> str:
    """HTML with real links and the elements of documents; empty where there is no text."""
    source = value.source if isinstance(value, RichText) else (value or "")
    if EMPTY.fullmatch(source):
        return ""
    source = EMPTY_PARAGRAPH.sub("", source)
    html = TAG.sub(lambda tag: f"<{tag[1]}{TAGS[tag[2]]}", expand_db_html(source))
    return _with_public_addresses(html)


def _with_public_addresses(html: str) -> str:
    """Links to own pages under their site's origin.

    Where there are several sites, Wagtail writes links with a site's root URL, which inside may
    be another address than the public one.
    """
    if 'href="http' not in html:
        return html
    for origin, site in own_origins().items():
        html = html.replace(f'href="{site.root_url}/', f'href="{origin}/')
    return html
