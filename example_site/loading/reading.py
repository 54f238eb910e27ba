"""Reading the content files; their format is described in example_site/content/README.md."""

import copy
import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

CONTENT = Path(__file__).resolve().parent.parent / "content"

# Raised when the same files make other pages than before, so that they are written anew.
LOADER_VERSION = 1


# Members of a piece that are lists of files.
FILES = ("files", "agreements")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One content file: its path below the content folder, and what stands in it."""

    path: str
    data: dict[str, Any]

    @property
    def kind(self) -> str:
        """The folder: ``practice-examples``, ``networks`` or ``checks``."""
        return self.path.split("/")[0]

    @property
    def digest(self) -> str:
        return digest_of(self.data)

    @property
    def first_edition(self) -> "Piece":
        """A check as it was in its first edition, where the file says what was different then."""
        earlier = self.data.get("earlier")
        if not earlier:
            return self
        data = copy.deepcopy(self.data) | {"edition": earlier["edition"]}
        former = {point["id"]: point for point in earlier["reworded"]}
        for section in data["sections"]:
            section["checkpoints"] = [
                point | former.get(point["id"], {})
                for point in section["checkpoints"]
                if point["id"] not in earlier["without"]
            ]
        return replace(self, data=data)


def read(path: str, content: Path = CONTENT) -> Any:
    """What stands in a YAML file."""
    return yaml.safe_load((content / path).read_text("utf-8"))


def read_pieces(paths: list[str], content: Path = CONTENT) -> list[Piece]:
    """The pieces of a site, in its order."""
    return [Piece(path=path, data=read(path, content)) for path in paths]


def pictures_of(data: dict[str, Any]) -> list[str]:
    """The picture files that a piece shows, each once."""
    files = [image["file"] for part in data.get("sections", ()) for image in part.get("images", ())]
    return list(dict.fromkeys(files))


def files_of(data: dict[str, Any]) -> list[str]:
    """The files that a piece offers, each once."""
    files = [entry["file"] for name in FILES for entry in data.get(name, ())]
    return list(dict.fromkeys(files))


def organisations_of(pieces: list[Piece]) -> set[str]:
    """The organisations that pieces name: keys, and names in plain words."""
    entries = (
        entry
        for piece in pieces
        for entry in [*piece.data.get("actors", ()), *piece.data.get("members", ())]
    )
    return {entry["organisation"] for entry in entries}


def digest_of(data: Any) -> str:
    """A digest of data, or of bytes, that changes when a page has to be written anew."""
    text = data if isinstance(data, bytes) else json.dumps(data, sort_keys=True).encode()
    return hashlib.sha256(b"%d:%s" % (LOADER_VERSION, text)).hexdigest()
