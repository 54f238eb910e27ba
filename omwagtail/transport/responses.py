"""A server's answer: what a caller gets, and how it is read within its limits."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType

from requests import Response as Answer
from requests.structures import CaseInsensitiveDict

from .addresses import Target
from .budget import Budget
from .connections import READ_BYTES
from .exceptions import BadResponse, FetchError, TooLarge
from .failures import plain_errors

# Answers other than 2xx that mean something to a caller (PROTOCOL.md, feed and subscriber).
SPEAKING_STATUSES = frozenset({304, 404, 410, 421, 429, 503})
# Why a server said no is worth a page of text, not more.
MAX_EXPLANATION_BYTES = 65_536
# Chunk sizes and the like come on top of the body. One that costs more is not honest.
FRAMING_BYTES = 65_536
# The longest pause between two harvests, so a longer Retry-After changes nothing.
MAX_RETRY_AFTER = 86_400

ACCEPTED_ENCODINGS = "gzip, deflate"
# 32 makes zlib tell gzip and deflate apart by their first bytes.
_GZIP_OR_DEFLATE = 32 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What came back: status 2xx, or one of 304, 404, 410, 421, 429, 503.

    `body` is decoded. With a status other than 2xx it is an explanation that the server may give,
    empty if it was too long, late or broken. `retry_after` is in seconds, from 0 to a day, or None
    where the server did not ask for a pause. `url` is the final one, after redirects.
    """

    url: str
    status: int
    headers: Mapping[str, str]  # names are matched in any case
    body: bytes = b""
    retry_after: int | None = None

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def media_type(self) -> str:
        """The media type in lower case without parameters; empty where the server named none."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def read_response(answer: Answer, *, target: Target, max_bytes: int, budget: Budget) -> Response:
    """Read an answer whose body is still on the wire. Raises FetchError."""
    status = answer.status_code
    if not (200 <= status < 300 or status in SPEAKING_STATUSES):
        raise BadResponse("status", f"The server answered with status {status}.", status)
    if 200 <= status < 300:
        body = _read_body(answer, target, max_bytes, budget)
    else:
        body = _read_explanation(answer, target, budget)
    return Response(
        url=target.url,
        status=status,
        headers=MappingProxyType(CaseInsensitiveDict(answer.headers)),
        body=body,
        retry_after=parse_retry_after(answer.headers.get("Retry-After")),
    )


def parse_retry_after(value: str | None, *, now: datetime | None = None) -> int | None:
    """Seconds to wait by a Retry-After header in either form (RFC 9110, 10.2.3), 0 to a day.

    None for no header, or one that cannot be read.
    """
    if value is None or len(value) > 100:
        return None
    value = value.strip(" \t")
    if re.fullmatch(r"[0-9]+", value, re.ASCII):
        return min(int(value), MAX_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(value)
        pause = moment.replace(tzinfo=moment.tzinfo or UTC) - (now or datetime.now(UTC))
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0, min(round(pause.total_seconds()), MAX_RETRY_AFTER))


def _read_body(answer: Answer, target: Target, max_bytes: int, budget: Budget) -> bytes:
    _check_length(answer.headers, max_bytes)
    decoder = _decoder_of(answer.headers)
    # Compressed data may be slightly larger than what it holds, hence the eighth.
    budget.allow_bytes(max_bytes + max_bytes // 8 + FRAMING_BYTES, "too-large")
    body = bytearray()
    with plain_errors(target.host, budget):
        # urllib3 would decode too, but takes a compressed stream that was cut off for a whole one.
        while chunk := answer.raw.read(READ_BYTES, decode_content=False):
            body += decoder.decode(chunk, max_bytes + 1 - len(body)) if decoder else chunk
            if len(body) > max_bytes:
                raise _too_large(max_bytes)
    if decoder:
        decoder.finish()
    return bytes(body)


def _read_explanation(answer: Answer, target: Target, budget: Budget) -> bytes:
    """The body of a refusal. Its status counts, so whatever is wrong with the body is let be."""
    try:
        return _read_body(answer, target, MAX_EXPLANATION_BYTES, budget)
    except FetchError:
        return b""


class _Decoder:
    """Inflates a body piece by piece, never beyond what is asked for."""

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(_GZIP_OR_DEFLATE)
        self._has_begun = False

    def decode(self, chunk: bytes, limit: int) -> bytes:
        self._has_begun = True
        try:
            decoded = self._inflater.decompress(chunk, limit)
        except zlib.error as error:
            raise self._broken() from error
        if self._inflater.unused_data:
            raise self._broken()
        return decoded

    def finish(self) -> None:
        if self._has_begun and not self._inflater.eof:
            raise BadResponse("short-body", "The compressed answer ends too early.")

    @staticmethod
    def _broken() -> BadResponse:
        return BadResponse("bad-encoding", "The compressed answer cannot be decompressed.")


def _decoder_of(headers: Mapping[str, str]) -> _Decoder | None:
    encoding = headers.get("Content-Encoding", "").strip(" \t").lower()
    if encoding in ("", "identity"):
        return None
    if encoding in ("gzip", "x-gzip", "deflate"):
        return _Decoder()
    raise BadResponse("bad-encoding", "The answer is compressed in a way that was not asked for.")


def _check_length(headers: Mapping[str, str], max_bytes: int) -> None:
    if headers.get("Transfer-Encoding", "chunked").strip(" \t").lower() != "chunked":
        raise BadResponse("bad-encoding", "The answer is framed in a way that was not asked for.")
    length = headers.get("Content-Length")
    if length is None:
        return
    if not re.fullmatch(r"[0-9]{1,18}", length.strip(" \t"), re.ASCII):
        raise BadResponse("bad-length", "The answer gives its length in a form that is no number.")
    if int(length) > max_bytes:
        raise _too_large(max_bytes)


def _too_large(max_bytes: int) -> TooLarge:
    return TooLarge("too-large", f"The answer is larger than {max_bytes} bytes.")
