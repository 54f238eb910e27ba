"""How far a long command is, for whoever waits at a terminal; plain lines for everybody else."""

import time
from typing import TextIO

WIDTH = 24
# Seconds between two drawings: often enough for an eye.
PAUSE = 0.1
ERASE = "\r\033[K"


class Progress:
    """A bar with a rate and the time that is left, on the last line of a terminal.

    ``total`` may be unknown (None), or turn out too low. Where ``stream`` is no terminal nothing
    is drawn. Use it as a context; lines that stay are written with ``say``.
    """

    def __init__(self, stream: TextIO, what: str, total: int | None = None) -> None:
        self._stream, self._what, self._total = stream, what, total
        self._is_drawn = stream.isatty()
        self._done, self._began, self._drawn = 0, time.monotonic(), 0.0

    def __enter__(self) -> "Progress":
        self._draw()
        return self

    def __exit__(self, *args: object) -> None:
        self._write(ERASE)

    @property
    def is_drawn(self) -> bool:
        """Whether somebody sees the bar."""
        return self._is_drawn

    def reach(self, done: int) -> None:
        """So many are done in all."""
        self._done = done
        if time.monotonic() - self._drawn >= PAUSE:
            self._draw()

    def advance(self) -> None:
        """One more is done."""
        self.reach(self._done + 1)

    def say(self, line: str, stream: TextIO) -> None:
        """Write a line that stays above the bar."""
        self._write(ERASE)
        stream.write(f"{line}\n")
        stream.flush()
        self._draw()

    def _draw(self) -> None:
        self._drawn = time.monotonic()
        seconds = self._drawn - self._began
        self._write(ERASE + describe(self._what, self._done, self._total, seconds))

    def _write(self, text: str) -> None:
        if self._is_drawn:
            self._stream.write(text)
            self._stream.flush()


def describe(what: str, done: int, total: int | None, seconds: float) -> str:
    """``sources [######------] 12/24  4.0/s  0:03 left``; without a total no bar and no rest."""
    rate = done / seconds if seconds > 0 else 0.0
    said = f"{rate:,.1f}/s" if rate < 100 else f"{rate:,.0f}/s"
    if total is None:
        return f"{what} {done:,}  {said}"
    total = max(total, done)
    filled = WIDTH * done // total if total else WIDTH
    bar = "#" * filled + "-" * (WIDTH - filled)
    left = f"{_minutes((total - done) / rate)} left" if rate else "? left"
    return f"{what} [{bar}] {done:,}/{total:,}  {said}  {left}"


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
