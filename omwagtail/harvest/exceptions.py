"""Why something in this room did not work. The messages are sentences for the operator."""


class HarvestError(Exception):
    """The source cannot be read now; it is tried again later."""

    def __init__(self, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        # Seconds for which the source asked to be left alone.
        self.retry_after = retry_after


class SourceStopped(HarvestError):
    """Something changed that a person must look at, such as the source's key."""


class SourceMoved(HarvestError):
    """The source leads to another site, at ``origin``; that proves nothing yet."""

    def __init__(self, message: str, *, origin: str) -> None:
        super().__init__(message)
        self.origin = origin


class CursorExpired(HarvestError):
    """The source does not know our cursor any more: a full pass is needed."""


class FeedStuck(HarvestError):
    """The feed promises more behind the cursor that it was given (rule 15)."""


class LeaseLost(HarvestError):
    """Another worker has taken the source over; nothing of this page was stored."""


class DecisionRefused(Exception):
    """What a person decided about cannot be done any more, for example because it changed."""
