"""Capture for speed: Wagtail's and Django's signals, each followed by a look at the database.

A handler never trusts what a signal carries: it asks for a capture after the transaction, and the
sweep finds what no signal reported.
"""

import logging

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    AbstractPage,
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
    ReferenceIndex,
)
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from omwagtail.catalogue.capture import capture
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.search.writing import remove_words
from omwagtail.catalogue.sources import base_page_model, is_source

logger = logging.getLogger("omwagtail.capture")


def connect() -> None:
    """Listen to everything that can change what is published."""
    page_published.connect(_capture_later, dispatch_uid="omwagtail.published")
    page_unpublished.connect(_capture_later, dispatch_uid="omwagtail.unpublished")
    page_slug_changed.connect(_capture_branch_later, dispatch_uid="omwagtail.slug")
    post_page_move.connect(_capture_branch_later, dispatch_uid="omwagtail.moved")
    post_save.connect(_saved, dispatch_uid="omwagtail.saved")
    post_delete.connect(_deleted, dispatch_uid="omwagtail.deleted")
    # The side table has no foreign key, since one of its databases knows none.
    post_delete.connect(_forget_words, sender=Item, dispatch_uid="omwagtail.words")


def _capture_later(sender, instance, **kwargs) -> None:
    if is_source(instance):
        transaction.on_commit(lambda: _capture_safely(instance))


def _capture_branch_later(sender, instance, **kwargs) -> None:
    transaction.on_commit(lambda: _capture_branch(instance))


def _forget_words(sender, instance, **kwargs) -> None:
    remove_words([instance.pk])


def _saved(sender, instance, raw=False, **kwargs) -> None:
    if not raw and not isinstance(instance, AbstractPage):
        # Pages are captured when they are published; saving a draft has no effect.
        _changed(sender, instance)


def _deleted(sender, instance, **kwargs) -> None:
    # Django takes the primary key off the instance when the deletion is done.
    gone = type(instance)(pk=instance.pk) if is_source(instance) else instance
    _changed(sender, gone)


def _changed(sender, instance) -> None:
    if isinstance(instance, PageViewRestriction):
        _capture_branch_later(sender, instance.page)
    elif isinstance(instance, CollectionViewRestriction):
        transaction.on_commit(lambda: _capture_users_of_collection(instance.collection))
    else:
        _capture_later(sender, instance)


def _capture_users_of_collection(collection: Collection) -> None:
    """Pages that show a picture or offer a file of a collection that became private, or public."""
    branch = Collection.objects.descendant_of(collection, inclusive=True)
    for model in (get_image_model(), get_document_model()):
        members = model._base_manager.filter(collection__in=branch)
        users = ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(model),
            to_object_id__in=[str(pk) for pk in members.values_list("pk", flat=True)],
        )
        for content_type, pk in set(users.values_list("content_type_id", "object_id")):
            user = ContentType.objects.get_for_id(content_type).model_class()
            if is_source(user):
                _capture_safely(user(pk=pk))


def _capture_branch(page: AbstractPage) -> None:
    branch = base_page_model().objects.descendant_of(page, inclusive=True)
    for descendant in branch.live().specific():
        if is_source(descendant):
            _capture_safely(descendant)


def _capture_safely(instance) -> None:
    """A capture that fails must not fail the editor's request: the sweep will try again."""
    try:
        capture(instance)
    except Exception:
        logger.exception("capture failed: %s %s", type(instance).__name__, instance.pk)
