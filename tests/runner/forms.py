"""What a browser without scripts finds in a page, and would send."""

from html.parser import HTMLParser

VOID = {"br", "circle", "hr", "img", "input", "link", "meta", "path", "rect"}


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.area = self.select = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "input" and name and given.get("type") not in ("checkbox", "radio"):
            self.fields[name] = value
        elif tag == "input" and name and "checked" in given:
            self.fields[name] = value or "on"
        elif tag == "textarea":
            self.area = name
            self.fields[name] = ""
        elif tag == "select":
            self.select = name
            self.fields[name] = ""
        elif tag == "option" and "selected" in given:
            self.fields[self.select] = value

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            # A line feed right after the tag is not part of the text.
            self.fields[self.area] = self.fields[self.area].removeprefix("\n")
            self.area = ""


def fields_of(html: str) -> dict[str, str]:
    """Name and value of the fields, those of buttons left out; of several like names the last."""
    parser = _Fields()
    parser.feed(html)
    return parser.fields


class _Part(HTMLParser):
    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=False)
        self.name, self.depth, self.found = name, 0, ""

    def handle_starttag(self, tag, attrs):
        inside = self.depth > 0
        if inside:
            self.found += self.get_starttag_text()
        if (inside or dict(attrs).get("data-om") == self.name) and tag not in VOID:
            self.depth += 1

    def handle_startendtag(self, tag, attrs):
        if self.depth:
            self.found += self.get_starttag_text()

    def handle_endtag(self, tag):
        if self.depth:
            self.depth -= 1
        if self.depth:
            self.found += f"</{tag}>"

    def handle_data(self, data):
        if self.depth:
            self.found += data

    def handle_entityref(self, name):
        self.handle_data(f"&{name};")

    def handle_charref(self, name):
        self.handle_data(f"&#{name};")


def parts_of(html: str, name: str) -> str:
    """What stands inside of the elements that are named ``data-om="name"``."""
    parser = _Part(name)
    parser.feed(html)
    return parser.found
