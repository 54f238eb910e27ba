"""What the runner's templates are given."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from omwagtail.catalogue.editions import edition_name
from omwagtail.catalogue.models import Item
from omwagtail.questionnaires import clean_record
from omwagtail.rendering.provenance import provenance_of
from omwagtail.runner.asked import Asked
from omwagtail.runner.assets import asset_url
from omwagtail.runner.changes import change_context, known_to_newer, with_marks
from omwagtail.runner.declarations import declaration_of
from omwagtail.runner.form import BEST_CHOICE, options_of, topics_of
from omwagtail.runner.frames import Frame
from omwagtail.runner.handover import (
    SHARED_AT_FIRST,
    Contact,
    about_line,
    handover_page,
    regions_of,
    shares_of,
)
from omwagtail.runner.opening import Trouble
from omwagtail.runner.planning import planned, removed_measure
from omwagtail.runner.plans import blank_measure, columns_of, completion_of, plan_page, sorts_of
from omwagtail.runner.results import result_page
from omwagtail.runner.state import Record, about, hidden_fields
from omwagtail.runner.words import say, sentences

# What follows from the answers; each is a view of its own.
PAGES = ("result", "plan", "declaration", "handover", "comparison")


def form_context(
    asked: Asked,
    record: Record | None = None,
    troubles: Sequence[Trouble] = (),
    *,
    frame: Frame | None,
) -> dict[str, Any]:
    """The form with what was filled in, and all that the module needs to work alone.

    Without a record it is the first page, which says what comes; ``troubles`` stand on top.
    """
    filled = record or clean_record(asked.body, {})
    common = common_context(asked, filled, frame=frame)
    parts = _parts_of_form(asked, filled, begun=record is not None)
    return common | parts | {"troubles": troubles}


def trial_context(document: dict[str, Any]) -> dict[str, Any]:
    """The form of a document that is not published: it is sent nowhere."""
    _, fingerprint = edition_name(document)
    asked = Asked(document=document, fingerprint=fingerprint)
    record = clean_record(asked.body, {})
    common = common_context(asked, record, frame=None)
    return common | _parts_of_form(asked, record, begun=False)


def _parts_of_form(asked: Asked, record: Record, *, begun: bool) -> dict[str, Any]:
    body = asked.body
    topics = with_marks(topics_of(body, record), asked)
    chosen = [topic for topic in topics if topic.is_chosen]
    return {
        "begun": begun,
        "audience": body.get("audience") or asked.document.get("audiences") or [],
        "topics": topics,
        "topics_now": chosen or topics,
        "topics_later": [topic for topic in topics if chosen and not topic.is_chosen],
        "offers_choice": len(topics) > BEST_CHOICE,
        "chose_many": len(chosen) > BEST_CHOICE,
        "hidden_fields": hidden_fields(record, "edition", "answers", "notes", "topics"),
        "options": options_of(body),
        "bands": body.get("bands") or [],
        "module_data": _module_data(asked, record if begun else None),
        "module_url": asset_url("check.js"),
        "blank_measure": blank_measure(body),
        "sorts": sorts_of(columns_of(body)),
        "shares": shares_of(SHARED_AT_FIRST),
        "about": about_line(asked.document),
    }


def _module_data(asked: Asked, posted: Record | None) -> dict[str, Any]:
    """What the module cannot read off the page. A preview has no key: nothing of it is kept."""
    item = asked.item
    kept = {"key": item.key, "address": _address(asked)} if item else {}
    return kept | {
        "body": definition_for_module(asked.body),
        "check": about(asked.document)["check"],
        "edition": asked.edition,
        "document": about_document(asked),
        "styles": late_styles(),
        "newer": known_to_newer(asked),
        "columns": [asdict(column) for column in columns_of(asked.body)],
        "posted": posted,
        "sentences": sentences(),
    }


def _address(asked: Asked) -> str:
    """The page of this edition on the site itself, also for somebody who reads it in a frame."""
    path = reverse("omwagtail_check", args=[asked.item.key])
    return f"{path}?fingerprint={asked.fingerprint}" if asked.newer else path


def result_context(asked: Asked, fields: QueryDict, *, frame: Frame | None) -> dict[str, Any]:
    """The result of the answers in ``fields``, which the page carries on."""
    record = planned(asked.body, fields)
    common = common_context(asked, record, frame=frame)
    return common | {
        "here_url": common["result_url"],
        "result": result_page(asked.body, record),
        "completion": completion_of(asked.body, record),
        "to_plan": say("to-plan", len(record["plan"]["measures"])),
        "in_plan": taken_over(record),
        "hidden_fields": hidden_fields(record, "edition"),
    }


def plan_context(asked: Asked, fields: QueryDict, *, frame: Frame | None) -> dict[str, Any]:
    """The plan in ``fields`` after what the pressed button did to it."""
    record = planned(asked.body, fields)
    removed = removed_measure(asked.body, fields)
    # Once it is written down, the next one is for no checkpoint.
    new_for = "" if fields.get("new", "").strip() else fields.get("for", "")
    by = fields.get("by", "")
    plan = plan_page(asked.body, record, by=by, removed=removed, new_for=new_for)
    return common_context(asked, record, frame=frame) | {
        "plan": plan,
        "sorts": plan.sorts,
        "hidden_fields": hidden_fields(record, "edition", "plan"),
    }


def declaration_context(asked: Asked, fields: QueryDict, *, frame: Frame | None) -> dict[str, Any]:
    """The self-declaration of what is in ``fields``, or what is missing for it."""
    record = planned(asked.body, fields)
    return common_context(asked, record, frame=frame) | {
        "declaration": declaration_of(asked.body, record),
        "hidden_fields": hidden_fields(record, "edition", "name"),
    }


def handover_context(
    asked: Asked, fields: QueryDict, contacts: list[Contact], *, frame: Frame | None
) -> dict[str, Any]:
    """What an adviser would be given of what is in ``fields``."""
    record = planned(asked.body, fields)
    region = fields.get("region", "")
    near = [contact for contact in contacts if contact.serves(region)]
    page = handover_page(asked.document, record, fields, near)
    return common_context(asked, record, frame=frame) | {
        "handover": page,
        "shares": page.shares,
        "contacts": near,
        "regions": regions_of(contacts),
        "region": region,
        "about": about_line(asked.document),
        "hidden_fields": hidden_fields(record, "edition"),
    }


def late_styles() -> dict[str, str]:
    """Of pages that most visitors never see."""
    return {name: asset_url(f"{name}.css") for name in ("result", "plan", "handover")}


def about_document(asked: Asked) -> dict[str, str]:
    """What files and drafts made on the device say of the check."""
    document = asked.document
    return {
        "id": document.get("id", ""),
        "title": document.get("title") or "",
        "code": asked.body.get("code") or "",
        "url": document.get("url", ""),
        "publisher": provenance_of(document, asked.item).publisher,
        "language": document.get("language", ""),
    }


def taken_over(record: dict[str, Any]) -> set[str]:
    """Ids of the suggested measures that are in the plan."""
    measures = record["plan"]["measures"]
    return {measure["suggestion"] for measure in measures if "suggestion" in measure}


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
        "bands": [_without(band, "text") for band in body.get("bands") or []],
        "completion": body.get("completion") or [],
        "plan": body.get("plan") or [],
    }


def common_context(asked: Asked, record: Record, *, frame: Frame | None) -> dict[str, Any]:
    """What every page around a check needs: what it is, whose, and where its forms go."""
    return addresses(asked.item, frame=frame) | {
        "trial": asked.item is None,
        "item": asked.item,
        "asked": asked,
        "fingerprint": asked.fingerprint,
        "document": asked.document,
        "body": asked.body,
        "provenance": provenance_of(asked.document, asked.item),
        "styles": late_styles(),
        **change_context(asked, record),
    }


def addresses(item: Item | None, *, frame: Frame | None) -> dict[str, str]:
    """Where the forms of a check lead, by name: ``form_url``, ``result_url`` and so on. Those of
    a draft lead nowhere.
    """
    prefix = "omwagtail_embed_check" if frame else "omwagtail_check"
    names = {"form_url": prefix} | {f"{page}_url": f"{prefix}_{page}" for page in PAGES}
    urls = {name: reverse(route, args=[item.key]) if item else "" for name, route in names.items()}
    # Files: behind the second one stands a format.
    files = {
        "file_url": reverse(f"{prefix}_export", args=[item.key, "json"]) if item else "",
        "export_url": f"{urls['form_url']}export/" if item else "",
    }
    if frame:
        urls = {name: frame.address(url) for name, url in urls.items()}
    return urls | files


def _without(part: dict, *names: str) -> dict:
    return {name: value for name, value in part.items() if name not in names}
