"""Which objects of an installation are published as documents, and where they stand.

A model takes part by declaring ``om_document_type`` and ``to_document()``; nothing is registered.
Pages say by themselves whether they are public and where; any other model adds ``om_site()`` and
``om_path()``.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from django.apps import apps
from django.conf import settings as django_settings
from django.db import models
from django.utils import timezone, translation
from wagtail.models import AbstractPage, PageViewRestriction, Site

from omwagtail.catalogue.origins import origin_of_site, origin_problem
from omwagtail.conf import settings


@runtime_checkable
class DocumentSource(Protocol):
    """A model whose objects become documents."""

    om_document_type: str

    def to_document(self) -> dict[str, Any]:
        """The document's members but those that the catalogue gives: v, op, type, id, origin, rev,
        url, aliases, language, published, modified, expires and publisher. Must cope with blanks.
        """
        ...


class PublishedElsewhere(Protocol):
    """What a document source that is no page says besides."""

    def om_site(self) -> Site | None:
        """The site that publishes the object; None keeps it unpublished."""
        ...

    def om_path(self) -> str:
        """The object's address below the origin, with a leading slash."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where an object is published. ``withheld`` says why it is not; it is empty when it is."""

    origin: str = ""
    url: str = ""
    language: str = "de"
    published: datetime | None = None
    modified: datetime | None = None
    expires: datetime | None = None
    withheld: str = ""


def source_models() -> list[type[models.Model]]:
    """All installed models that are document sources, the organisation first: others name it."""
    found = [
        model
        for model in apps.get_models()
        if getattr(model, "om_document_type", None) and hasattr(model, "to_document")
    ]
    return sorted(found, key=lambda model: model.om_document_type != "organisation")


def base_page_model() -> type[AbstractPage]:
    """The model that every page is a row of: Wagtail's own, or the one a project put in its place
    (``WAGTAIL_PAGE_MODEL``, Wagtail 8 and later).
    """
    return apps.get_model(getattr(django_settings, "WAGTAIL_PAGE_MODEL", "wagtailcore.Page"))


def is_source(instance: object) -> bool:
    """Whether an object, or a model, can become a document."""
    return bool(getattr(instance, "om_document_type", None)) and hasattr(instance, "to_document")


class Surroundings:
    """What deciding about many objects needs once: sites, their origins, and private subtrees.

    Wagtail also keeps its root paths here (``get_url_parts`` takes any object as its cache), so a
    sweep over ten thousand pages asks for them once.
    """

    def __init__(self) -> None:
        self.origins = {site.pk: origin_of_site(site) for site in Site.objects.all()}
        self.usable = {pk for pk, origin in self.origins.items() if origin_problem(origin) is None}
        self.restricted = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))


def place(source: models.Model, around: Surroundings | None = None) -> Placement:
    """Where ``source`` stands now, and whether it may be shown to everyone."""
    around = around or Surroundings()
    if isinstance(source, AbstractPage):
        return _place_page(source, around)
    site = source.om_site()
    if site is None:
        return Placement(withheld="unpublished")
    origin = around.origins[site.pk]
    return Placement(
        origin=origin,
        url=origin + source.om_path(),
        language=django_settings.LANGUAGE_CODE,
        withheld="" if site.pk in around.usable else "unpublished",
    )


def _place_page(page: AbstractPage, around: Surroundings) -> Placement:
    # A page that was never saved, as in a first preview, has no locale yet.
    language = page.locale.language_code if page.locale_id else django_settings.LANGUAGE_CODE
    # Under i18n_patterns an address depends on the language that is active.
    with translation.override(language):
        site_id, _, path = page.get_url_parts(around) or (None, None, None)
    origin = around.origins.get(site_id, "")
    is_shown = path is not None and site_id in around.usable
    return Placement(
        origin=origin,
        url=origin + (path or ""),
        language=language,
        published=page.first_published_at,
        modified=page.last_published_at,
        expires=page.expire_at,
        withheld=_withheld(page, around) if is_shown else "unpublished",
    )


def _withheld(page: AbstractPage, around: Surroundings) -> str:
    if not page.live:
        return "expired" if page.expired else "unpublished"
    if page.expire_at is not None and page.expire_at <= timezone.now():
        return "expired"
    if page.path.startswith(around.restricted):
        return "restricted"
    if page.alias_of_id or not takes_part(page):
        return "unpublished"
    return ""


def takes_part(page: AbstractPage) -> bool:
    """Whether a page's editor lets it leave the site; ``SYNDICATE`` decides where none did."""
    chosen = getattr(page, "om_syndicate", None)
    return settings.SYNDICATE if chosen is None else bool(chosen)
