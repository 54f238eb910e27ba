"""Foreign text made readable for a decision: markup as words, and signs that hide made visible."""

import re
import unicodedata

from omwagtail.documents import sanitise_html

_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_ITEM = re.compile(r"<li\b[^>]*>", re.IGNORECASE)
_END_OF_LINE = re.compile(r"<(?:br|hr)\b[^>]*>|</(?:p|h3|h4|li|blockquote)>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>?")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&nbsp;": "\xa0", "&amp;": "&"}
_ENTITY = re.compile("|".join(_ENTITIES))
# Signs that show nothing and can turn what stands around them: direction marks, zero widths, tags.
_HIDDEN = re.compile(
    r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f]"
)


def rich_as_text(html: str) -> str:
    """Rich text as lines of plain text; a link's address follows its words in brackets."""
    text = sanitise_html(html)
    text = _LINK.sub(r"\2 [\1]", text)
    text = _END_OF_LINE.sub("\n", _ITEM.sub("• ", text))
    return _ENTITY.sub(lambda found: _ENTITIES[found[0]], _TAG.sub("", text)).strip()


def readable(text: str) -> str:
    """The text with hidden signs as their code, such as ``[U+202E]``."""
    return _HIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", _without_controls(text))


def _without_controls(text: str) -> str:
    return "".join(
        sign if sign in "\n\t" or unicodedata.category(sign) != "Cc" else "�" for sign in text
    )
