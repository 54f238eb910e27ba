"""The fields of a network profile's page."""

from typing import Any

from example_site.loading.library import Library
from example_site.loading.reading import Piece
from example_site.loading.shared import downloads, facts, milestones, shared_fields
from example_site.loading.streams import stream

TEXTS = (
    "legal_form",
    "founded",
    "website",
    "coordination",
    "recognition",
    "meeting_rhythm",
)


def network_fields(piece: Piece, library: Library) -> dict[str, Any]:
    """Names and stored values of the fields of NetworkPage."""
    data = piece.data
    return {
        **shared_fields(piece, library),
        **{name: data.get(name, "") for name in TEXTS},
        "goals": stream("goal", data.get("goals", ()), name=f"{piece.path}/goals"),
        "focus_areas": stream(
            "focus_area", data.get("focus_areas", ()), name=f"{piece.path}/focus_areas"
        ),
        "members": stream("member", _members(data, library), name=f"{piece.path}/members"),
        "facts": facts(piece),
        "milestones": milestones(piece),
        "bodies": stream("body", data.get("bodies", ()), name=f"{piece.path}/bodies"),
        "agreements": downloads("agreements", piece, library, block="agreement"),
        "funding": stream("funding", _funding(data), name=f"{piece.path}/funding"),
    }


def _members(data: dict[str, Any], library: Library) -> list[dict[str, Any]]:
    return [
        {
            **library.party(member),
            "role": member.get("role", ""),
            "since": member.get("since", ""),
            "contribution": member.get("contribution", ""),
            "benefit": member.get("benefit", ""),
        }
        for member in data.get("members", ())
    ]


def _funding(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"kind": entry["kind"], "note": entry.get("note", ""), "share": entry.get("share")}
        for entry in data.get("funding", ())
    ]
