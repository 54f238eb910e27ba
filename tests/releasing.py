"""Keeps what this release gives to other sites' pages: ``make release-assets``.

The modules go to omwagtail/runner/versions/, under their version, with a note of which
release had which; docs/reference/embeds.md gets their hashes. What an earlier release had stays;
what no release had, because it changed again before this one came out, goes.
"""

import json
import os
import re
from pathlib import Path

REFERENCE = Path(__file__).parents[1] / "docs" / "reference" / "embeds.md"
RELEASES = "releases.json"
TABLE = re.compile(
    r"Of release [^\n]*:\n\n\| module \| `\?v=` \| `integrity` \|\n\|---\|---\|---\|\n(?:[^\n]+\n)*"
)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()

    from omwagtail import __version__
    from omwagtail.runner.assets import asset
    from omwagtail.runner.published import KEPT, PUBLIC, kept_file

    note = KEPT / RELEASES
    releases = json.loads(note.read_text("utf-8")) if note.exists() else {}
    releases[__version__] = {name: asset(name).version for name in PUBLIC}
    note.write_text(json.dumps(releases, indent=2) + "\n", "utf-8")
    kept = {kept_file(*each) for release in releases.values() for each in release.items()}
    for name in PUBLIC:
        (KEPT / kept_file(name, asset(name).version)).write_bytes(asset(name).content)
    for file in KEPT.glob("*.js"):
        if file.name not in kept:
            file.unlink()
    REFERENCE.write_text(TABLE.sub(lambda _: table(), REFERENCE.read_text("utf-8")), "utf-8")


def table() -> str:
    """The part of the reference that says which hashes this release has."""
    from omwagtail import __version__
    from omwagtail.runner.assets import asset
    from omwagtail.runner.published import PUBLIC

    rows = [
        f"| `{name}` | `{asset(name).version}` | `{asset(name).integrity}` |" for name in PUBLIC
    ]
    head = ["| module | `?v=` | `integrity` |", "|---|---|---|"]
    return "\n".join([f"Of release {__version__}:", "", *head, *rows]) + "\n"


if __name__ == "__main__":
    main()
