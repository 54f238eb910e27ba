"""Who has to be looked at when something else changed: those who refer to it, show it, lie below
it. Found by Wagtail's ReferenceIndex and the page tree, with a few queries for any number.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.blocks import Block
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    COMMENTS_RELATION_NAME,
    AbstractPage,
    Locale,
    ReferenceIndex,
    Revision,
    Site,
    Task,
    WorkflowState,
)

from omwagtail.catalogue.models import Item
from omwagtail.catalogue.rows import published
from omwagtail.catalogue.sources import base_page_model, is_source, source_models
from omwagtail.catalogue.translations import families, siblings_of

Key = tuple[type[models.Model], Any]
"""Model and primary key of an object that is a document source."""

BATCH = 500
# What pages refer to, and no document shows.
BOOKKEEPING = {ContentType, Locale, Revision, Site, Task, WorkflowState}


def users_of(model: type[models.Model], pks: Iterable[Any]) -> set[Key]:
    """The published objects that refer to objects of a model."""
    base = ReferenceIndex._get_base_content_type(model)
    ids = sorted({str(pk) for pk in pks})
    if issubclass(model, AbstractPage):
        # A link leads to the page's translation, where there is one in the reader's language.
        found = families(base_page_model(), ids)
        ids = sorted({pk for family in found.values() for pk in family} | set(ids))
    users: set[tuple[int, str]] = set()
    for start in range(0, len(ids), BATCH):
        references = ReferenceIndex.objects.filter(
            to_content_type=base, to_object_id__in=ids[start : start + BATCH]
        )
        users |= set(references.values_list("base_content_type_id", "object_id"))
    return _sources_among(users)


def _sources_among(users: Collection[tuple[int, str]]) -> set[Key]:
    pages = ReferenceIndex._get_base_content_type(base_page_model()).pk if users else None
    found = _pages_among([pk for content_type, pk in users if content_type == pages])
    for content_type, pk in users:
        user = ContentType.objects.get_for_id(content_type).model_class()
        if content_type != pages and user is not None and is_source(user):
            found.add((user, user._meta.pk.to_python(pk)))
    return found


def _pages_among(ids: list[str]) -> set[Key]:
    found: set[Key] = set()
    for start in range(0, len(ids), BATCH):
        found |= _keys(base_page_model()._base_manager.filter(pk__in=ids[start : start + BATCH]))
    return found


def _keys(pages: models.QuerySet) -> set[Key]:
    found: set[Key] = set()
    for pk, content_type in pages.values_list("pk", "content_type_id"):
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is not None and is_source(model):
            found.add((model, pk))
    return found


def branch_of(page: AbstractPage, limit: int) -> set[Key]:
    """Document sources among a page and what lies below it; one more than ``limit`` at the most."""
    content_types = ContentType.objects.get_for_models(*page_models()).values()
    branch = base_page_model()._base_manager.filter(
        path__startswith=page.path, content_type__in=content_types, live=True, alias_of=None
    )
    return _keys(branch[: limit + 1]) if content_types else set()


def users_of_branch(page: AbstractPage) -> set[Key]:
    """Who refers to a page or to anything below it."""
    branch = base_page_model()._base_manager.filter(path__startswith=page.path)
    return users_of(base_page_model(), branch.values_list("pk", flat=True))


def users_of_collection(path: str) -> set[Key]:
    """Who shows an image, or offers a file, of a collection or of one below it."""
    found: set[Key] = set()
    for model in (get_image_model(), get_document_model()):
        members = model._base_manager.filter(collection__path__startswith=path)
        found |= users_of(model, members.values_list("pk", flat=True))
    return found


def translations_of(model: type[models.Model], pks: Collection[Any]) -> set[Key]:
    """Other translations of objects: they share the id of the one that came first."""
    return {(model, pk) for pk in siblings_of(model, pks) - set(pks)}


def published_by(origin: str, limit: int) -> set[Key]:
    """All that an origin publishes, one more than ``limit`` at the most."""
    items = Item.objects.own(origin).filter(object_id__isnull=False, state="accepted")
    found: set[Key] = set()
    for content_type, pk in items.values_list("content_type_id", "object_id")[: limit + 1]:
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is not None and is_source(model):
            found.add((model, model._meta.pk.to_python(pk)))
    return found


def count_sources(limit: int) -> int:
    """How many objects there are that may be published; counting ends above ``limit``."""
    total = 0
    for model in source_models():
        total += published(model)[: limit + 1 - total].count()
        if total > limit:
            break
    return total


def page_models() -> list[type[AbstractPage]]:
    """All page types that are document sources."""
    return [model for model in source_models() if issubclass(model, AbstractPage)]


def referred_models() -> frozenset[type[models.Model]]:
    """Models that a document source can refer to, pages left out: what is worth a look when it is
    saved. What a partner's own kind of block refers to is found by the sweep alone.
    """
    found: set[type[models.Model]] = {get_image_model(), get_document_model()}
    for model in source_models():
        parts = [
            field.related_model
            for field in model._meta.get_fields()
            if isinstance(field.remote_field, ParentalKey)
            and field.get_accessor_name() != COMMENTS_RELATION_NAME
        ]
        for part in (model, *parts):
            found |= set(_targets_of(part))
    found &= set(apps.get_models()) - BOOKKEEPING
    return frozenset(one for one in found - {get_user_model()} if not issubclass(one, AbstractPage))


def _targets_of(model: type[models.Model]) -> Iterator[type[models.Model]]:
    for field in model._meta.get_fields():
        if field.is_relation and field.many_to_one and field.related_model:
            yield field.related_model
        elif block := getattr(field, "stream_block", None):
            yield from _targets_of_block(block)


def _targets_of_block(block: Block) -> Iterator[type[models.Model]]:
    if target := getattr(block, "model_class", None):
        yield target
    children = getattr(block, "child_blocks", {}).values()
    only = getattr(block, "child_block", None)
    for child in (*children, *([only] if only else ())):
        yield from _targets_of_block(child)
