"""A letter to the publisher of a document: this site drafts it, a person sends it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from omwagtail.catalogue.models import Item
from omwagtail.documents import plain_line
from omwagtail.documents.fields import Email
from omwagtail.harvest.notices import contacts_of

MAX_RECIPIENTS = 5
MAX_TITLE = 150
# Mail programs cut longer addresses off.
MAX_MAILTO = 1_800

_email = TypeAdapter(Email)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A draft: to whom, about what, and the text."""

    recipients: tuple[str, ...]
    subject: str
    text: str

    @property
    def mailto(self) -> str:
        """The address that opens a mail program with this letter; cut where it is too long."""
        to = ",".join(quote(address, safe="@") for address in self.recipients)
        text = self.text
        while True:
            query = urlencode({"subject": self.subject, "body": text}, quote_via=quote)
            address = f"mailto:{to}?{query}"
            if len(address) <= MAX_MAILTO or not text:
                return address
            text = text[: len(text) * 3 // 4]


def write_letter(item: Item, reason: str, *, site: str) -> Letter:
    """The draft about the newest version of an item; ``site`` is the name of this one."""
    document = item.waiting_data or item.data
    title = plain_line(document.get("title", ""), MAX_TITLE)
    lines = [
        _("Good day,"),
        "",
        _("your document “%(title)s” reached %(site)s.") % {"title": title, "site": site},
        _("We ask you to look at it again:"),
        "",
        reason.strip() or _("(Please write here what is wrong.)"),
        "",
        _("Address: %s") % document.get("url", item.origin),
        _("Revision: %s") % document.get("rev", item.rev),
        "",
        _("Kind regards"),
    ]
    return Letter(
        recipients=recipients_of(item),
        subject=_("About your document “%s”") % title,
        text="\n".join(lines),
    )


def recipients_of(item: Item) -> tuple[str, ...]:
    """E-mail addresses of the document's public contacts, else of its site's own organisation."""
    organisation = (
        Item.objects.visible().own(item.origin).of_type("organisation").order_by("pk").first()
    )
    documents = [item.waiting_data or item.data]
    if organisation is not None and organisation.pk != item.pk:
        documents.append(organisation.data)
    for document in documents:
        if found := _addresses(document):
            return found
    return ()


def _addresses(document: dict[str, Any]) -> tuple[str, ...]:
    given = (contact.get("email") for contact in contacts_of(document))
    found = dict.fromkeys(address for address in given if _is_address(address))
    return tuple(found)[:MAX_RECIPIENTS]


def _is_address(value: Any) -> bool:
    try:
        _email.validate_python(value)
    except ValidationError:
        return False
    return value.isprintable()
