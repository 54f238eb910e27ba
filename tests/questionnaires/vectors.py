"""The shared scoring vectors: one JSON file each with why, body, answers and result."""

import json
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "vectors" / "scoring"

VECTORS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}
