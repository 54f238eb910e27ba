"""What one fetch may cost: time and bytes, counted where they are spent."""

from time import monotonic

from .exceptions import TooLarge, TooSlow


class Budget:
    """The time and the wire bytes that one fetch may still use.

    Every operation of the socket asks here first. A socket's own timeout starts again with each
    byte that arrives, so a server that drips would never run into it; this deadline does not move.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._deadline = monotonic() + seconds
        self._received = 0
        self._allowed = 0
        self._code = "too-large"

    @property
    def is_over(self) -> bool:
        return monotonic() >= self._deadline

    def remaining_seconds(self) -> float:
        """Seconds until the deadline, above zero. Raises TooSlow."""
        seconds = self._deadline - monotonic()
        if seconds <= 0:
            raise self.too_slow()
        return seconds

    def too_slow(self) -> TooSlow:
        return TooSlow("too-slow", f"The answer did not arrive within {self.seconds:g} seconds.")

    def allow_bytes(self, count: int, code: str) -> None:
        """From now on let `count` more bytes arrive; one too many is TooLarge with this code."""
        self._allowed = self._received + count
        self._code = code

    def spend_bytes(self, count: int) -> None:
        """Note that `count` bytes arrived. Raises TooLarge."""
        self._received += count
        if self._received > self._allowed:
            raise TooLarge(self._code, "The server sent more than it is allowed to.")
