"""Scripts and styles at ``/om/embed/1/``: read from the package, not from STATIC_URL.

A module that another site loads needs CORS headers, and a frame's strict policy allows its own
host only; static files may lie on a host that gives neither.

What is written in several files is served as one, without comments: a page asks for one script
and one style, and what is not needed at once (``import("./exports.js")``) comes on demand.
"""

import base64
import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import rcssmin
import rjsmin
from django.conf import settings as django_settings
from django.urls import reverse

from omwagtail.runner.element_words import (
    directory_words_module,
    embed_words_module,
    list_words_module,
)
from omwagtail.runner.export_words import words_module

FOLDER = Path(__file__).parent.parent / "static" / "omwagtail"

# What a name is put together from. Modules stand after those that they import.
SOURCES = {
    "check.js": (
        "frame.js",
        "dom.js",
        "form.js",
        "check.js",
    ),
    "frame.js": ("frame.js", "inside.js"),
    "questionnaires.js": ("questionnaires.js",),
    "scoring.js": ("questionnaires.js",),  # its name before there was more in it, still promised
    "comparison.js": ("questionnaires.js", "comparison.js"),
    "planning.js": ("questionnaires.js", "planning.js"),
    "keep.js": ("dom.js", "questionnaires.js", "planning.js", "record.js", "keep.js"),
    "record.js": ("questionnaires.js", "planning.js", "record.js"),
    "editions.js": (
        "questionnaires.js",
        "planning.js",
        "record.js",
        "dom.js",
        "page.js",
        "editions.js",
    ),
    "compare.js": (
        "questionnaires.js",
        "planning.js",
        "record.js",
        "comparison.js",
        "dom.js",
        "page.js",
        "compare-tables.js",
        "compare.js",
    ),
    "check.css": (
        "om.css",
        "frame.css",
        "check.css",
        "overview.css",
    ),
    "result.js": ("questionnaires.js", "dom.js", "result.js"),
    "result.css": ("result.css",),
    "plan.js": ("questionnaires.js", "planning.js", "dom.js", "plan.js"),
    "plan.css": ("plan.css",),
    "handover.js": ("dom.js", "handover.js"),
    "handover.css": ("plan.css", "handover.css"),
    "exports.js": (
        "questionnaires.js",
        "planning.js",
        "record.js",
        "export-words.js",
        "export-xml.js",
        "export-zip.js",
        "export-csv.js",
        "export-tables.js",
        "export-ics.js",
        "export-xlsx.js",
        "export-docx-styles.js",
        "export-docx.js",
        "exports.js",
    ),
    "changes.css": ("changes.css",),
    "compare.css": ("compare.css",),
    "list.css": ("om.css", "frame.css", "list.css"),
    "card.css": ("om.css", "frame.css", "card.css"),
    "om-embed.js": ("embed-words.js", "om-embed.js"),
    "om-list.js": ("element-words.js", "elements.js", "om-list.js"),
    "om-directory.js": (
        "element-words.js",
        "directory-words.js",
        "elements.js",
        "om-directory.js",
    ),
    "om-data.js": ("om-data.js",),
    "bundle.css": ("om.css", "frame.css", "bundle.css"),
}
# Sources that are no files.
MADE = {
    "export-words.js": words_module,
    "embed-words.js": embed_words_module,
    "element-words.js": list_words_module,
    "directory-words.js": directory_words_module,
}
IMPORT = re.compile(
    r'^import (\{[^}]*\} from )?"\./(?P<name>[\w-]+\.js)";\n',
    re.MULTILINE,
)
# A style of an element's own, which stands in its module: a page's policy needs no entry for it.
STYLE = re.compile(
    r'^import (?P<variable>\w+) from "\./(?P<name>[\w-]+\.css)" with \{ type: "css" \};\n',
    re.MULTILINE,
)
EXPORT = re.compile(r"^export (?=(async )?function|const|class)", re.MULTILINE)
# In a module as it is served: what it imports, at once or on demand.
ADDRESS = re.compile(r'(?:(?<=from")|(?<=import\("))\./(?P<name>[\w-]+\.js)(?=")')
IMPORTED = re.compile(r'(?:from|import\()"\./(?P<name>[\w-]+\.js)\?v=[0-9a-f]+"')
# A space that joins two selectors, the second of which begins with a pseudo-class.
DESCENDANT = re.compile(r"(?<=[\w)\]*]) (?=:(?:is|not|where)\()")
CONTENT_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    content: bytes
    content_type: str
    version: str
    """Digest of the content, which its address carries: a new text has a new address."""
    gzipped: bytes
    """The content as most browsers ask for it: squeezed once, whatever stands in front of us."""

    @property
    def integrity(self) -> str:
        return integrity_of(self.content)


def asset(name: str) -> Asset:
    """The asset of this name; raises KeyError for a name that is not one of ours."""
    # While somebody works on the files, they are read anew each time.
    return _read(name) if django_settings.DEBUG else _read_once(name)


def asset_url(name: str) -> str:
    """The address of an asset, with its version: it may be kept for as long as one likes."""
    return f"{reverse('omwagtail_embed_asset', args=[name])}?v={asset(name).version}"


def imported_by(module: str) -> list[str]:
    """The names of the assets that a module, as it is served, imports at once or on demand."""
    return [found["name"] for found in IMPORTED.finditer(module)]


def _read(name: str) -> Asset:
    kind = Path(name).suffix
    return asset_of(name, (_module(name) if kind == ".js" else _style(name)).encode())


def asset_of(name: str, content: bytes) -> Asset:
    """An asset with this content, of the type that its name says."""
    return Asset(
        content=content,
        content_type=CONTENT_TYPES[Path(name).suffix],
        version=hashlib.sha256(content).hexdigest()[:12],
        gzipped=gzip.compress(content, mtime=0),
    )


def integrity_of(content: bytes) -> str:
    """What browsers compare before they run it: ``sha384-`` and the digest in base64."""
    return f"sha384-{base64.b64encode(hashlib.sha384(content).digest()).decode()}"


def _style(name: str) -> str:
    # The minifier takes "a :where(b)" for "a:where(b)" inside a layer; so that it stays what it is:
    return rcssmin.cssmin(DESCENDANT.sub(" *", "\n".join(_texts(name))))


def _module(name: str) -> str:
    """The sources as one module: what they import from each other is at hand, and only the last
    one, which gives the module its name, exports."""
    *parts, last = _texts(name)
    inside = set(SOURCES[name])

    def joined(text: str) -> str:
        return IMPORT.sub(lambda found: "" if found["name"] in inside else found[0], text)

    text = "\n".join([*(EXPORT.sub("", joined(part)) for part in parts), joined(last)])
    text = STYLE.sub(_sheet, text)
    # Addresses carry versions, else an old part would be kept beside a new one.
    return ADDRESS.sub(
        lambda found: f"./{found['name']}?v={_read(found['name']).version}", rjsmin.jsmin(text)
    )


def _sheet(found: re.Match[str]) -> str:
    style = rcssmin.cssmin((FOLDER / found["name"]).read_text("utf-8"))
    variable = found["variable"]
    return (
        f"const {variable} = new CSSStyleSheet();\n"
        f"{variable}.replaceSync({json.dumps(style, ensure_ascii=False)});\n"
    )


def _texts(name: str) -> list[str]:
    return [
        MADE[source]() if source in MADE else (FOLDER / source).read_text("utf-8")
        for source in SOURCES[name]
    ]


@lru_cache(maxsize=len(SOURCES))
def _read_once(name: str) -> Asset:
    return _read(name)
