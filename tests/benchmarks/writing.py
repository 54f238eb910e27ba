"""Putting measured figures into a page of the docs."""

import os
import platform
import re
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.benchmarks.measuring import COLUMNS, EXTRAS, MORE_IS_BETTER

BEGIN = "<!-- figures: written by make bench -->"
END = "<!-- end of figures -->"
BLOCK = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)


def write_figures(page: Path, rows: list[dict[str, Any]]) -> None:
    """Replace what stands between the page's two marks; ValueError where it has none."""
    text = page.read_text(encoding="utf-8")
    if not BLOCK.search(text):
        raise ValueError(f"{page} has no place for figures: {BEGIN} … {END}")
    block = f"{BEGIN}\n{describe(rows)}\n{END}"
    page.write_text(BLOCK.sub(lambda _: block, text), encoding="utf-8")


def describe(rows: list[dict[str, Any]]) -> str:
    """When and on what it was measured, the table, and a sentence for each aim that was missed."""
    names = [name for name in (*COLUMNS, *EXTRAS) if any(name in row for row in rows)]
    lines = [
        _circumstances(rows),
        "",
        f"| bench | case | {' | '.join(f'`{name}`' for name in names)} | aims |",
        f"|---|---|{'---:|' * len(names)}---|",
    ]
    for row in rows:
        database = "" if row["database"] == "sqlite" else f" ({row['database']})"
        cells = [f"{row[name]:,g}" if name in row else "-" for name in names]
        lines.append(
            f"| `{row['bench']}` | {row['case']}{database} | {' | '.join(cells)} | {_aims(row)} |"
        )
    reasons = [
        f"- `{row['bench']}` {row['case']}: {'; '.join(row['missed'])}."
        f"{' ' + row['because'] if row['because'] else ''}"
        for row in rows
        if row["missed"]
    ]
    if reasons:
        lines += ["", "Missed:", "", *reasons]
    return "\n".join(lines)


def _aims(row: dict[str, Any]) -> str:
    if not row["aims"]:
        return "-"
    said = ", ".join(
        f"{name} {'≥' if name in MORE_IS_BETTER else '≤'} {aim:g}"
        for name, aim in row["aims"].items()
    )
    return f"**missed**: {said}" if row["missed"] else f"met: {said}"


def _circumstances(rows: list[dict[str, Any]]) -> str:
    times = "Processor times" if any("clock" in row for row in rows) else "Times"
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    libraries = ", ".join(f"{name} {version(name)}" for name in ("Django", "wagtail"))
    return (
        f"Measured on {day} with Python {platform.python_version()}, {libraries}, on "
        f"{os.cpu_count()} cores ({platform.machine()}) with a load of "
        f"{os.getloadavg()[0]:.1f}. {times} are medians of one run; "
        "`p95_ms` is the 95th percentile of ours."
    )
