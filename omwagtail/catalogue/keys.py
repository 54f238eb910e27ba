"""The key that signs this installation's documents, and those that signed them before."""

from collections.abc import Iterator
from functools import lru_cache

from django.conf import settings as django_settings

from omwagtail.conf import settings
from omwagtail.documents import SigningKey, derive_signing_key


def signing_key() -> SigningKey:
    """The setting ``SIGNING_KEY``, else a key derived from SECRET_KEY."""
    return _signing_key(settings.SIGNING_KEY, django_settings.SECRET_KEY)


def spare_keys() -> Iterator[SigningKey]:
    """Keys that the settings still hold and that do not sign documents now.

    They come from SECRET_KEY_FALLBACKS, and from SECRET_KEY where ``SIGNING_KEY`` took its place.
    Whether one of them ever signed anything is not known here.
    """
    for secret in (django_settings.SECRET_KEY, *django_settings.SECRET_KEY_FALLBACKS):
        key = _signing_key(None, secret)
        if key.kid != signing_key().kid:
            yield key


@lru_cache(maxsize=16)
def _signing_key(given: str | None, secret: str) -> SigningKey:
    if given:
        return SigningKey.from_text(given)
    return derive_signing_key(secret)
