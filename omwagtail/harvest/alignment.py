"""Which parts of two sequences are the same: the shortest way from one to the other (Myers 1986).

Its work is bounded beforehand, whatever the sequences hold; that is why it is not difflib's, whose
worst case grows with the cube of the length.
"""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

# More differences than this between two texts are no changes, but another text.
MAX_STEPS = 300
# Comparisons that one text may cost, and all texts of two documents together.
WORK_PER_TEXT, WORK_PER_DOCUMENT = 500_000, 2_000_000


class Run(NamedTuple):
    """``old[begin:end]`` stands where ``new[new_begin:new_end]`` does; ``same`` if they are
    equal."""

    same: bool
    begin: int
    end: int
    new_begin: int
    new_end: int


class Allowance:
    """How many comparisons are left for two documents."""

    def __init__(self, work: int = WORK_PER_DOCUMENT) -> None:
        self.left = work


def align(
    old: Sequence[Hashable], new: Sequence[Hashable], allowance: Allowance
) -> list[Run] | None:
    """Runs from the beginning to the end of both; None where that would cost too much."""
    start, stop = 0, 0
    shorter = min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    while stop < shorter - start and old[-1 - stop] == new[-1 - stop]:
        stop += 1
    middle = _align(old[start : len(old) - stop], new[start : len(new) - stop], allowance)
    if middle is None:
        return None
    runs = [Run(True, 0, start, 0, start)]
    runs += [Run(run.same, *(place + start for place in run[1:])) for run in middle]
    runs.append(Run(True, len(old) - stop, len(old), len(new) - stop, len(new)))
    return [run for run in runs if run.begin < run.end or run.new_begin < run.new_end]


def _align(
    old: Sequence[Hashable], new: Sequence[Hashable], allowance: Allowance
) -> list[Run] | None:
    if not old or not new:
        return [Run(False, 0, len(old), 0, len(new))]
    work = min(WORK_PER_TEXT, allowance.left)
    steps = min(MAX_STEPS, work // (len(old) + len(new)), len(old) + len(new))
    # Each round looks at one more diagonal, and never twice at one place of a diagonal.
    allowance.left -= min(allowance.left, (steps + 1) * (len(old) + len(new)))
    trail = _walk(old, new, steps)
    return None if trail is None else _runs(trail, len(old), len(new))


def _walk(
    old: Sequence[Hashable], new: Sequence[Hashable], steps: int
) -> list[dict[int, int]] | None:
    """How far each diagonal was reached, round by round, until the end was."""
    reached = {1: 0}
    trail: list[dict[int, int]] = []
    for step in range(steps + 1):
        trail.append(reached.copy())
        for diagonal in range(-step, step + 1, 2):
            x = _before(reached, diagonal, step)
            y = x - diagonal
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            reached[diagonal] = x
            if x >= len(old) and y >= len(new):
                return trail
    return None


def _before(reached: dict[int, int], diagonal: int, step: int) -> int:
    if _came_from_above(reached, diagonal, step):
        return reached[diagonal + 1]
    return reached[diagonal - 1] + 1


def _came_from_above(reached: dict[int, int], diagonal: int, step: int) -> bool:
    return diagonal == -step or (diagonal != step and reached[diagonal - 1] < reached[diagonal + 1])


def _runs(trail: list[dict[int, int]], x: int, y: int) -> list[Run]:
    """The way back from the end, as runs from the beginning."""
    runs: list[Run] = []
    for step in range(len(trail) - 1, -1, -1):
        reached = trail[step]
        diagonal = x - y
        above = _came_from_above(reached, diagonal, step)
        start_x = reached[diagonal + 1] if above else reached[diagonal - 1]
        start_y = start_x - (diagonal + 1 if above else diagonal - 1)
        middle_x = start_x if above else start_x + 1
        middle_y = middle_x - diagonal
        if x > middle_x:
            runs.append(Run(True, middle_x, x, middle_y, y))
        if step:
            runs.append(Run(False, start_x, middle_x, start_y, middle_y))
        x, y = start_x, start_y
    return _joined(reversed(runs))


def _joined(runs) -> list[Run]:
    """Neighbours of one kind as one."""
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1].same == run.same:
            last = joined.pop()
            run = Run(run.same, last.begin, run.end, last.new_begin, run.new_end)
        joined.append(run)
    return joined
