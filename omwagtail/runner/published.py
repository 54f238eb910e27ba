"""Modules that other sites name with their version and hash: as they were in each release.

An address with a version gives the same bytes for ever, so those of every release lie beside the
code. `make release-assets` (tests/releasing.py) puts those of the present one there.
"""

import re
from functools import lru_cache
from pathlib import Path

from omwagtail.runner.assets import Asset, asset_of

# What other sites' pages load, and what these load in turn.
PUBLIC = ("om-embed.js", "om-list.js", "om-directory.js", "om-data.js")
KEPT = Path(__file__).parent / "versions"
VERSION = re.compile(r"[0-9a-f]{12}")


def published(name: str, version: str) -> Asset | None:
    """A module as a release had it; None for what was in none."""
    if name not in PUBLIC or VERSION.fullmatch(version) is None:
        return None
    return _read(name, version)


def kept_file(name: str, version: str) -> str:
    """``om-list.0123456789ab.js``"""
    stem, _, kind = name.rpartition(".")
    return f"{stem}.{version}.{kind}"


@lru_cache(maxsize=128)
def _read(name: str, version: str) -> Asset | None:
    try:
        content = (KEPT / kept_file(name, version)).read_bytes()
    except FileNotFoundError:
        return None
    return asset_of(name, content)
