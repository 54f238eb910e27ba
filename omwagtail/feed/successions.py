"""What former keys of this installation said of later ones, and of other addresses (rule 22).

Where the settings still hold a former key, it signs by itself what comes after it: before anybody
reads here that there is a new one, because a reader stops at a key that nobody spoke for.
"""

import logging
from collections.abc import Iterable
from dataclasses import asdict

from django.db import DatabaseError

from omwagtail.catalogue.keys import signing_key, spare_keys
from omwagtail.catalogue.origins import own_origins
from omwagtail.documents import MAX_SUCCESSIONS, SigningKey, Succession, sign_succession
from omwagtail.feed.keys import known_keys, note_key_in_use
from omwagtail.feed.models import SignedSuccession

logger = logging.getLogger("omwagtail.feed")


def describe_successions(origin: str) -> list[dict[str, str]]:
    """The statements that lead to this origin, the newest last, no more than readers look at."""
    try:
        sign_by_spare_keys()
    except DatabaseError:
        logger.warning("a former key's statement could not be stored", exc_info=True)
    return [statement.as_dict() for statement in statements_for(origin)[-MAX_SUCCESSIONS:]]


def statements_for(origin: str) -> list[Succession]:
    """What was signed about this origin and about those that it had before, the newest last."""
    signed = list(SignedSuccession.objects.order_by("created", "pk"))
    names, grown = {origin}, True
    while grown:
        former = {one.old_origin for one in signed if one.new_origin in names}
        grown = not former <= names
        names |= former
    return [_as_statement(one) for one in signed if one.new_origin in names]


def sign_by_spare_keys() -> list[Succession]:
    """Let each former key that the settings still hold name the key of today; return what is new.

    A key that never signed here says nothing: it may be a secret of another purpose.
    """
    spare = list(spare_keys())
    if not spare:
        return []
    note_key_in_use()
    known = set(known_keys().values_list("kid", flat=True))
    return sign(
        (key, origin, origin) for key in spare if key.kid in known for origin in own_origins()
    )


def sign(steps: Iterable[tuple[SigningKey, str, str]]) -> list[Succession]:
    """Sign that (key, old origin, new origin) has the key of today as its successor, and store it.

    Returns the statements that were not there before. Raises DocumentError for an origin that is
    none.
    """
    current = signing_key().kid
    before = {_as_statement(one) for one in SignedSuccession.objects.all()}
    fresh = []
    for key, old_origin, new_origin in steps:
        if (key.kid, old_origin) == (current, new_origin):
            continue
        statement = sign_succession(
            key, old_origin=old_origin, new_origin=new_origin, new_kid=current
        )
        if statement not in before and statement not in fresh:
            fresh.append(statement)
    rows = [SignedSuccession(**asdict(statement)) for statement in fresh]
    # Another process may sign the same in this moment.
    SignedSuccession.objects.bulk_create(rows, ignore_conflicts=True)
    for statement in fresh:
        logger.warning("signed a succession: %s", in_words(statement))
    return fresh


def successor_of(origin: str) -> str | None:
    """The own origin that a former one leads to, if one was signed for."""
    if not SignedSuccession.objects.filter(old_origin=origin).exists():
        return None
    return next((own for own in own_origins() if _leads(origin, own)), None)


def in_words(statement: Succession) -> str:
    """For a log and a terminal."""
    old = f"{statement.old_origin} with key {statement.old_kid}"
    return f"{old} is now {statement.new_origin} with key {statement.new_kid}"


def _leads(origin: str, own: str) -> bool:
    return any(statement.old_origin == origin for statement in statements_for(own))


def _as_statement(signed: SignedSuccession) -> Succession:
    return Succession(
        old_origin=signed.old_origin,
        old_kid=signed.old_kid,
        new_origin=signed.new_origin,
        new_kid=signed.new_kid,
        sig=signed.sig,
    )
