"""How a site is: every room registers a probe; ``om_status`` and the health address ask them all.

A probe says numbers, which everybody may know, and notes, which may name sources and hubs and are
for the site's operators alone (rule 19).
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

logger = logging.getLogger("omwagtail.health")


class Level(IntEnum):
    """How bad it is."""

    OK = 0
    # The site works; a person should look.
    DEGRADED = 1
    # The site itself does not do its work.
    FAILING = 2

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A sentence for the operator. With the level OK it is only worth knowing."""

    sentence: str
    level: Level = Level.DEGRADED


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a probe found. The numbers name nobody; a number may be None where nothing is known."""

    numbers: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def level(self) -> Level:
        """That of the worst note."""
        return max((note.level for note in self.notes), default=Level.OK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """Looks at one part of the site: quickly, since monitoring asks often."""

    name: str
    look: Callable[[], Finding]
    # Probes with lower numbers come first.
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What all probes found, by their names."""

    findings: Mapping[str, Finding]

    @property
    def level(self) -> Level:
        """That of the worst finding."""
        return max((finding.level for finding in self.findings.values()), default=Level.OK)

    def as_data(self) -> dict[str, Any]:
        """``level``, ``time`` and ``probes`` with their notes, as JSON has it."""
        probes = {name: _data_of(finding) for name, finding in self.findings.items()}
        now = timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        return {"level": str(self.level), "time": now, "probes": probes}


_probes: dict[str, Probe] = {}


def register(probe: Probe) -> None:
    """Add a probe; one with the same name is replaced."""
    _probes[probe.name] = probe


def look() -> Health:
    """Ask all probes, in their order. One that raises is itself what is wrong."""
    probes = sorted(_probes.values(), key=lambda probe: (probe.order, probe.name))
    return Health(findings={probe.name: _look(probe) for probe in probes})


def _look(probe: Probe) -> Finding:
    try:
        return probe.look()
    except Exception as error:
        logger.exception("the health of %s cannot be found out", probe.name)
        reason = f"{type(error).__name__}: {error}"
        sentence = _("This could not be looked at: %(reason)s") % {"reason": reason}
        return Finding(notes=(Note(sentence=sentence, level=Level.FAILING),))


def _data_of(finding: Finding) -> dict[str, Any]:
    return {
        "level": str(finding.level),
        "numbers": dict(finding.numbers),
        "notes": [
            {"level": str(note.level), "sentence": note.sentence}
            for note in sorted(finding.notes, key=lambda note: -note.level)
        ],
    }
