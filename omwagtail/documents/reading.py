"""From text to a checked document, with errors that name the member."""

from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from omwagtail.documents.check import Check
from omwagtail.documents.document import VERSION, Document, Withdrawal
from omwagtail.documents.exceptions import DocumentError, ErrorCode, excerpt
from omwagtail.documents.limits import MAX_IMAGES
from omwagtail.documents.network import Network
from omwagtail.documents.organisation import Organisation
from omwagtail.documents.practice_example import PracticeExample
from omwagtail.documents.text import parse_json

MODELS: dict[str, type[Document]] = {
    "practice-example": PracticeExample,
    "check": Check,
    "network": Network,
    "organisation": Organisation,
}
DOCUMENT_TYPES = tuple(MODELS)

_readers: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(model) for name, model in MODELS.items()}
_withdrawal_reader: TypeAdapter[Withdrawal] = TypeAdapter(Withdrawal)

_SENTENCES = {
    "missing": "is missing",
    "string_type": "must be a text",
    "string_too_long": "must not have more than {max_length} characters",
    "int_type": "must be a whole number, without fraction or exponent",
    "int_from_float": "must be a whole number, without fraction or exponent",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "list_type": "must be a list",
    "too_long": "must not have more than {max_length} entries",
    "model_type": "must be an object",
    "dict_type": "must be an object",
    "model_attributes_type": "must be an object",
    "literal_error": "must be one of {expected}",
    "extra_forbidden": "must not be there",
}
_OWN_CODES: dict[str, ErrorCode] = {"bad-origin": "bad-origin", "bad-url": "bad-url"}


def parse_document(
    text: str | bytes, *, allow_loopback_http: bool = False
) -> Document | Withdrawal:
    """Read a document's text: size, strict JSON, then every member (PROTOCOL.md, "Document").

    `allow_loopback_http` is for demo mode: origins may then be http on this machine.
    Raises DocumentError.
    """
    return check_document(parse_json(text), allow_loopback_http=allow_loopback_http)


def check_document(data: Any, *, allow_loopback_http: bool = False) -> Document | Withdrawal:
    """Check what `parse_json` has read already. Raises DocumentError."""
    if not isinstance(data, dict):
        raise DocumentError("schema", "A document must be an object.")
    if data.get("v") != VERSION:
        raise DocumentError("wrong-version", f'v: must be "{VERSION}".')
    reader = _reader_of(data)
    try:
        document: Document | Withdrawal = reader.validate_python(
            data, context={"allow_loopback_http": allow_loopback_http}
        )
    except ValidationError as error:
        raise _translate(error) from None
    if isinstance(document, Document):
        _check_number_of_pictures(document)
    return document


def _reader_of(data: dict[str, Any]) -> TypeAdapter[Any]:
    kind = data.get("type")
    if not isinstance(kind, str) or kind not in MODELS:
        raise DocumentError("wrong-type", f"type: must be one of {', '.join(DOCUMENT_TYPES)}.")
    if data.get("op") == "withdraw":
        return _withdrawal_reader
    if data.get("op") == "upsert":
        return _readers[kind]
    raise DocumentError("schema", "op: must be upsert or withdraw.")


def _check_number_of_pictures(document: Document) -> None:
    ids = {image.id for image in document.images}
    if isinstance(document, PracticeExample):
        ids.update(image.id for section in document.body.sections for image in section.images)
    if len(ids) > MAX_IMAGES:
        raise DocumentError("schema", f"images: there are more than {MAX_IMAGES} in the document.")


def _translate(error: ValidationError) -> DocumentError:
    """The first fault as a sentence, with the number of further ones."""
    details = error.errors(include_url=False, include_input=False)
    first = details[0]
    others = f" ({len(details) - 1} more.)" if len(details) > 1 else ""
    path = ".".join(_shown(step) for step in first["loc"])
    code = _OWN_CODES.get(first["type"], "schema")
    return DocumentError(code, f"{path}: {_sentence(first)}.{others}")


def _shown(step: str | int) -> str:
    if isinstance(step, int):
        return str(step)
    # Only an unknown member of a withdrawal puts foreign words into a path.
    is_plain = step.isascii() and step.isidentifier() and len(step) <= 40
    return step if is_plain else excerpt(step)


def _sentence(detail: ErrorDetails) -> str:
    template = _SENTENCES.get(detail["type"])
    if template is None:
        return detail["msg"].rstrip(".")
    return template.format(**detail.get("ctx", {}))
