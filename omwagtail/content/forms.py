"""What all our admin forms do with what is typed: characters that nobody can read are left out."""

import json
import re
from functools import cache
from typing import Any

from django.db import models
from django.http import QueryDict

# Control characters, halves of characters that editors' programs leave behind, and marks that turn
# the direction of all that follows: a page would show something else than it says. Databases and
# readers of documents refuse some of them. Tab, line break, and the marks that only join emoji or
# order a single word are fine.
UNREADABLE = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
ESCAPED = re.compile(r"\\u(?:[dD][89a-fA-F]|00[0189])")


def readable(text: str) -> str:
    """The text with a space instead of each unreadable character.

    A space, since rich text comes as JSON that counts its characters.
    """
    if text.startswith("{") and ESCAPED.search(text):
        text = _readable_json(text)
    return UNREADABLE.sub(" ", text)


def _readable_json(text: str) -> str:
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return json.dumps(_readable_in(found), ensure_ascii=False)


def _readable_in(value: Any) -> Any:
    if isinstance(value, str):
        return UNREADABLE.sub(" ", value)
    if isinstance(value, list):
        return [_readable_in(entry) for entry in value]
    if isinstance(value, dict):
        return {name: _readable_in(entry) for name, entry in value.items()}
    return value


class ReadableForm:
    """The part of an admin form that leaves unreadable characters out before it looks."""

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(_readable_data(data) if data else data, *args, **kwargs)


def _readable_data(data: QueryDict) -> QueryDict:
    changed = {}
    for name, values in data.lists():
        cleaned = [readable(value) for value in values]
        if cleaned != values:
            changed[name] = cleaned
    if changed:
        data = data.copy()
        for name, values in changed.items():
            data.setlist(name, values)
    return data


class FormClass:
    """A page's ``base_form_class``: that of the partner's own base page, with a part of ours.

    Looked up in the class that follows the mixin, so that the mixin hides nobody's form.
    """

    def __init__(self, part: type) -> None:
        self.part = part

    def __set_name__(self, owner: type, name: str) -> None:
        self.owner, self.name = owner, name

    def __get__(self, instance: models.Model | None, model: type[models.Model]) -> type:
        return _with_part(getattr(super(self.owner, model), self.name), self.part)


@cache
def _with_part(form_class: type, part: type) -> type:
    return type(form_class)(form_class.__name__, (part, form_class), {})
