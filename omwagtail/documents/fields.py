"""The kinds of values that a document's members have, each with its rule and its message.

All are strict: a number in quotes is not a number, null is not an absent member.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    FailFast,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
    ValidationInfo,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from omwagtail.documents.exceptions import DocumentError
from omwagtail.documents.limits import (
    MAX_CODE,
    MAX_HTML,
    MAX_LABEL,
    MAX_LINE,
    MAX_LIST,
    MAX_NUMBER,
    MAX_REV,
    MAX_TEXT,
    MAX_URL,
)
from omwagtail.documents.origin import check_origin
from omwagtail.documents.times import (
    DAY,
    PARTIAL_DATE,
    TIMESTAMP,
    check_day,
    check_partial_date,
    parse_timestamp,
)

DOCUMENT_ID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# No user name before the host: it makes an address look like another's.
WEB_URL = re.compile(
    r"[Hh][Tt][Tt][Pp][Ss]?://[^\s\x00-\x20\x7f\"<>\\^`{|}/?#@]+"
    r"([/?#][^\s\x00-\x20\x7f\"<>\\^`{|}]*)?"
)

T = TypeVar("T")


class WhenPresent:
    """A member that may be absent (then None), but never null: there is one way to say nothing."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = handler(source)
        return schema["schema"] if schema["type"] == "nullable" else schema


Maybe = Annotated[T | None, WhenPresent()]
# A list stops at its first fault: one document can hold some hundred thousand, and a person
# mends them one by one anyway.
Many = Annotated[list[T], Field(max_length=MAX_LIST), FailFast()]


@dataclass(frozen=True)
class Says:
    """Gives a kind of value one message for whatever is wrong with it: "must be …"."""

    message: str
    code: str = "schema"

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.custom_error_schema(
            handler(source), custom_error_type=self.code, custom_error_message=self.message
        )


def _pattern(expression: re.Pattern[str], max_length: int) -> StringConstraints:
    # The engine is pydantic's: linear in time, and its $ never matches before a line break.
    return StringConstraints(pattern=f"^(?:{expression.pattern})$", max_length=max_length)


def _check_origin(origin: str, info: ValidationInfo) -> str:
    context = info.context or {}
    try:
        return check_origin(
            origin, allow_loopback_http=bool(context.get("allow_loopback_http", False))
        )
    except DocumentError as error:
        raise PydanticCustomError("bad-origin", "{reason}", {"reason": error.message}) from None


def _check_timestamp(text: str) -> str:
    parse_timestamp(text)
    return text


Title = Annotated[
    str,
    StringConstraints(pattern=r"\S", max_length=MAX_LINE),
    Says(f"must be a text that is not blank, of at most {MAX_LINE} characters"),
]
Label = Annotated[str, StringConstraints(max_length=MAX_LABEL)]
Line = Annotated[str, StringConstraints(max_length=MAX_LINE)]
Text = Annotated[str, StringConstraints(max_length=MAX_TEXT)]
# Rich text: HTML of the closed list of elements, see sanitising. It is read as it was signed.
Html = Annotated[str, StringConstraints(max_length=MAX_HTML)]

WebUrl = Annotated[
    str,
    _pattern(WEB_URL, MAX_URL),
    Says("must be a web address that begins with https:// or http:// and names no user"),
]
Email = Annotated[
    str,
    StringConstraints(pattern=r"^[^\s@<>\"(),:;\\]+@[^\s@<>\"(),:;\\]+$", max_length=254),
    Says("must be an e-mail address"),
]

DocumentId = Annotated[
    str, _pattern(DOCUMENT_ID, 45), Says("must be urn:uuid: and a lower-case UUID")
]
Origin = Annotated[str, AfterValidator(_check_origin)]
Revision = Annotated[
    int, Field(ge=1, le=MAX_REV), Says("must be a whole number from 1 to 2^53 - 1")
]
LanguageTag = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", max_length=35),
    Says("must be a language tag of BCP 47, such as de or de-AT"),
]
Sha256 = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{64}$"), Says("must be 64 lower-case hex digits")
]

Timestamp = Annotated[
    str,
    _pattern(TIMESTAMP, 20),
    AfterValidator(_check_timestamp),
    Says("must be a time in UTC that exists, such as 2026-03-31T09:30:00Z"),
]
Day = Annotated[
    str,
    _pattern(DAY, 10),
    AfterValidator(check_day),
    Says("must be a day that exists, such as 2026-03-31"),
]
PartialDate = Annotated[
    str,
    _pattern(PARTIAL_DATE, 10),
    AfterValidator(check_partial_date),
    Says("must be a year, month or day that exists, such as 2026, 2026-03 or 2026-03-31"),
]
Year = Annotated[int, Field(ge=1, le=9999), Says("must be a year, a whole number")]

Count = Annotated[int, Field(ge=0, le=MAX_NUMBER)]
Bytes = Annotated[int, Field(ge=0, le=MAX_REV)]
Percent = Annotated[int, Field(ge=0, le=100), Says("must be a whole number from 0 to 100")]
Share = Annotated[
    Annotated[int, Field(ge=0, le=100)] | Annotated[float, Field(ge=0, le=100)],
    Says("must be a number from 0 to 100"),
]
Amount = Annotated[
    int | float | Label, Says(f"must be a number or a text of at most {MAX_LABEL} characters")
]

CODE_RULE = f"at most {MAX_CODE} letters, digits, dots, colons, hyphens, beginning with a letter"
Code = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]*$", max_length=MAX_CODE),
    Says(f"must be a code: {CODE_RULE} or digit"),
]
# Ids inside a check: they become names of form fields and anchors.
LocalId = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=MAX_CODE),
    Says(f"must be an id of at most {MAX_CODE} letters, digits, hyphens and underscores"),
]
