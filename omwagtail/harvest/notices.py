"""What a person must see before a newer version of a document is accepted."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from omwagtail.documents import reuse_of
from omwagtail.harvest.member_names import REUSES, in_words
from omwagtail.harvest.readable_text import readable

MAX_TEXT = 300
# Contacts that are named one by one.
MAX_CONTACTS = 20


def notices(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Sentences about what changed in the licence, the address, the publisher, the contacts."""
    return [
        readable(sentence)
        for sentence in (
            *_licence(old, new),
            *_host(old, new),
            *_publisher(old, new),
            *_reuse(old, new),
            *_contacts(old, new),
        )
    ]


def _licence(old: dict, new: dict) -> Iterator[str]:
    before, after = old.get("licence"), new.get("licence")
    if before != after:
        yield _("The licence changes from %(old)s to %(new)s.") % {
            "old": _said(in_words(before, ("licence",))),
            "new": _said(in_words(after, ("licence",))),
        }


def _host(old: dict, new: dict) -> Iterator[str]:
    before, after = (urlsplit(document.get("url", "")).netloc for document in (old, new))
    if before != after:
        yield _("The original moves from %(old)s to %(new)s.") % {"old": before, "new": after}


def _publisher(old: dict, new: dict) -> Iterator[str]:
    before, after = ((document.get("publisher") or {}).get("name") for document in (old, new))
    if before != after:
        yield _("The publisher changes from %(old)s to %(new)s.") % {
            "old": _said(before),
            "new": _said(after),
        }


def _reuse(old: dict, new: dict) -> Iterator[str]:
    if reuse_of(old) != reuse_of(new):
        yield _("What others may show changes: %s.") % REUSES[reuse_of(new)]


def _contacts(old: dict, new: dict) -> Iterator[str]:
    before, after = contacts_of(old), contacts_of(new)
    for contact in [one for one in before if one not in after][:MAX_CONTACTS]:
        yield _("This contact is removed, and hidden here already: %s.") % name_contact(contact)
    for contact in [one for one in after if one not in before][:MAX_CONTACTS]:
        yield _("This contact is new: %s.") % name_contact(contact)


def contacts_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The contacts of a document, of its body too."""
    body = document.get("body")
    lists = [document.get("contacts"), body.get("contacts") if isinstance(body, dict) else None]
    found = [one for contacts in lists if isinstance(contacts, list) for one in contacts]
    return [one for one in found if isinstance(one, dict)]


def name_contact(contact: dict[str, Any]) -> str:
    """Role, name and addresses on one line."""
    said = [contact.get(name) for name in ("role", "name", "email", "phone")]
    return ", ".join(text for text in said if isinstance(text, str) and text) or _("without a name")


def _said(text: Any) -> str:
    return str(text)[:MAX_TEXT] if text else _("nothing")
