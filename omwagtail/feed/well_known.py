"""What a site says about itself at ``/.well-known/omwagtail``."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings as django_settings
from django.urls import reverse

from omwagtail import __version__
from omwagtail.catalogue.building import licence_of
from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.origins import own_origins
from omwagtail.catalogue.sources import source_models
from omwagtail.conf import settings
from omwagtail.documents import VERSION, b64url_encode


def describe_site(origin: str) -> dict[str, Any]:
    """The members: v, name, origin, software, keys, types, licence, feed, api, successions.

    A key's ``created`` is null where it was derived or set without a date, ``revoked`` while it is
    in use; both are times as in documents.
    """
    return {
        "v": VERSION,
        "name": name_of(origin),
        "origin": origin,
        "software": {"name": "omwagtail", "version": __version__},
        "keys": [_describe_key()],
        "types": document_types(),
        "licence": licence_of(settings.DEFAULT_LICENCE, django_settings.LANGUAGE_CODE),
        "feed": origin + reverse("omwagtail_changes"),
        "api": origin + reverse("omwagtail_api"),
        "successions": [],
    }


def name_of(origin: str) -> str:
    """The name of the site's own organisation, else of the Wagtail site, else its host."""
    organisation = Item.objects.visible().own(origin).of_type("organisation").first()
    if organisation is not None:
        return organisation.title
    return own_origins()[origin].site_name or urlsplit(origin).netloc


def document_types() -> list[str]:
    """The types that this installation can publish, by the models it has."""
    return sorted({model.om_document_type for model in source_models()})


def _describe_key() -> dict[str, Any]:
    key = signing_key()
    return {
        "kid": key.kid,
        "public": b64url_encode(key.public),
        "created": None,
        "revoked": None,
    }
