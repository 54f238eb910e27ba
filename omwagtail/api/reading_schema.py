"""The OpenAPI description as people read it: groups of operations, each with what it takes."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from omwagtail.describing import JSON

GROUPS = {
    "api": gettext_lazy("Where to begin"),
    "items": gettext_lazy("All documents"),
    "practice_examples": gettext_lazy("Practice examples"),
    "checks": pgettext_lazy("menu", "Checks"),
    "networks": gettext_lazy("Networks"),
    "organisations": gettext_lazy("Organisations"),
    "vocabularies": gettext_lazy("Vocabularies"),
    "schemas": gettext_lazy("JSON Schemas"),
    "health": gettext_lazy("Monitoring"),
    "feed": gettext_lazy("Feed"),
}
# So many examples of parameters stand in the address that a reader may try.
SHOWN_PARAMETERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A parameter, a header or an answer: what it is called, what it means, which values it has."""

    name: str
    meaning: SafeString
    values: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that can be asked for."""

    id: str
    method: str
    path: str
    summary: SafeString
    paragraphs: list[SafeString]
    parameters: list[Row]
    answers: list[Row]
    headers: list[Row]
    examples: list[tuple[str, str]]  # (title, JSON)
    address: str  # to try; empty where an address has to be found first
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Operations that belong together."""

    name: str
    title: str
    description: SafeString
    operations: list[Operation]


def read_groups(description: Mapping[str, Any], base: str, known: Mapping[str, str]) -> list[Group]:
    """The description's operations by tag.

    ``base`` is scheme and host; ``known`` gives a path for one with variable parts, so that a
    reader finds something there.
    """
    operations: dict[str, list[Operation]] = {}
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            read = _read_operation(description, path, method, operation, base, known)
            operations.setdefault(operation["tags"][0], []).append(read)
    return [
        Group(
            name=tag["name"],
            title=str(GROUPS[tag["name"]]),
            description=with_code(tag["description"]),
            operations=operations.get(tag["name"], []),
        )
        for tag in description["tags"]
    ]


def with_code(text: str) -> SafeString:
    """A sentence with the words between backticks as code; everything is escaped."""
    parts = text.split("`")
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<code>{}</code>", part) if number % 2 else conditional_escape(part),)
            for number, part in enumerate(parts)
        ),
    )


def values_of(schema: Mapping[str, Any]) -> str:
    """What a schema lets through, in a few words of the reader's language."""
    parts = []
    if schema.get("type") == "array":
        parts.append(_("several with commas"))
        schema = {**schema.get("items", {}), **schema}
    if "enum" in schema:
        parts.append(", ".join(str(value) for value in schema["enum"]))
    elif schema.get("type") == "integer":
        parts.append(_("whole number"))
    if "minimum" in schema and "maximum" in schema:
        parts.append(_("{low} to {high}").format(low=schema["minimum"], high=schema["maximum"]))
    if kind := _kinds().get(schema.get("format", "")):
        parts.append(kind)
    if "maxLength" in schema and "enum" not in schema:
        parts.append(_("at most {number} characters").format(number=schema["maxLength"]))
    if "default" in schema:
        parts.append(_("without it: {value}").format(value=schema["default"]))
    return "; ".join(parts)


def _kinds() -> dict[str, str]:
    return {
        "uri": _("address"),
        "date": pgettext("kind of value", "day, such as 2026-03-31"),
        "date-time": pgettext("kind of value", "time, such as 2026-03-31T09:30:00Z"),
    }


def _read_operation(
    description: Mapping[str, Any],
    path: str,
    method: str,
    operation: Mapping[str, Any],
    base: str,
    known: Mapping[str, str],
) -> Operation:
    parameters = operation.get("parameters", [])
    target = known.get(path, "" if "{" in path else path)
    if target:
        target = f"{base}{target}{_query(parameters)}"
    body = operation.get("requestBody", {}).get("content", {}).get(JSON)
    good = next(iter(operation["responses"].values()))
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=with_code(operation["summary"]),
        paragraphs=[
            with_code(text) for text in operation.get("description", "").split("\n\n") if text
        ],
        parameters=[_read_parameter(parameter) for parameter in parameters],
        answers=[
            Row(name=status, meaning=with_code(answer["description"]))
            for status, answer in operation["responses"].items()
        ],
        headers=[
            Row(name=name, meaning=with_code(header["description"]))
            for name, header in good.get("headers", {}).items()
        ],
        examples=list(_examples(description, good)),
        address=target if method == "get" else "",
        command=_command(method, target or f"{base}{path}", body),
    )


def _read_parameter(parameter: Mapping[str, Any]) -> Row:
    return Row(
        name=parameter["name"],
        meaning=with_code(parameter["description"]),
        values=values_of(parameter["schema"]),
        required=parameter.get("required", False),
    )


def _query(parameters: list[Mapping[str, Any]]) -> str:
    """Some parameters with their examples, as a query."""
    shown = {
        parameter["name"]: ",".join(example) if isinstance(example, list) else example
        for parameter in parameters
        if parameter["in"] == "query" and (example := parameter.get("example")) is not None
    }
    chosen = dict(list(shown.items())[:SHOWN_PARAMETERS])
    return f"?{urlencode(chosen)}" if chosen else ""


def _command(method: str, address: str, body: Mapping[str, Any] | None) -> str:
    parts = ["curl"]
    if body is not None:
        example = next(iter(body.get("examples", {"": {"value": {}}}).values()))["value"]
        parts += ["-H", "Content-Type: application/json", "-d", json.dumps(example)]
    return shlex.join([*parts, address])


def _examples(description: Mapping[str, Any], answer: Mapping[str, Any]):
    for content in answer.get("content", {}).values():
        for name, example in content.get("examples", {}).items():
            if "$ref" in example:
                example = description["components"]["examples"][name]
            yield (
                example.get("summary", name),
                json.dumps(example["value"], ensure_ascii=False, indent=2),
            )
