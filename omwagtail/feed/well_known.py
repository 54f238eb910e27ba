"""What a site says about itself at ``/.well-known/omwagtail``."""

from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings as django_settings
from django.urls import reverse

from omwagtail import __version__
from omwagtail.catalogue.building import licence_of
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.origins import own_origins
from omwagtail.catalogue.sources import source_models
from omwagtail.conf import settings
from omwagtail.documents import DOCUMENT_TYPES, VERSION
from omwagtail.feed.keys import describe_keys
from omwagtail.feed.successions import describe_successions


def describe_site(origin: str) -> dict[str, Any]:
    """The members: v, name, origin, software, keys, types, licence, relay, feed, api, successions,
    and join where other sites may ask to be read.

    A key's ``created`` is when it was first named here, ``revoked`` when another took its place;
    both are times as in documents. ``successions`` are what former keys said of later ones, and of
    this origin where it had another name. ``relay`` says whether the feed also holds other sites'
    documents.
    """
    description = {
        "v": VERSION,
        "name": name_of(origin),
        "origin": origin,
        "software": {"name": "omwagtail", "version": __version__},
        "keys": describe_keys(),
        "types": document_types(),
        "licence": licence_of(settings.DEFAULT_LICENCE, django_settings.LANGUAGE_CODE),
        "relay": bool(settings.RELAY),
        "feed": origin + reverse("omwagtail_changes"),
        "api": origin + reverse("omwagtail_api"),
        "successions": describe_successions(origin),
    }
    if takes_requests():
        description["join"] = origin + reverse("omwagtail_join")
    return description


def takes_requests() -> bool:
    """Whether other sites may ask to be taken in as sources: only a site that reads has use for it.

    The room that reads is an app of its own, which this one must do without.
    """
    return bool(settings.ACCEPT_JOINS) and apps.is_installed("omwagtail.harvest")


def name_of(origin: str) -> str:
    """The name of the site's own organisation, else of the Wagtail site, else its host."""
    organisation = Item.objects.visible().own(origin).of_type("organisation").first()
    if organisation is not None:
        return organisation.title
    return own_origins()[origin].site_name or urlsplit(origin).netloc


def document_types() -> list[str]:
    """The types that the feed may hold: by the models that this installation has, or all of them
    where it passes on what others publish."""
    if settings.RELAY:
        return sorted(DOCUMENT_TYPES)
    return sorted({model.om_document_type for model in source_models()})
