"""How a view says what it does: for the OpenAPI description, the documentation page, the docs.

drf-spectacular finds the views and puts the description together; each operation is written here
from attributes of its view, so that nothing is guessed and no setting of a project changes it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from inspect import cleandoc
from typing import Any

from drf_spectacular.openapi import AutoSchema

from omwagtail.problems import MEDIA_TYPE as PROBLEM_MEDIA_TYPE

NO_STORE = "no-store"
JSON = "application/json"
PROBLEM = {"$ref": "#/components/schemas/Problem"}
WAIT = {"Retry-After": "After how many seconds to ask again."}
# Groups of operations, by how their names begin.
TAGS = {
    "api": "What there is, and how it is described.",
    "items": "Documents of all types and of all sites that are shown here.",
    "practice_examples": "Practice examples.",
    "checks": "Checks: self-assessments to fill in, and their frozen editions.",
    "networks": "Profiles of networks.",
    "organisations": "The organisations that publish.",
    "vocabularies": "The codes that documents carry, with words in German and English.",
    "schemas": "JSON Schemas of the document types, the feed and a check's definition.",
    "health": "For monitoring: how this site is.",
    "feed": "For sites that read one another: who this one is, and what changed here.",
}
# What every operation may answer, whatever it does.
ALWAYS = {
    400: "A parameter cannot be read: `errors` says which, `parameters` names those there are.",
    405: "Only the methods that `Allow` names are known here.",
    429: "Too many requests from one address.",
}
TAGGED = {412: "`If-Match` names another version."}
REFUSAL_HEADERS = {405: {"Allow": "The methods that are known here."}, 429: WAIT, 503: WAIT}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address: a sentence, the JSON Schema of its value, and an example.

    A schema of the type array stands for several values with commas; its example is a list.
    """

    description: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    example: str | int | list[str] | None = None

    def describe(self, name: str, place: str) -> dict[str, Any]:
        """As OpenAPI writes it; ``place`` is "query" or "path"."""
        described: dict[str, Any] = {
            "name": name,
            "in": place,
            "description": self.description,
            "schema": dict(self.schema),
        }
        if place == "path":
            described["required"] = True
        if self.schema.get("type") == "array":
            # Several values in one parameter, with commas: ?topic=health,leadership
            described |= {"style": "form", "explode": False}
        if self.example is not None:
            described["example"] = self.example
        return described


UNDESCRIBED = Parameter("A part of the address.")


class Described:
    """What a view says of itself."""

    operation = ""
    """The name of what it does, also the operationId; it begins with one of ``TAGS``."""

    parameters: Mapping[str, Parameter] = {}
    """The query parameters it knows; any other is a 400."""

    path_parameters: Mapping[str, Parameter] = {}
    """The variable parts of its address."""

    question: Any = None
    """JSON Schema of the body that it takes, if it takes one."""

    question_examples: Mapping[str, Any] = {}
    """Example objects of OpenAPI by name: ``summary`` and ``value``, or a ``$ref`` to one."""

    answer: Any = {"type": "object"}
    """JSON Schema of its good answer."""

    answer_type = JSON
    """Media type of its good answer."""

    answer_examples: Mapping[str, Any] = {}
    """As ``question_examples``."""

    answer_headers: Mapping[str, str] = {}
    """Headers of its good answer, each with a sentence; ETag and Cache-Control go without."""

    redirects: Mapping[int, str] = {}
    """Status of an answer that only leads elsewhere: a sentence."""

    refusals: Mapping[int, str] = {}
    """Status of a problem that it may answer: a sentence; ``ALWAYS`` stands there anyway."""


class DescribedByView(AutoSchema):
    """The part of the OpenAPI description that belongs to one view: the view says it itself."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> dict[str, Any]:
        view, posts = self.view, method.upper() == "POST"
        handler = cleandoc(getattr(view, method.lower()).__doc__ or "")
        summary, _, more = handler.partition("\n\n")
        operation: dict[str, Any] = {
            "operationId": view.operation,
            "tags": [tag_of(view.operation)],
            "summary": " ".join(summary.split()).rstrip("."),
        }
        if more:
            operation["description"] = more
        if parameters := self._parameters(path):
            operation["parameters"] = parameters
        if posts:
            content = {JSON: {"schema": view.question, **_named(view.question_examples)}}
            operation["requestBody"] = {"required": True, "content": content}
        tagged = view.cache_control != NO_STORE and not posts
        operation["responses"] = {**self._good(posts, tagged), **self._refusals(tagged)}
        return operation

    def _parameters(self, path: str) -> list[dict[str, Any]]:
        variable = dict.fromkeys(re.findall(r"{(\w+)}", path), UNDESCRIBED)
        places = {
            "path": {**variable, **self.view.path_parameters},
            "query": self.view.parameters,
        }
        return [
            (Parameter(parameter) if isinstance(parameter, str) else parameter).describe(
                name, place
            )
            for place, parameters in places.items()
            for name, parameter in parameters.items()
        ]

    def _good(self, posts: bool, tagged: bool) -> dict[str, Any]:
        view = self.view
        status = HTTPStatus.ACCEPTED if posts else HTTPStatus.OK
        headers = {} if posts else {"Cache-Control": "How long a cache may keep it."}
        if tagged:
            headers["ETag"] = "Changes with the answer; send it back as `If-None-Match`."
        good: dict[str, Any] = {"description": status.phrase}
        if headers := _headers(headers, view.answer_headers):
            good["headers"] = headers
        good["content"] = {
            view.answer_type: {"schema": view.answer, **_named(view.answer_examples)}
        }
        answers = {str(int(status)): good}
        for redirect, sentence in view.redirects.items():
            target = {"Location": "Where it is."}
            answers[str(redirect)] = {"description": sentence, "headers": _headers(target)}
        if tagged:
            answers["304"] = {
                "description": "Nothing changed since the answer with the `ETag` that was sent "
                "as `If-None-Match`."
            }
        return answers

    def _refusals(self, tagged: bool) -> dict[str, Any]:
        refusals = sorted({**ALWAYS, **(TAGGED if tagged else {}), **self.view.refusals}.items())
        return {str(status): _refusal(status, sentence) for status, sentence in refusals}


def tag_of(operation: str) -> str:
    """The group that an operation belongs to."""
    return max((tag for tag in TAGS if operation.startswith(f"{tag}_")), key=len)


def _refusal(status: int, sentence: str) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": sentence}
    if headers := _headers(REFUSAL_HEADERS.get(status, {})):
        answer["headers"] = headers
    return {**answer, "content": {PROBLEM_MEDIA_TYPE: {"schema": PROBLEM}}}


def _headers(*sentences: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: {"description": sentence, "schema": {"type": "string"}}
        for group in sentences
        for name, sentence in group.items()
    }


def _named(examples: Mapping[str, Any]) -> dict[str, Any]:
    return {"examples": dict(examples)} if examples else {}
