"""Reading the file of a check: either all of it is right, or sentences say what is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, ngettext
from pydantic import ValidationError as ShapeError
from pydantic_core import ErrorDetails
from wagtail import blocks

from omwagtail.content.check_hints import WRONG
from omwagtail.documents import MAX_DOCUMENT_BYTES, CheckBody, DocumentError, parse_json
from omwagtail.questionnaires import find_problems
from omwagtail.questionnaires.problems import MESSAGES

KIND = "om-check/"
VERSION = "1"
MAX_TITLE = 255
MAX_SUMMARY = 1000
# More at once is not read; the rest comes with the next try.
SHOWN = 10
STREAMS = ("levels", "sections", "bands", "completion", "plan")


class CheckFileError(Exception):
    """A file that cannot be taken over. ``sentences`` say why, in the reader's language."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = list(sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFile:
    """A file that was read and is right."""

    content: dict[str, Any]
    title: str
    language: str


def read_check(text: bytes) -> CheckFile:
    """Raises CheckFileError for whatever no page could take over."""
    content = _parsed(text)
    kind = content.get("format") if isinstance(content, dict) else None
    if not isinstance(kind, str) or not kind.startswith(KIND):
        raise CheckFileError(
            gettext("This is not the file of a check: “format” must be “om-check/1”.")
        )
    if kind != KIND + VERSION:
        raise CheckFileError(
            gettext("The file was written by a newer version of this software. Ask for an update.")
        )
    faults = [*_faults_of_frame(content), *_faults_of_body(content.get("body"))]
    if faults:
        raise CheckFileError(*_limited(faults))
    return CheckFile(
        content=content,
        title=content["title"].strip(),
        language=content.get("language") or "",
    )


def check_blocks(check: models.Model) -> None:
    """Raise CheckFileError for what the form of ``check`` would refuse; blanks are fine."""
    faults: list[str] = []
    for name in STREAMS:
        field = check._meta.get_field(name)
        try:
            field.stream_block.clean(getattr(check, name))
        except ValidationError as error:
            faults += _faults_of_blocks(error, field.stream_block, [str(field.verbose_name)])
    if faults:
        raise CheckFileError(*_limited(faults))


def _parsed(text: bytes) -> Any:
    try:
        # Some editors put a mark before the text.
        return parse_json(text.removeprefix(b"\xef\xbb\xbf"))
    except DocumentError as error:
        raise CheckFileError(_sentence_on_text(error)) from None


def _sentence_on_text(error: DocumentError) -> str:
    match error.code:
        case "too-large":
            return gettext("The file is larger than %(kilobytes)s kilobytes.") % {
                "kilobytes": MAX_DOCUMENT_BYTES // 1024
            }
        case "too-deep":
            return gettext("The file is nested too deeply.")
        case "duplicate-key":
            return gettext("A member stands twice in one object: %(reason)s") % {
                "reason": error.message
            }
    return gettext("The file is not JSON as it should be: %(reason)s") % {"reason": error.message}


def _faults_of_frame(content: dict[str, Any]) -> Iterator[str]:
    title = content.get("title")
    if not isinstance(title, str) or not title.strip() or len(title) > MAX_TITLE:
        yield gettext("“title” must be a text of at most %(count)s characters.") % {
            "count": MAX_TITLE
        }
    for name, most in (("summary", MAX_SUMMARY), ("language", 35)):
        value = content.get(name)
        if value is not None and (not isinstance(value, str) or len(value) > most):
            text = gettext("“%(name)s” must be a text of at most %(count)s characters.")
            yield text % {"name": name, "count": most}


def _faults_of_body(body: Any) -> Iterator[str]:
    try:
        CheckBody.model_validate(body)
    except ShapeError as error:
        details = error.errors(include_url=False, include_input=False)
        if all(detail["type"] == "schema" for detail in details):
            # Repeated ids, mostly: those have sentences of their own.
            yield from _repetitions(body) or [_sentence_on_shape(detail) for detail in details]
        else:
            yield from map(_sentence_on_shape, details)
    else:
        yield from _repetitions(body)


def _repetitions(body: dict[str, Any]) -> list[str]:
    return [
        gettext(MESSAGES[problem.code]) % problem.params
        for problem in find_problems(body)
        if problem.code in WRONG or problem.code == "duplicate-column-key"
    ]


def _sentence_on_shape(detail: ErrorDetails) -> str:
    steps = [str(step + 1) if isinstance(step, int) else step for step in detail["loc"]]
    context = detail.get("ctx", {})
    most = context.get("max_length") or context.get("le")
    match detail["type"]:
        case "missing":
            text = gettext("%(place)s: this is missing.")
        case "string_too_long":
            text = gettext("%(place)s: this may have %(most)s characters at most.")
        case "too_long":
            text = gettext("%(place)s: these may be %(most)s at most.")
        case "greater_than_equal" | "less_than_equal":
            text = gettext("%(place)s: this number is too small or too large.")
        case "string_type":
            text = gettext("%(place)s: this must be a text.")
        case "int_type" | "int_from_float":
            text = gettext("%(place)s: this must be a whole number.")
        case "list_type":
            text = gettext("%(place)s: this must be a list.")
        case _:
            text = gettext("%(place)s: this is not what may stand here.")
    return text % {"place": " › ".join(["body", *steps]), "most": most}


def _faults_of_blocks(
    error: ValidationError, block: blocks.Block, path: list[str]
) -> Iterator[str]:
    """Each fault with the labels of the blocks around it."""
    if not hasattr(error, "block_errors"):
        wrong = [each for each in error.error_list if each.code != "required"]
        place = " › ".join(path)
        yield from (f"{place}: {message}" for each in wrong for message in each.messages)
        return
    for step, child_error in error.block_errors.items():
        child = _child_of(block, step)
        label = str(child.label)
        shown = f"{label} {step + 1}" if isinstance(step, int) else label
        yield from _faults_of_blocks(child_error, child, [*path, shown])
    for other in error.non_block_errors.as_data():
        yield from (f"{' › '.join(path)}: {message}" for message in other.messages)


def _child_of(block: blocks.Block, step: int | str) -> blocks.Block:
    if isinstance(block, blocks.ListBlock):
        return block.child_block
    if isinstance(block, blocks.StreamBlock):  # of one kind, as all of a check are
        return next(iter(block.child_blocks.values()))
    return block.child_blocks[step]


def _limited(faults: list[str]) -> list[str]:
    rest = len(faults) - SHOWN
    if rest <= 0:
        return faults
    text = ngettext("… and %(count)s more fault.", "… and %(count)s more faults.", rest)
    return [*faults[:SHOWN], text % {"count": rest}]
