"""What WordPress does with an address that somebody pastes into a post, reimplemented.

By `WP_oEmbed` and `wp_filter_oembed_result` of WordPress 6: it reads the first 150 KB of the page,
looks for a link with one of three media types before the head ends, asks the address in it, and
lets through a quotation and a frame with few attributes, which it puts into a sandbox.
Its script (`wp-embed.js`) shows the frame once it says its height, and follows its links.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

HEAD_BYTES = 153_600
LINK_TYPES = {
    "application/json+oembed": "json",
    "text/xml+oembed": "xml",
    "application/xml+oembed": "xml",
}
# Of a provider that is not on WordPress's own list.
ALLOWED = {
    "a": {"href"},
    "blockquote": set(),
    "iframe": {
        *("src", "width", "height", "frameborder", "marginwidth", "marginheight"),
        *("scrolling", "title"),
    },
}
LINK = re.compile(r"<link([^<>]+?)/?>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s'"]+))(?=\s|$)""")
WIDTH, HEIGHT = 500, 750
SECRET = "a1B2c3D4e5"

# The message protocol of wp-embed.js, for a page in a test.
HOST_SCRIPT = """
addEventListener('message', ({data, source}) => {
  if (!data || !data.secret || /[^a-zA-Z0-9]/.test(data.secret)) return;
  const mine = (tag) => document.querySelectorAll(`${tag}[data-secret="${data.secret}"]`);
  for (const quotation of mine('blockquote')) quotation.style.display = 'none';
  for (const frame of mine('iframe')) {
    if (source !== frame.contentWindow) continue;
    frame.removeAttribute('style');
    if (data.message === 'height') frame.height = Math.min(Math.max(+data.value, 200), 1000);
    if (data.message === 'link' && new URL(data.value).host === new URL(frame.src).host
        && document.activeElement === frame) window.top.location.href = data.value;
  }
});
"""


def discover(page: bytes) -> str | None:
    """The address that describes a page, from its head."""
    text = page[:HEAD_BYTES].decode("utf-8", "ignore")
    end = text.lower().find("</head>")
    if end > 0:
        text = text[:end]
    found: dict[str, str] = {}
    for link in LINK.findall(text):
        attributes = {
            name.lower(): next(filter(None, values), "")
            for name, *values in ATTRIBUTE.findall(link.strip())
        }
        kind = LINK_TYPES.get(attributes.get("type", ""))
        if kind and attributes.get("href"):
            found[kind] = unescape(attributes["href"])
            if kind == "json":
                break
    return found.get("json") or found.get("xml")


def question(provider: str, url: str, written: str = "json") -> str:
    """The address that is asked, with WordPress's own parameters."""
    asked = {"maxwidth": WIDTH, "maxheight": HEIGHT, "url": url, "dnt": 1, "format": written}
    parts = urlsplit(provider)
    kept = [pair for pair in parts.query.split("&") if pair and pair.partition("=")[0] not in asked]
    return parts._replace(query="&".join([*kept, urlencode(asked)])).geturl()


def shown(members: dict, *, url: str, is_trusted: bool = False) -> str | None:
    """The HTML that stands in the post; None where WordPress leaves the bare link."""
    kind = members.get("type")
    if kind == "link" and members.get("title"):
        return f'<a href="{escape(url)}">{escape(members["title"])}</a>'
    if kind not in ("rich", "video") or not members.get("html"):
        return None
    return members["html"] if is_trusted else _filtered(members["html"])


def _filtered(html: str) -> str | None:
    clean = _Kses.clean(html)
    found = re.search(r"(<blockquote>.*?</blockquote>)?.*(<iframe.*?></iframe>)", clean, re.DOTALL)
    if found is None:
        return None
    quotation, frame = found[1] or "", found[2]
    frame = re.sub(
        r' src="(.*?)"', rf' src="\1#?secret={SECRET}" data-secret="{SECRET}"', frame, count=1
    )
    if quotation:
        frame = frame.replace(
            "<iframe", '<iframe style="position: absolute; clip: rect(1px, 1px, 1px, 1px)"', 1
        )
        quotation = quotation.replace("<blockquote", f'<blockquote data-secret="{SECRET}"', 1)
    return quotation + frame.replace("<iframe", '<iframe sandbox="allow-scripts"', 1)


class _Kses(HTMLParser):
    """Leaves out every element and attribute that is not allowed."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    @classmethod
    def clean(cls, html: str) -> str:
        parser = cls()
        parser.feed(html)
        return "".join(parser.parts)

    def handle_starttag(self, tag, attrs):
        if tag in ALLOWED:
            kept = [
                f' {name}="{escape(value or "")}"' for name, value in attrs if name in ALLOWED[tag]
            ]
            self.parts.append(f"<{tag}{''.join(kept)}>")

    def handle_endtag(self, tag):
        if tag in ALLOWED:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data):
        self.parts.append(escape(data, quote=False))
