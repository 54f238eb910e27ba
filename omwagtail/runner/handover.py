"""Handing over to an adviser: what somebody ticks becomes a text, for a mail draft or a file.

Nothing is sent from here. ``static/omwagtail/handover.js`` makes the same text on the device.

Fields, beside those of the record: ``h`` (repeated) what to share, ``hs`` that something was
chosen, ``hname`` and ``hphone`` of the visitor, ``to`` the address of a contact, ``region``.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from wagtail.models import Site

from omwagtail.runner.advisers import adviser_choices, region_choices
from omwagtail.runner.plans import columns_of, effect_entry, entry_of
from omwagtail.runner.results import result_page
from omwagtail.runner.words import say

# Some mail programs and systems cut what is longer.
MAX_MAILTO = 1800
# Notes are private: they go along only where somebody says so.
SHARED_AT_FIRST = ("urgent", "needs", "plan")
SHARES = (*SHARED_AT_FIRST, "notes")
MAX_LINE = 200
# What encodeURIComponent leaves as it is, beside letters and digits.
UNESCAPED = "!'()*~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to turn to: an adviser whom this site names, else a contact of the publisher."""

    name: str
    role: str
    organisation: str
    email: str
    phone: str
    regions: list[str]

    def serves(self, region: str) -> bool:
        """A region's code begins with those of the regions that it lies in."""
        return not region or not self.regions or region.startswith(tuple(self.regions))


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    key: str
    label: str
    is_ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverPage:
    shares: list[Share]
    name: str
    phone: str
    to: str
    text: str
    mailto: str
    is_too_long: bool


def handover_page(
    document: dict[str, Any], record: dict[str, Any], fields: QueryDict, contacts: list[Contact]
) -> HandoverPage:
    """What is shared of this cleaned record, as ``fields`` say, in the active language."""
    ticked = fields.getlist("h") if "hs" in fields else SHARED_AT_FIRST
    name, phone = (_line(fields.get(field, "")) for field in ("hname", "hphone"))
    emails = [contact.email for contact in contacts]
    to = fields.get("to", "")
    to = to if to in emails else next(iter(filter(None, emails)), "")
    text = handover_text(document, record, ticked, sender=[name, phone])
    mailto, is_too_long = mail_draft(document, text, to)
    return HandoverPage(
        shares=shares_of(ticked),
        name=name,
        phone=phone,
        to=to,
        text=text,
        mailto=mailto,
        is_too_long=is_too_long,
    )


def contacts_for(request: HttpRequest, document: dict[str, Any]) -> list[Contact]:
    """The advisers whom this site names, else the publisher's public contacts."""
    site = Site.find_for_request(request)
    advisers = [
        Contact(
            name=adviser.name,
            role=adviser.role,
            organisation=str(adviser.organisation or ""),
            email=adviser.email,
            phone=adviser.phone,
            regions=adviser.regions,
        )
        for adviser in adviser_choices(site, document)
    ]
    return advisers or [
        Contact(organisation="", regions=[], **members)
        for contact in document.get("contacts") or ()
        if (
            members := {
                name: contact.get(name) or "" for name in ("name", "role", "email", "phone")
            }
        )["email"]
        or members["phone"]
    ]


def regions_of(contacts: list[Contact]) -> list[tuple[str, str]]:
    """Regions to choose from, where that leaves some of the contacts out."""
    return region_choices(contacts) if len(contacts) > 1 else []


def shares_of(ticked: list[str] | tuple[str, ...]) -> list[Share]:
    return [
        Share(key=key, label=label, is_ticked=key in ticked)
        for key, label in share_labels().items()
    ]


def share_labels() -> dict[str, str]:
    return {
        "urgent": gettext("The most urgent checkpoints"),
        "needs": gettext("Need for action by topic"),
        "plan": gettext("Your plan"),
        "notes": gettext("Your private notes"),
    }


def about_line(document: dict[str, Any]) -> str:
    """Which check it was: "Betriebs-Check (A-1.0), edition 2"."""
    body = document.get("body") or {}
    title = document.get("title") or ""
    code = f" ({body['code']})" if body.get("code") else ""
    number = (body.get("edition") or {}).get("number")
    edition = f", {say('edition', number=number)}" if number else ""
    return f"{title}{code}{edition}"


def handover_text(
    document: dict[str, Any],
    record: dict[str, Any],
    ticked: list[str] | tuple[str, ...],
    sender: list[str],
) -> str:
    """What is shared, as plain text: only what was ticked, and nothing that is empty."""
    body = document.get("body") or {}
    today = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    lines_of = {
        "urgent": lambda: _urgent_lines(body, record),
        "needs": lambda: _need_lines(body, record),
        "plan": lambda: _plan_lines(body, record),
        "notes": lambda: _note_lines(body, record),
    }
    parts = [[about_line(document), today, *filter(None, sender)]]
    for key, label in share_labels().items():
        if key in ticked and (lines := lines_of[key]()):
            parts.append([label.upper(), *lines])
    return "\n\n".join("\n".join(lines) for lines in parts)


def mail_draft(document: dict[str, Any], text: str, to: str) -> tuple[str, bool]:
    """A ``mailto:`` address, and whether the text is too long for it: it then says that there is
    a file attached.
    """
    subject = say("mail-subject", title=document.get("title") or "")
    address = _mailto(to, subject, text)
    if len(address) <= MAX_MAILTO:
        return address, False
    short = f"{about_line(document)}\n\n{say('mail-attached')}"
    return _mailto(to, subject[:200], short), True


def _mailto(to: str, subject: str, text: str) -> str:
    body = text.replace("\n", "\r\n")
    return f"mailto:{_quote(to)}?subject={_quote(subject)}&body={_quote(body)}"


def _quote(text: str) -> str:
    return quote(text, safe=UNESCAPED, errors="replace")


def _urgent_lines(body: dict[str, Any], record: dict[str, Any]) -> list[str]:
    result = result_page(body, record)
    return [
        f"- {point.statement} ({point.level.label})"
        for point in [*result.urgent, *result.more_urgent]
    ]


def _need_lines(body: dict[str, Any], record: dict[str, Any]) -> list[str]:
    return [
        f"- {topic.title}: {', '.join(filter(None, [topic.percent_text, topic.answered]))}"
        for topic in result_page(body, record).topics
    ]


def _plan_lines(body: dict[str, Any], record: dict[str, Any]) -> list[str]:
    lines = []
    columns = [column for column in columns_of(body) if column.key != "measure"]
    for number, measure in enumerate(record["plan"]["measures"], start=1):
        lines.append(f"{number}. {_indented(measure['text'])}".rstrip())
        for column in columns:
            if shown := entry_of(column, measure).shown:
                lines.append(f"   {column.label}: {_indented(shown)}")
        if measure.get("done"):
            effect = effect_entry(measure)
            lines.append(f"   {gettext('Done')}")
            lines += [f"   {effect.column.label} {effect.shown}"] if effect.shown else []
    return lines


def _note_lines(body: dict[str, Any], record: dict[str, Any]) -> list[str]:
    return [
        f"- {checkpoint.get('statement') or ''}: {_indented(note)}"
        for section in body.get("sections") or []
        for checkpoint in section.get("checkpoints") or []
        if (note := record["notes"].get(checkpoint["id"]))
    ]


def _indented(text: str) -> str:
    return text.replace("\n", "\n   ")


def _line(text: str) -> str:
    return " ".join(text.split())[:MAX_LINE]
