"""The key that signs this installation's documents."""

from functools import lru_cache

from django.conf import settings as django_settings

from omwagtail.conf import settings
from omwagtail.documents import SigningKey, derive_signing_key


def signing_key() -> SigningKey:
    """The setting ``SIGNING_KEY``, else a key derived from SECRET_KEY."""
    return _signing_key(settings.SIGNING_KEY, django_settings.SECRET_KEY)


@lru_cache(maxsize=4)
def _signing_key(given: str | None, secret: str) -> SigningKey:
    if given:
        return SigningKey.from_text(given)
    return derive_signing_key(secret)
