"""The fields of a practice example's page."""

from typing import Any

from example_site.loading.library import Library
from example_site.loading.reading import Piece
from example_site.loading.shared import facts, milestones, shared_fields
from example_site.loading.streams import listing, stream


def practice_example_fields(piece: Piece, library: Library) -> dict[str, Any]:
    """Names and stored values of the fields of PracticeExamplePage."""
    data = piece.data
    series, period = data.get("series", {}), data.get("period", {})
    return {
        **shared_fields(piece, library),
        "sections": stream("section", _sections(piece, library), name=f"{piece.path}/sections"),
        "lessons": stream("lesson", data.get("lessons", ()), name=f"{piece.path}/lessons"),
        "facts": facts(piece),
        "actors": stream("actor", _actors(data, library), name=f"{piece.path}/actors"),
        "milestones": milestones(piece),
        "quotes": stream("quote", map(_quote, data.get("quotes", ())), name=f"{piece.path}/quotes"),
        "event": stream("event", _events(piece), name=f"{piece.path}/event"),
        "funding": stream(
            "funding", map(_funding, data.get("funding", ())), name=f"{piece.path}/funding"
        ),
        "period_from": period.get("from", ""),
        "period_to": period.get("to", ""),
        "series_title": series.get("title", ""),
        "series_number": series.get("number"),
    }


def _sections(piece: Piece, library: Library) -> list[dict[str, Any]]:
    return [
        {
            "kind": section.get("kind", ""),
            "heading": section.get("heading", ""),
            "text": section["html"],
            "images": listing(
                map(library.picture, section.get("images", ())),
                name=f"{piece.path}/sections/{place}/images",
            ),
        }
        for place, section in enumerate(piece.data.get("sections", ()))
    ]


def _actors(data: dict[str, Any], library: Library) -> list[dict[str, Any]]:
    return [
        {
            **library.party(actor),
            "contribution": actor.get("contribution", ""),
            "benefit": actor.get("benefit", ""),
        }
        for actor in data.get("actors", ())
    ]


def _events(piece: Piece) -> list[dict[str, Any]]:
    event = piece.data.get("event")
    if event is None:
        return []
    programme = [{"time": "", "speaker": "", **point} for point in event.get("programme", ())]
    return [
        {
            "kind": event.get("kind", ""),
            "date": event.get("date", ""),
            "end": event.get("end", ""),
            "place": event.get("place", ""),
            "programme": listing(programme, name=f"{piece.path}/event/programme"),
        }
    ]


def _quote(entry: dict[str, Any]) -> dict[str, Any]:
    return {"name": "", "role": "", **entry}


def _funding(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: entry.get(name, "") for name in ("programme", "funder", "note")}
