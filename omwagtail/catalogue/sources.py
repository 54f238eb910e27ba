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
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from wagtail.models import (
    AbstractPage,
    CollectionViewRestriction,
    Locale,
    PageViewRestriction,
    Site,
)
from wagtail.models.sites import SiteRootPath

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
    """What deciding about many objects needs once: sites, their origins, languages, and what is
    private.

    Wagtail also keeps its root paths here (``get_url_parts`` takes any object as its cache), so a
    sweep over ten thousand pages asks for them once.
    """

    @cached_property
    def origins(self) -> dict[int, str]:
        """Origins by the keys of Wagtail's sites, invalid ones included."""
        return {site.pk: origin_of_site(site) for site in Site.objects.all()}

    @cached_property
    def usable(self) -> set[int]:
        """Keys of the sites whose origin may stand in documents."""
        return {pk for pk, origin in self.origins.items() if origin_problem(origin) is None}

    @cached_property
    def restricted(self) -> tuple[str, ...]:
        """Paths of the pages that are not for everyone; what lies below is not either."""
        return tuple(PageViewRestriction.objects.values_list("page__path", flat=True))

    @cached_property
    def languages(self) -> dict[int, str]:
        """Language codes by the keys of Wagtail's locales."""
        return dict(Locale.objects.values_list("pk", "language_code"))

    @cached_property
    def roots(self) -> list[SiteRootPath]:
        """Where Wagtail's sites begin: in this order a page's address is looked for."""
        return Site.get_site_root_paths()

    @cached_property
    def private_collections(self) -> tuple[str, ...]:
        """Paths of the collections that are not for everyone; what lies below is not either."""
        restrictions = CollectionViewRestriction.objects.order_by("collection__path")
        return tuple(restrictions.values_list("collection__path", flat=True))

    @cached_property
    def addresses(self) -> str:
        """What changes whenever the address of any page may change with the sites."""
        return repr((sorted(self.origins.items()), [tuple(root) for root in self.roots]))

    def first_path(self, language: str) -> str:
        """Where Wagtail's pages in a language begin below the origin; empty where it serves none.

        Under i18n_patterns an address depends on the language that is active.
        """
        if language not in self._first_paths:
            with translation.override(language):
                try:
                    self._first_paths[language] = reverse("wagtail_serve", args=("",))
                except NoReverseMatch:
                    self._first_paths[language] = ""
        return self._first_paths[language]

    @cached_property
    def _first_paths(self) -> dict[str, str]:
        return {}


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
    language = around.languages.get(page.locale_id) or django_settings.LANGUAGE_CODE
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
