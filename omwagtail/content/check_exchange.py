"""A check as a file, and back: docs/reference/check-exchange.md.

Ids of topics, checkpoints, measures, levels and columns stand in the file and become those of the
blocks again, so answers given to one fit the other.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from bs4 import BeautifulSoup
from django.db import models
from django.utils import translation
from django.utils.html import escape
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from omwagtail.catalogue.building import without_blanks
from omwagtail.catalogue.sources import place
from omwagtail.content import presets
from omwagtail.content.check_file import CheckFile
from omwagtail.content.richtext import FEATURES, html_of
from omwagtail.documents import plain_text, sanitise_html

FORMAT = "om-check/1"
MAX_ROUNDS = 5
# Members of the body that a file holds, in this order; the others belong to the page's site.
BODY = (
    "code",
    "intro",
    "edition",
    "minutes",
    "scale",
    "sections",
    "bands",
    "completion",
    "plan",
)


def export_check(check: models.Model) -> str:
    """The text of a file that holds the definition of a page as it stands in the editor."""
    return json.dumps(content_of(check), ensure_ascii=False, indent=2) + "\n"


def content_of(check: models.Model) -> dict[str, Any]:
    """The members of a file, blanks left out."""
    language = place(check).language
    with translation.override(language):
        body = without_blanks(check.to_document()["body"])
    body["edition"].pop("fingerprint", None)
    content = {
        "format": FORMAT,
        "language": language,
        "title": check.title,
        "summary": check.summary,
        "body": {name: body[name] for name in BODY if name in body},
    }
    return without_blanks(_with_html(content, plain_html))


def fill_in(check: models.Model, file: CheckFile) -> None:
    """Put what a file holds into the fields of a page. Nothing is saved."""
    body = _with_html(file.content, stored_html)["body"]
    check.title = file.title
    check.summary = file.content.get("summary") or check.summary
    check.code, check.intro = body.get("code", ""), body.get("intro", "")
    check.minutes = body.get("minutes")
    edition = body.get("edition") or {}
    check.edition_number = edition.get("number") or 1
    check.edition_date = date.fromisoformat(edition["date"]) if edition.get("date") else None
    with translation.override(place(check).language):
        values = _streams_of(check, body)
    for name, blocks in values.items():
        setattr(check, name, check._meta.get_field(name).to_python(json.dumps(blocks)))


def _streams_of(check: models.Model, body: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Stored values of the StreamFields; sets the fields of the scale that are none."""
    scale = body.get("scale") or {}
    levels = scale.get("levels") or []
    check.scale_preset = next(
        (preset for preset in presets.ScalePreset if levels and levels == presets.levels(preset)),
        presets.ScalePreset.OWN,
    )
    excluded = scale.get("not_applicable")
    check.allow_not_applicable = excluded is not None
    label = (excluded or {}).get("label", "")
    check.not_applicable_label = "" if label == presets.not_applicable() else label
    is_own = check.scale_preset == presets.ScalePreset.OWN
    columns = body.get("plan") or []
    return {
        "levels": [_block("level", level["key"], _level_of(level)) for level in levels if is_own],
        "sections": [
            _block("section", section["id"], _section_of(section))
            for section in body.get("sections") or []
        ],
        "bands": [_block("band", None, _band_of(band)) for band in body.get("bands") or []],
        "completion": [_block("rule", None, rule) for rule in body.get("completion") or []],
        "plan": [
            _block("column", column["key"], {"label": column["label"], "key": ""})
            for column in columns
            if columns != presets.plan()
        ],
    }


def _block(kind: str, id: str | None, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": id or str(uuid4())}


def _level_of(level: dict[str, Any]) -> dict[str, Any]:
    return {**level, "key": ""}


def _section_of(section: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": section.get("title", ""),
        "intro": section.get("intro", ""),
        "checkpoints": [
            _block("item", checkpoint["id"], _checkpoint_of(checkpoint))
            for checkpoint in section.get("checkpoints") or []
        ],
    }


def _checkpoint_of(checkpoint: dict[str, Any]) -> dict[str, Any]:
    return {
        "statement": checkpoint["statement"],
        "good_practice": [
            _block("item", None, text) for text in checkpoint.get("good_practice") or []
        ],
        "help": checkpoint.get("help", ""),
        "links": [
            _block("item", None, {"url": link["url"], "title": link.get("title", "")})
            for link in checkpoint.get("links") or []
        ],
        "suggested_measures": [
            _block("item", measure["id"], {**measure, "role": measure.get("role", "")})
            for measure in checkpoint.get("suggested_measures") or []
        ],
        "weight": checkpoint.get("weight", 1),
    }


def _band_of(band: dict[str, Any]) -> dict[str, Any]:
    rest = {name: band[name] for name in band if name not in ("from", "to")}
    return {"title": "", "text": "", **rest, "start": band["from"], "end": band["to"]}


def stored_html(html: str) -> str:
    """Rich text as Wagtail's editor stores it: whatever it cannot hold is taken out before."""
    converter = ContentstateConverter(features=FEATURES)
    html = _with_lists_in_order(sanitise_html(html))
    if not html:
        return ""
    try:
        return converter.to_database_format(converter.from_database_format(html))
    except AssertionError:  # blocks within words, and the like: nothing that an editor writes
        return _as_paragraph(html)


def _with_lists_in_order(html: str) -> str:
    """The editor's own names of elements; entries without a list, which it refuses, are text."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(["strong", "em", "li"]):
        if element.name != "li":
            element.name = {"strong": "b", "em": "i"}[element.name]
        elif element.parent.name not in ("ul", "ol"):
            element.name = "p"
    return str(soup)


def plain_html(html: str) -> str:
    """Rich text as a document has it after a way through the editor, which changes no more."""
    for _ in range(MAX_ROUNDS):
        earlier, html = html, sanitise_html(html_of(stored_html(html)))
        if html == earlier:
            return html
    return _as_paragraph(html)


def _as_paragraph(html: str) -> str:
    text = plain_text(html)
    return f"<p>{escape(text)}</p>" if text else ""


def _with_html(content: dict[str, Any], convert: Any) -> dict[str, Any]:
    """A copy in which every rich text is converted."""
    body = dict(content["body"])
    _convert(body, "intro", convert)
    body["sections"] = [dict(section) for section in body.get("sections") or []]
    for section in body["sections"]:
        _convert(section, "intro", convert)
        section["checkpoints"] = [dict(point) for point in section.get("checkpoints") or []]
        for point in section["checkpoints"]:
            _convert(point, "help", convert)
    body["bands"] = [dict(band) for band in body.get("bands") or []]
    for band in body["bands"]:
        _convert(band, "text", convert)
    return {**content, "body": body}


def _convert(part: dict[str, Any], name: str, convert: Any) -> None:
    if part.get(name):
        part[name] = convert(part[name])


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How many parts of one kind a file brings, takes away and words differently."""

    added: int
    removed: int
    changed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is different between two contents of a file."""

    topics: Change
    checkpoints: Change
    scale: bool
    bands: bool
    completion: bool
    plan: bool
    title: bool
    edition: bool
    other: bool
    """Summary, introduction, code or minutes."""

    def __bool__(self) -> bool:
        return any(bool(getattr(self, name)) for name in self.__slots__)


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> Changes:
    """What somebody sees differently who had ``before``: contents as ``content_of`` makes them."""
    old, new = before["body"], after["body"]
    rest = ("intro", "code", "minutes")
    return Changes(
        topics=_counted(_topics(old), _topics(new)),
        checkpoints=_counted(_checkpoints(old), _checkpoints(new)),
        **{
            name: old.get(name) != new.get(name)
            for name in ("scale", "bands", "completion", "plan", "edition")
        },
        title=before.get("title") != after.get("title"),
        other=before.get("summary") != after.get("summary")
        or any(old.get(name) != new.get(name) for name in rest),
    )


def _topics(body: dict[str, Any]) -> dict[str, Any]:
    return {
        section["id"]: {
            **section,
            "checkpoints": [point["id"] for point in section.get("checkpoints") or ()],
        }
        for section in body.get("sections") or ()
    }


def _checkpoints(body: dict[str, Any]) -> dict[str, Any]:
    sections = body.get("sections") or ()
    return {point["id"]: point for section in sections for point in section.get("checkpoints", ())}


def _counted(old: dict[str, Any], new: dict[str, Any]) -> Change:
    return Change(
        added=len(new.keys() - old.keys()),
        removed=len(old.keys() - new.keys()),
        changed=sum(old[id] != new[id] for id in old.keys() & new.keys()),
    )
