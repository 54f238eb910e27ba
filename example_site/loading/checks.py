"""The fields of a check's page.

The ids of topics, checkpoints and measures become block ids, made from the id in the file alone:
both checks of a pair use the same ids, so that their results can be laid side by side.
"""

from datetime import date
from typing import Any

from example_site.loading.library import Library
from example_site.loading.reading import Piece
from example_site.loading.shared import shared_fields
from example_site.loading.streams import block_id, listing, named_listing, stream


def check_fields(piece: Piece, library: Library) -> dict[str, Any]:
    """Names and stored values of the fields of CheckPage."""
    data = piece.data
    scale, edition = data["scale"], data["edition"]
    not_applicable = scale.get("not_applicable")
    return {
        **shared_fields(piece, library),
        "code": data["code"],
        "intro": data["intro"],
        "minutes": data.get("minutes"),
        "edition_number": edition["number"],
        "edition_date": date.fromisoformat(edition["date"]),
        "scale_preset": "own",
        "levels": stream("level", scale["levels"], name=f"{piece.path}/levels"),
        "allow_not_applicable": not_applicable is not None,
        "not_applicable_label": (not_applicable or {}).get("label", ""),
        "sections": _sections(data),
        "bands": stream("band", map(_band, data["bands"]), name=f"{piece.path}/bands"),
        "completion": stream("rule", _rules(piece), name=f"{piece.path}/completion"),
        "plan": stream("column", data.get("plan", ()), name=f"{piece.path}/plan"),
        "counterpart": stream(
            "check", _counterpart(data, library), name=f"{piece.path}/counterpart"
        ),
    }


def _sections(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "type": "section",
            "id": block_id(section["id"]),
            "value": {
                "title": section["title"],
                "intro": section.get("intro", ""),
                "checkpoints": named_listing(
                    (point["id"], _checkpoint(point)) for point in section["checkpoints"]
                ),
            },
        }
        for section in data["sections"]
    ]


def _checkpoint(point: dict[str, Any]) -> dict[str, Any]:
    return {
        "statement": point["statement"],
        "good_practice": listing(
            point.get("good_practice", ()), name=f"{point['id']}/good_practice"
        ),
        "help": point.get("help", ""),
        "links": [],
        "suggested_measures": named_listing(
            (measure["id"], {"text": measure["text"], "role": measure.get("role", "")})
            for measure in point.get("suggested_measures", ())
        ),
        "weight": point.get("weight", 1),
    }


def _band(band: dict[str, Any]) -> dict[str, Any]:
    return {
        "scope": band["scope"],
        "start": band["from"],
        "end": band["to"],
        "title": band.get("title", ""),
        "text": band.get("text", ""),
    }


def _rules(piece: Piece) -> list[dict[str, Any]]:
    return [
        {
            "rule": rule["rule"],
            "count": rule.get("count"),
            "columns": rule.get("columns", []),
        }
        for rule in piece.data.get("completion", ())
    ]


def _counterpart(data: dict[str, Any], library: Library) -> list[dict[str, Any]]:
    path = data.get("counterpart")
    page = library.page_id(path) if path else None
    return [{"page": page, "address": ""}] if page else []
