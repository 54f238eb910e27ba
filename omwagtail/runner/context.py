"""What the runner's templates are given."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from omwagtail.catalogue.editions import edition_name
from omwagtail.rendering.provenance import provenance_of
from omwagtail.runner.asked import Asked
from omwagtail.runner.assets import asset_url
from omwagtail.runner.changes import change_context, known_to_newer, with_marks
from omwagtail.runner.form import options_of, topics_of
from omwagtail.runner.results import result_page
from omwagtail.runner.state import Record, hidden_fields, record_of
from omwagtail.runner.words import sentences


def form_context(asked: Asked, fields: QueryDict, *, frame: bool) -> dict[str, Any]:
    """The form with the answers in ``fields``, and all that the module needs to work alone."""
    record = record_of(asked.body, fields)
    return common_context(asked, record, frame=frame) | _parts_of_form(asked, record)


def trial_context(document: dict[str, Any]) -> dict[str, Any]:
    """The form of a document that is not published: it is sent nowhere."""
    _, fingerprint = edition_name(document)
    asked = Asked(document=document, fingerprint=fingerprint)
    record = record_of(asked.body, QueryDict())
    return common_context(asked, record, frame=False) | _parts_of_form(asked, record)


def _parts_of_form(asked: Asked, record: Record) -> dict[str, Any]:
    body = asked.body
    return {
        "topics": with_marks(topics_of(body, record["answers"]), asked),
        "options": options_of(body),
        "bands": body.get("bands") or [],
        "module_data": {
            "body": definition_for_module(body),
            "edition": asked.edition,
            "newer": known_to_newer(asked),
            "sentences": sentences(),
        },
        "module_url": asset_url("check.js"),
    }


def result_context(asked: Asked, fields: QueryDict, *, frame: bool) -> dict[str, Any]:
    """The result of the answers in ``fields``, which the page carries on."""
    record = record_of(asked.body, fields)
    return common_context(asked, record, frame=frame) | {
        "result": result_page(asked.body, record["answers"]),
        "hidden_fields": hidden_fields(record, "edition"),
    }


def definition_for_module(body: dict[str, Any]) -> dict[str, Any]:
    """What the module scores and shows. Rich text stays in the page: nothing parses it anew."""
    return {
        "scale": body.get("scale") or {},
        "sections": [
            {
                "id": section["id"],
                "title": section.get("title") or "",
                "checkpoints": [
                    _without(checkpoint, "good_practice", "help", "links")
                    for checkpoint in section.get("checkpoints") or []
                ],
            }
            for section in body.get("sections") or []
        ],
        "bands": [_without(band, "title", "text") for band in body.get("bands") or []],
    }


def common_context(asked: Asked, record: Record, *, frame: bool) -> dict[str, Any]:
    """What every page around a check needs: what it is, whose, and where its forms go."""
    item = asked.item
    names = (
        ("omwagtail_embed_check", "omwagtail_embed_check_result")
        if frame
        else ("omwagtail_check", "omwagtail_check_result")
    )
    form_url, result_url = (reverse(name, args=[item.key]) if item else "" for name in names)
    return {
        "trial": item is None,
        "item": item,
        "asked": asked,
        "fingerprint": asked.fingerprint,
        "document": asked.document,
        "body": asked.body,
        "provenance": provenance_of(asked.document, item),
        "form_url": form_url,
        "result_url": result_url,
        **change_context(asked, record),
    }


def _without(part: dict, *names: str) -> dict:
    return {name: value for name, value in part.items() if name not in names}
