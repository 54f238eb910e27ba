"""Which keys this installation signs and signed with, and since when: what the well-known names.

A key is derived or set without a date, so the date is when it was first named here: subscribers
read the well-known document before they take in anything.
"""

import logging
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from omwagtail.catalogue.building import wire_time
from omwagtail.catalogue.keys import signing_key
from omwagtail.documents import SigningKey, b64url_encode
from omwagtail.feed.models import KeyUse

logger = logging.getLogger("omwagtail.feed")


def describe_keys() -> list[dict[str, Any]]:
    """The keys by their dates, the newest last; all but the one in use are revoked.

    With a database that cannot be written to, a key that is new here has no date yet.
    """
    key = signing_key()
    try:
        note_key_in_use()
    except DatabaseError:
        logger.warning("the key in use could not be noted", exc_info=True)
    known = list(known_keys())
    if all(use.kid != key.kid for use in known):
        known.append(KeyUse(kid=key.kid, public=b64url_encode(key.public), created=None))
    return [_describe(use, in_use=use.kid == key.kid) for use in known]


def known_keys() -> QuerySet[KeyUse]:
    """All keys that were ever used here, the newest last."""
    return KeyUse.objects.order_by(F("created").asc(nulls_first=True), "pk")


def note_key_in_use() -> None:
    """The key of today is in use from now on, and no other. One that comes back keeps its date."""
    key = signing_key()
    if KeyUse.objects.filter(kid=key.kid, revoked=None).exists():
        return
    with transaction.atomic():
        KeyUse.objects.filter(revoked=None).update(revoked=timezone.now())
        given = {"public": b64url_encode(key.public), "revoked": None}
        KeyUse.objects.update_or_create(kid=key.kid, defaults=given)


def note_former_key(key: SigningKey) -> None:
    """A key signed here that nobody noted while it was in use."""
    given = {"public": b64url_encode(key.public), "created": None, "revoked": timezone.now()}
    KeyUse.objects.get_or_create(kid=key.kid, defaults=given)


def _describe(use: KeyUse, *, in_use: bool) -> dict[str, Any]:
    return {
        "kid": use.kid,
        "public": use.public,
        "created": wire_time(use.created),
        "revoked": None if in_use else wire_time(use.revoked),
    }
