"""Which keys this installation signs and signed with, and since when: what the well-known names.

A key is derived or set without a date, so the date is when it was first named here: subscribers
read the well-known document before they take in anything.
"""

import logging
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from omwagtail.catalogue.building import wire_time
from omwagtail.catalogue.keys import signing_key
from omwagtail.documents import b64url_encode
from omwagtail.feed.models import KeyUse

logger = logging.getLogger("omwagtail.feed")


def describe_keys() -> list[dict[str, Any]]:
    """The keys by their dates, the newest last; all but the one in use are revoked.

    With a database that cannot be written to, a key that is new here has no date yet.
    """
    key = signing_key()
    try:
        if not KeyUse.objects.filter(kid=key.kid, revoked=None).exists():
            _note(key.kid, b64url_encode(key.public))
    except DatabaseError:
        logger.warning("the key in use could not be noted", exc_info=True)
    known = list(KeyUse.objects.order_by("created", "pk"))
    if all(use.kid != key.kid for use in known):
        known.append(KeyUse(kid=key.kid, public=b64url_encode(key.public), created=None))
    return [_describe(use, in_use=use.kid == key.kid) for use in known]


@transaction.atomic
def _note(kid: str, public: str) -> None:
    """The key is in use from now on, and no other. One that comes back keeps its first date."""
    KeyUse.objects.filter(revoked=None).update(revoked=timezone.now())
    KeyUse.objects.update_or_create(kid=kid, defaults={"public": public, "revoked": None})


def _describe(use: KeyUse, *, in_use: bool) -> dict[str, Any]:
    return {
        "kid": use.kid,
        "public": use.public,
        "created": wire_time(use.created),
        "revoked": None if in_use else wire_time(use.revoked),
    }
