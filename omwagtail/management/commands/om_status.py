"""How the site is: for people, for cron and for monitoring."""

import json
import sys
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand

from omwagtail.health import Finding, Level, look

# More than a screen's worth is read by nobody.
NOTES = 20
MARKS = {Level.OK: "-", Level.DEGRADED: "!", Level.FAILING: "!!"}


class Command(BaseCommand):
    help = "Says how the site is. Ends with 1 where a person should look."

    def add_arguments(self, parser):
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="Everything, as JSON."
        )
        parser.add_argument(
            "--all",
            action="store_true",
            dest="every",
            help=f"Every note, not only the {NOTES} worst of a part.",
        )

    def handle(self, *, as_json: bool, every: bool, **options) -> None:
        health = look()
        if as_json:
            data = health.as_data()
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(f"Status: {health.level}")
            for name, finding in health.findings.items():
                self._write(name, finding, sys.maxsize if every else NOTES)
        if health.level > Level.OK:
            sys.exit(1)

    def _write(self, name: str, finding: Finding, most: int) -> None:
        self.stdout.write(f"\n{name.capitalize()}: {finding.level}")
        for label, value in _flat(finding.numbers):
            self.stdout.write(f"  {label:<28}{'-' if value is None else f'{value:>12,}'}")
        notes = sorted(finding.notes, key=lambda note: -note.level)
        for note in notes[:most]:
            self.stdout.write(f"  {MARKS[note.level]} {' '.join(note.sentence.split())}")
        if len(notes) > most:
            self.stdout.write(f"  … and {len(notes) - most} more: om_status --all")


def _flat(numbers: Mapping[str, Any], prefix: str = "") -> list[tuple[str, int | None]]:
    lines: list[tuple[str, int | None]] = []
    for name, value in numbers.items():
        label = f"{prefix}{name.replace('_', ' ')}"
        if isinstance(value, Mapping):
            lines += _flat(value, f"{label} ")
        else:
            lines.append((label, value))
    return lines
