"""The one error of this room."""

from typing import Literal

from omwagtail.documents.limits import MAX_MESSAGE

ErrorCode = Literal[
    "too-large",  # more bytes than the limit
    "too-deep",  # more levels than the limit
    "bad-json",  # not JSON in UTF-8, or a character or number that the protocol forbids
    "duplicate-key",  # an object names a member twice
    "schema",  # a member is missing, of the wrong kind, or outside its bounds
    "wrong-version",  # not om/1
    "wrong-type",  # not one of the four types
    "bad-origin",
    "bad-url",  # an address that does not belong to the document's origin
    "bad-encoding",  # base64url that is not in its one exact form
    "bad-key",  # a public key that nobody may use
    "wrong-key",  # signed with another key than the one at hand
    "bad-signature",
]


class DocumentError(ValueError):
    """A document, envelope, key or origin that the protocol does not allow.

    `code` is stable and meant for programs; `message` is an English sentence for operators, of
    bounded length, which names the member and never repeats more than a few characters of it.
    """

    def __init__(self, code: ErrorCode, message: str) -> None:
        if len(message) > MAX_MESSAGE:
            message = message[: MAX_MESSAGE - 1] + "…"
        super().__init__(message)
        self.code: ErrorCode = code
        self.message = message

    def __reduce__(self) -> tuple[type["DocumentError"], tuple[ErrorCode, str]]:
        # Exceptions are rebuilt from their arguments, and a worker's travels to its parent.
        return type(self), (self.code, self.message)


def excerpt(value: str, length: int = 40) -> str:
    """The beginning of an untrusted text, quoted, in plain ASCII: safe in a message or a log."""
    shown = ascii(value[:length])
    return shown if len(value) <= length else shown[:-1] + "..." + shown[-1]
