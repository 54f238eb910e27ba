"""Timing in turns, so that a busy machine slows all alike, and the table of the results."""

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Work = Callable[[], Any]


@dataclass
class Report:
    """The results of one benchmark: rows for people, and one line for machines."""

    bench: str
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self,
        case: str,
        *,
        ours: Work,
        peer: Work | None = None,
        floor: Work | None = None,
        rounds: int = 30,
        aims: dict[str, float] | None = None,
        **more: Any,
    ) -> None:
        """Time the three in turns; ``aims``: ``vs_peer`` at least, everything else at most."""
        works = {"ours": ours, "peer": peer, "floor": floor}
        times = time_in_turns({name: work for name, work in works.items() if work}, rounds)
        row: dict[str, Any] = {"bench": self.bench, "case": case}
        for name, seconds in times.items():
            row[f"{name}_ms"] = round(median(seconds) * 1000, 3)
        row["p95_ms"] = round(percentile(times["ours"], 95) * 1000, 3)
        if peer:
            row["vs_peer"] = round(median(times["peer"]) / median(times["ours"]), 2)
        if floor:
            row["vs_floor"] = round(median(times["ours"]) / median(times["floor"]), 2)
        row |= more
        row["missed"] = missed(row, aims or {})
        self.rows.append(row)

    def print(self) -> None:
        """The table, and last the line of JSON of each case."""
        names = ("ours_ms", "p95_ms", "peer_ms", "floor_ms", "vs_peer", "vs_floor")
        print(f"\n{self.bench:<34}" + "".join(f"{name:>11}" for name in names))
        for row in self.rows:
            cells = "".join(f"{row.get(name, '-'):>11}" for name in names)
            print(f"{row['case']:<34}{cells}  {'; '.join(row['missed']) or 'aims met'}")
        for row in self.rows:
            print(json.dumps(row, ensure_ascii=False))


def time_in_turns(works: dict[str, Work], rounds: int) -> dict[str, list[float]]:
    """Seconds of each round, after one that is not counted."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            begin = time.perf_counter()
            work()
            if number:
                times[name].append(time.perf_counter() - begin)
    return times


def missed(row: dict[str, Any], aims: dict[str, float]) -> list[str]:
    """Which aims the figures do not reach, in words."""
    said = []
    for name, aim in aims.items():
        at_least = name == "vs_peer"
        if row[name] < aim if at_least else row[name] > aim:
            said.append(f"MISSED {name}: aim {'≥' if at_least else '≤'} {aim:g}")
    return said


def median(values: list[float]) -> float:
    return percentile(values, 50)


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * part / 100) - 1)]
