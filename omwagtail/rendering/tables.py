"""Lists of a document that are drawn: who takes part, and where the money comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from omwagtail.catalogue.references import partner_code
from omwagtail.rendering.addresses import web_address
from omwagtail.rendering.navigation import Step
from omwagtail.rendering.wording import label_of, number_in_words, period_in_words

# Heading of each column after the organisation; a column nobody fills is left out.
COLUMNS = {"role": _("Role"), "contribution": _("Contribution"), "benefit": _("Benefit")}

# Up to here a reader sees them all at a glance.
FEW = 12
# Above this, a list of types says more than the rows.
LONG = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """An organisation that takes part, with its cells in the order of the table's columns."""

    name: str
    url: str
    type: str
    cells: list[tuple[str, str]]
    """(column's heading, text)"""

    also_in: list[Step]
    """Other networks that it is a member of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantGroup:
    """Rows of one type of organisation; ``title`` is empty where there are no groups."""

    title: str
    rows: list[Participant]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantTable:
    columns: list[str]
    rows: list[Participant]
    groups: list[ParticipantGroup]
    """All rows by type, in the order in which the types come first; one group for a few rows."""

    is_long: bool
    """Whether there are so many that groups are better closed at first."""


def participant_table(
    entries: Sequence[dict[str, Any]], networks: Mapping[str, list[Step]] | None = None
) -> ParticipantTable:
    """Actors of an example or members of a network as a table without empty columns.

    ``networks`` holds links to further networks by the partner's code.
    """
    texts = [{name: _cell(entry, name) for name in COLUMNS} for entry in entries]
    used = [name for name in COLUMNS if any(text[name] for text in texts)]
    rows = []
    for entry, text in zip(entries, texts, strict=True):
        organisation = entry.get("organisation") or {}
        kind = entry.get("type") or organisation.get("type")
        rows.append(
            Participant(
                name=organisation.get("name", ""),
                url=web_address(organisation.get("url")),
                type=label_of(kind, "organisation-types"),
                cells=[(str(COLUMNS[name]), text[name]) for name in used],
                also_in=(networks or {}).get(partner_code(organisation), []),
            )
        )
    return ParticipantTable(
        columns=[str(COLUMNS[name]) for name in used],
        rows=rows,
        groups=_groups(rows),
        is_long=len(rows) > LONG,
    )


def _groups(rows: list[Participant]) -> list[ParticipantGroup]:
    by_type: dict[str, list[Participant]] = {}
    for row in rows:
        by_type.setdefault(row.type, []).append(row)
    if len(rows) <= FEW or len(by_type) == 1:
        return [ParticipantGroup(title="", rows=rows)]
    return [
        ParticipantGroup(title=type or str(_("Without a type")), rows=members)
        for type, members in by_type.items()
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A source of funding; ``start`` and ``width`` are its place in the bar, such as "40.5%"."""

    number: int
    label: str
    note: str
    percent: str
    start: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingMix:
    shares: list[Share]
    is_drawn: bool
    """Whether there are shares to draw; without, the list of sources says all there is."""


def funding_mix(entries: Sequence[dict[str, Any]]) -> FundingMix:
    """The funding of a network. Shares that make more than 100 together are drawn in proportion."""
    whole = max(100, sum(_share(entry) for entry in entries))
    shares, start = [], 0.0
    for number, entry in enumerate(entries, start=1):
        width = 100 * _share(entry) / whole
        shares.append(
            Share(
                number=number,
                label=label_of(entry.get("kind"), "funding-kinds")
                or entry.get("programme")
                or entry.get("funder", ""),
                note=entry.get("note", ""),
                percent=number_in_words(entry["share"]) if "share" in entry else "",
                # Written by hand, so that no language puts a comma into an attribute.
                start=f"{start:.2f}%",
                width=f"{width:.2f}%",
            )
        )
        start += width
    return FundingMix(shares=shares, is_drawn=any(_share(entry) for entry in entries))


def _cell(entry: dict[str, Any], name: str) -> str:
    text = str(entry.get(name) or "")
    if name != "role" or not entry.get("since"):
        return text
    since = period_in_words({"from": entry["since"]})
    return f"{text}, {since}" if text else since


def _share(entry: dict[str, Any]) -> float:
    share = entry.get("share", 0)
    return max(0.0, float(share)) if isinstance(share, int | float) else 0.0
