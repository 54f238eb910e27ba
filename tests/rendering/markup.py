"""What a browser would find in a page, for tests that must not be fooled by spelling."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Markup(HTMLParser):
    """The elements of a page in their order; ``text`` of an element includes what is inside it."""

    source: str
    elements: list[Element] = field(default_factory=list)

    VOID = frozenset({"meta", "link", "img", "br", "hr", "input"})

    def __post_init__(self):
        super().__init__()
        self._open: list[Element] = []
        self.feed(self.source)

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in self.VOID:
            self._open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data):
        for element in self._open:
            element.text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements of this tag that have these attributes with these values."""
        return [
            element
            for element in self.elements
            if element.tag == tag and attributes.items() <= element.attributes.items()
        ]

    def links(self) -> dict[str, str]:
        """Address to words of all links."""
        return {
            element.attributes["href"]: " ".join(element.text.split()) for element in self.all("a")
        }

    @property
    def text(self) -> str:
        """The words on the page."""
        return " ".join(self.all("body")[0].text.split())

    @property
    def structured_data(self) -> dict:
        """The one JSON-LD description."""
        (script,) = self.all("script", type="application/ld+json")
        return json.loads(script.text)

    def inline_code(self) -> list[str]:
        """What a strict policy forbids: scripts, styles, handlers, addresses that are code."""
        found = [
            element.tag
            for element in self.elements
            if element.tag in {"style", "iframe", "object", "embed", "base"}
            or (element.tag == "script" and element.attributes.get("type") != "application/ld+json")
        ]
        for element in self.elements:
            for name, value in element.attributes.items():
                is_code = value.strip().lower().startswith(("javascript:", "data:", "vbscript:"))
                if name == "style" or name.startswith("on") or is_code:
                    found.append(f"{element.tag} {name}={value}")
        return found
