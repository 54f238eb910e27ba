"""Fields that practice examples, networks and checks have in common."""

from typing import Any

from example_site.loading.library import Library
from example_site.loading.reading import Piece
from example_site.loading.streams import stream

CODE_FIELDS = ("topics", "regions", "sectors", "company_sizes", "success_factors")


def shared_fields(piece: Piece, library: Library) -> dict[str, Any]:
    """Title, summary, codes, contacts, references and sources of a piece."""
    data = piece.data
    return {
        "title": data["title"],
        "draft_title": data["title"],
        "slug": data["slug"],
        "summary": data["summary"].strip(),
        **{name: data.get(name, []) for name in CODE_FIELDS},
        "audiences": data.get("audiences") or data.get("audience", []),
        "contacts": stream("contact", data.get("contacts", ()), name=f"{piece.path}/contacts"),
        "files": downloads("files", piece, library),
        "related": stream(
            "related",
            [
                {"page": page, "address": "", "relation": entry["relation"]}
                for entry in data.get("related", ())
                if (page := library.page_id(entry["path"]))
            ],
            name=f"{piece.path}/related",
        ),
        "sources": stream(
            "source", map(_source, data.get("source", ())), name=f"{piece.path}/sources"
        ),
    }


def downloads(
    name: str, piece: Piece, library: Library, *, block: str = "download"
) -> list[dict[str, Any]]:
    """A member of a piece that is a list of files."""
    return stream(
        block,
        map(library.download, piece.data.get(name, ())),
        name=f"{piece.path}/{name}",
    )


def facts(piece: Piece) -> list[dict[str, Any]]:
    """Key figures; a figure is text in the editor's form."""
    values = [{**fact, "value": str(fact["value"])} for fact in piece.data.get("facts", ())]
    return stream("fact", values, name=f"{piece.path}/facts")


def milestones(piece: Piece) -> list[dict[str, Any]]:
    """What happened when."""
    return stream("milestone", piece.data.get("milestones", ()), name=f"{piece.path}/milestones")


def _source(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": entry["title"],
        "publisher": entry.get("publisher", ""),
        "url": entry.get("url", ""),
        "note": ", ".join(filter(None, [entry.get("year"), entry.get("note")])),
    }
