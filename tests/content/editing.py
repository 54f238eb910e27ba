"""Filling in the admin's page forms as an editor's browser would."""

from typing import Any

from django.utils.text import slugify
from wagtail.blocks import BlockField
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from omwagtail.content.fields import CodesFormField


def form_data(model: type[Page], **values: Any) -> dict[str, str]:
    """What the browser posts for a page form: blanks, but for ``values``."""
    form = model.get_edit_handler().get_form_class()()
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        if isinstance(field, BlockField):
            data[name] = {"count": "0"}
        elif name == "intro":
            data[name] = rich_text("")
        elif field.initial not in (None, [], False):
            data[name] = field.initial
        else:
            data[name] = ""
    lists = {name: values.pop(name) for name in list(values) if is_codes(values[name])}
    for name, field in form.fields.items():
        if isinstance(field, CodesFormField):
            del data[name]
    data["slug"] = slugify(values["title"])  # the browser's script fills it in
    data.update({"comments": inline_formset([]), **values})
    return {**nested_form_data(data), **lists}


def is_codes(value: Any) -> bool:
    """A list of codes is posted as one name with several values."""
    return isinstance(value, list) and all(isinstance(code, str) for code in value)


def stream(kind: str, *values: Any, ids: list[str] | None = None) -> dict[str, Any]:
    """A StreamField's form data, with the blocks' ids where they have them."""
    entries = {
        str(place): {
            "type": kind,
            "value": value,
            "deleted": "",
            "order": str(place),
            "id": ids[place] if ids else "",
        }
        for place, value in enumerate(values)
    }
    return {"count": str(len(values)), **entries}


def entries(*values: Any, ids: list[str] | None = None) -> dict[str, Any]:
    """A list block's form data."""
    found = stream("item", *values, ids=ids)
    for entry in found.values():
        if isinstance(entry, dict):
            del entry["type"]
    return found


def add_home(**values: Any) -> Page:
    """A public page below the site's root, to put pages under."""
    # Other projects of tests, in which this app is not installed, fill in forms too.
    from tests.testapp.models import PlainPage

    root = Page.objects.get(depth=2)
    return root.add_child(instance=PlainPage(title="Start", slug="start", **values))
