"""Rich text: what may stand in it, and how anything else is taken out.

Rich text are the members called `html` wherever they stand, and in a check also a section's
`intro`, a checkpoint's `help` and a band's `text`. Everything else is plain text, which is
escaped when it is shown.
"""

import html as entities
import re
from typing import Any

import nh3

from omwagtail.documents.fields import WEB_URL
from omwagtail.documents.limits import MAX_URL

ELEMENTS = frozenset(
    {"p", "h3", "h4", "ul", "ol", "li", "a", "strong", "em", "br", "hr", "blockquote"}
)
LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})

# Elements whose content is not text for readers, or is read by other rules than HTML's: those
# rules are how a text that was clean becomes a script on its second reading (mXSS).
_REMOVED_WITH_CONTENT = frozenset(
    {"script", "style", "template", "noscript", "iframe", "noembed", "noframes", "object"}
    | {"svg", "math", "title", "xmp", "plaintext", "select"}
)
_MAIL_OR_PHONE = re.compile(
    r"mailto:[^\s\x00-\x20\x7f\"<>\\^`{|}]+|tel:[0-9A-Za-z+().;=,*#%-]+", re.IGNORECASE
)

# The parser's work grows with the square of the open elements. Below this number of tags that
# is nothing; above it, the tags must be closed in order, as every editor writes them.
_FREE_TAGS = 400
_MAX_OPEN = 100
_MAX_ROUNDS = 5

# A tag as serialisers write it. Comments, loose quotes and the like are not in it, because they
# could hide from this count what the parser sees.
_PLAIN_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)(?:\s++[a-zA-Z][a-zA-Z0-9:_-]*+(?:=\"[^\"<>]*+\")?+)*+\s*+/?>"
)
_VOID = frozenset({"br", "hr", "img", "input", "wbr", "col", "link", "meta", "source", "area"})
_LINK_WITHOUT_TARGET = re.compile(r"<a>(.*?)</a>", re.DOTALL)
_BLOCK = re.compile(
    r"<(?=/?(?:p|h[1-6]|li|ul|ol|br|hr|div|blockquote|t[dhr]|table|section|article)\b)",
    re.IGNORECASE,
)
# Tags as they stand in nearly every text: whether what stands between them is properly nested or
# not, it is text, and the parser need not be asked.
_SIMPLE_BLOCK = re.compile(r"</?(?:p|h3|h4|ul|ol|li|blockquote)>")
_UNCLEAR = re.compile("[&\0\ufeff]")  # entities, and what a parser drops
_SIMPLE_INLINE = re.compile(r"</?(?:strong|em)>")
_ANY_TAG = re.compile(r"<[^<>]*>?")


def _keep_link(tag: str, attribute: str, value: str) -> str | None:
    if len(value) <= MAX_URL and (WEB_URL.fullmatch(value) or _MAIL_OR_PHONE.fullmatch(value)):
        return value
    return None


_cleaner = nh3.Cleaner(
    tags=set(ELEMENTS),
    clean_content_tags=set(_REMOVED_WITH_CONTENT),
    attributes={"a": {"href"}},
    attribute_filter=_keep_link,
    url_schemes=set(LINK_SCHEMES),
    strip_comments=True,
    link_rel=None,
)
_stripper = nh3.Cleaner(
    tags=set(),
    clean_content_tags=set(_REMOVED_WITH_CONTENT),
    attributes={},
    url_schemes=set(),
    strip_comments=True,
    link_rel=None,
)


def sanitise_html(html: str) -> str:
    """HTML of the closed list of elements; links absolute (http, https, mailto, tel).

    Other elements lose their tags and keep their text; scripts, styles, drawings, frames and
    links without a target go. What comes out is unchanged by a second time. A text that is
    tangled beyond what an editor writes becomes one paragraph of plain text.
    """
    if _is_tangled(html):
        return _as_paragraph(html)
    # Taking a tag away can change how its surroundings are read, so it goes on until nothing
    # changes. What we wrote ourselves is stable at once.
    for _ in range(_MAX_ROUNDS):
        cleaned = _LINK_WITHOUT_TARGET.sub(r"\1", _cleaner.clean(html))
        if cleaned == html:
            return cleaned
        html = cleaned
    return _as_paragraph(html)


def plain_text(html: str) -> str:
    """The words of rich or plain text on one line, without tags and entities."""
    if not _UNCLEAR.search(html):
        text = _SIMPLE_INLINE.sub("", _SIMPLE_BLOCK.sub(" ", html))
        if "<" not in text:
            return " ".join(text.split())
    spaced = _BLOCK.sub(" <", html)
    stripped = _strip_tags(spaced) if _is_tangled(spaced) else _stripper.clean(spaced)
    return " ".join(entities.unescape(stripped).replace("\0", "").split())


def sanitise_document(data: dict[str, Any]) -> dict[str, Any]:
    """A copy of a document's parsed text in which every rich-text member is sanitised.

    The copy is for showing and indexing; the signed text stays as it is.
    """
    is_check = data.get("type") == "check"
    names = frozenset({"html", "intro", "help"}) if is_check else frozenset({"html"})
    result: dict[str, Any] = _sanitised(data, names)
    body = result.get("body")
    if is_check and isinstance(body, dict) and isinstance(body.get("bands"), list):
        body["bands"] = [_sanitised(band, frozenset({"html", "text"})) for band in body["bands"]]
    return result


def _sanitised(value: Any, names: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {
            name: sanitise_html(item)
            if name in names and isinstance(item, str)
            else _sanitised(item, names)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [_sanitised(item, names) for item in value]
    return value


def _is_tangled(html: str) -> bool:
    """Whether many tags are open at once, or closed in another order than they were opened."""
    number_of_tags = html.count("<")
    if number_of_tags <= _FREE_TAGS:
        return False
    tags = _PLAIN_TAG.findall(html)
    if len(tags) != number_of_tags:
        return True
    opened: list[str] = []
    for closing, name in tags:
        name = name.lower()
        if name in _REMOVED_WITH_CONTENT or name == "textarea":
            return True
        if closing and opened and opened[-1] == name:
            opened.pop()
        elif name not in _VOID:
            opened.append(name)  # a stray closing tag costs the parser as much as an open one
            if len(opened) > _MAX_OPEN:
                return True
    return False


def _as_paragraph(html: str) -> str:
    text = " ".join(_strip_tags(html).split())
    return f"<p>{text}</p>" if text else ""


def _strip_tags(html: str) -> str:
    """Text with its entities, by a rule that takes linear time; nothing of it can be a tag."""
    return _ANY_TAG.sub(" ", html).replace("<", "&lt;").replace(">", "&gt;")
