"""Timing in turns, so that a busy machine slows all alike, and the table of the results."""

import cProfile
import gc
import json
import math
import pstats
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Work = Callable[[], Any]
Clock = Callable[[], float]

# Figures that every row may have, in the order of the table; others stand behind them.
COLUMNS = ("ours_ms", "p95_ms", "peer_ms", "floor_ms", "vs_peer", "vs_floor")
EXTRAS = (
    *("queries", "http_ms", "per_second", "level", "rss_mb", "rss_growth_mb"),
    *("processor_ms", "busy_processors", "locks_percent"),
    *("gzip_kb", "peer_gzip_kb", "demand_kb", "requests", "peer_requests", "kept", "foreign"),
)
# Functions of a profile that are shown.
PROFILED = 40
# What is better when it is more; of everything else less is better.
MORE_IS_BETTER = frozenset({"vs_peer", "level"})


@dataclass
class Report:
    """The results of one benchmark: rows for people, and one line for machines."""

    bench: str
    database: str = "sqlite"
    is_tiny: bool = False
    """Whether only to show that it works: few documents, one round. Its figures say nothing."""

    clock: Clock = time.perf_counter
    """``time.process_time`` counts only what this process itself computes: for looking for what is
    slow on a busy machine. A database server's work is not in it."""

    is_profiled: bool = False
    """Whether to show which functions the time goes to."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def size(self, count: int, *, tiny: int = 12) -> int:
        """``count``, or few where the benchmark only has to show that it works."""
        return min(count, tiny) if self.is_tiny else count

    def add(
        self,
        case: str,
        *,
        ours: Work,
        peer: Work | None = None,
        floor: Work | None = None,
        rounds: int = 30,
        before: Work | None = None,
        profiled: Work | None = None,
        aims: dict[str, float] | None = None,
        because: str = "",
        **more: Any,
    ) -> dict[str, Any]:
        """Time the three in turns, and return the row.

        ``before`` is done before each of them, and its time is not counted; ``profiled`` is what
        a profile shows in the place of ours, where that works in threads. ``aims``: ``vs_peer`` at
        least, everything else at most; ``more`` are further figures, such as ``queries``, which may
        have aims too. ``because`` says why one is missed, where it is.
        """
        given = {"ours": ours, "peer": peer, "floor": floor}
        works = {name: work for name, work in given.items() if work}
        rounds = 1 if self.is_tiny else rounds
        times = time_in_turns(works, rounds, self.clock, before=before)
        self.profile(profiled or ours, before)
        return self.add_times(case, times, aims=aims, because=because, **more)

    def profile(self, ours: Work, before: Work | None = None) -> None:
        """Where the time of ``ours`` goes, if that was asked for: the functions, by their own time
        and by the time of all that they call."""
        if not self.is_profiled:
            return
        if before:
            before()
        profiler = cProfile.Profile(self.clock)
        profiler.runcall(ours)
        for order in ("tottime", "cumtime"):
            print(f"\n{self.bench}, by {order}")
            pstats.Stats(profiler).sort_stats(order).print_stats(PROFILED)

    def add_times(
        self,
        case: str,
        times: dict[str, list[float]],
        *,
        aims: dict[str, float] | None = None,
        because: str = "",
        **more: Any,
    ) -> dict[str, Any]:
        """The same for seconds that were taken elsewhere: ``ours``, ``peer`` and ``floor``."""
        row: dict[str, Any] = {"bench": self.bench, "case": case, "database": self.database}
        for name, seconds in times.items():
            row[f"{name}_ms"] = round(median(seconds) * 1000, 3)
        row["p95_ms"] = round(percentile(times["ours"], 95) * 1000, 3)
        if "peer" in times:
            row["vs_peer"] = round(median(times["peer"]) / median(times["ours"]), 2)
        if "floor" in times:
            row["vs_floor"] = round(median(times["ours"]) / median(times["floor"]), 2)
        row |= more
        if self.clock is time.process_time:
            row["clock"] = "processor"
        row["aims"] = aims or {}
        row["missed"] = missed(row, row["aims"])
        row["because"] = because if row["missed"] else ""
        self.rows.append(row)
        return row

    def print(self) -> None:
        """The table, and last the line of JSON of each case."""
        print_table(self.rows)
        print_lines(self.rows)


def print_table(rows: Iterable[dict[str, Any]]) -> None:
    """What was measured, for people; a missed aim stands plainly behind its row."""
    rows = list(rows)
    width = max([len(_name(row)) for row in rows], default=0) + 2
    print(f"\n{'':<{width}}" + "".join(f"{name:>11}" for name in COLUMNS))
    for row in rows:
        cells = "".join(f"{_cell(row.get(name)):>11}" for name in COLUMNS)
        print(f"{_name(row):<{width}}{cells}  {verdict(row)}")


def print_lines(rows: Iterable[dict[str, Any]]) -> None:
    """One line of JSON for each case."""
    for row in rows:
        print(json.dumps(row, ensure_ascii=False), flush=True)


def verdict(row: dict[str, Any]) -> str:
    """The figures beside the table's columns, and whether the aims are met."""
    extras = [f"{name} {row[name]:g}" for name in EXTRAS if name in row]
    if "clock" in row:
        extras.append("processor time")
    if not row["aims"]:
        said = "no aim"
    elif row["missed"]:
        said = "; ".join(row["missed"])
        said += f" ({row['because']})" if row["because"] else ""
    else:
        said = "aims met"
    return ", ".join([*extras, said])


def _name(row: dict[str, Any]) -> str:
    database = "" if row["database"] == "sqlite" else f" [{row['database']}]"
    return f"{row['bench']}: {row['case']}{database}"


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:,.2f}"


def time_in_turns(
    works: dict[str, Work],
    rounds: int,
    clock: Clock = time.perf_counter,
    *,
    before: Work | None = None,
) -> dict[str, list[float]]:
    """Seconds of each round, after one that is not counted; nor is what is done before each."""
    times: dict[str, list[float]] = {name: [] for name in works}
    names = list(works)
    gc.collect()
    for number in range(rounds + 1):
        for name in names:
            if before:
                before()
            begin = clock()
            works[name]()
            if number:
                times[name].append(clock() - begin)
        # Each is the first of a round as often as the others.
        names.append(names.pop(0))
    return times


def missed(row: dict[str, Any], aims: dict[str, float]) -> list[str]:
    """Which aims the figures do not reach, in words."""
    said = []
    for name, aim in aims.items():
        at_least = name in MORE_IS_BETTER
        if row[name] < aim if at_least else row[name] > aim:
            said.append(f"MISSED {name}: aim {'≥' if at_least else '≤'} {aim:g}")
    return said


def median(values: list[float]) -> float:
    return percentile(values, 50)


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * part / 100) - 1)]
