"""What documents are made of beside their page: images, files, organisations, sites."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import (
    AbstractPage,
    Collection,
    CollectionMember,
    CollectionViewRestriction,
    Locale,
    Site,
)

from omwagtail.catalogue.dependents import referred_models, users_of
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.search.writing import remove_words
from omwagtail.catalogue.signals.batch import adding
from omwagtail.catalogue.sources import is_source

# Wagtail notes these of a file when somebody asks for the first time; the file is the same.
NOTED_LATER = frozenset({"file_hash", "file_size"})


def saved(sender: type[models.Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """An object that is a document, or that documents show."""
    update_fields = kwargs.get("update_fields")
    if raw or (update_fields is not None and set(update_fields) <= NOTED_LATER):
        return
    _changed(sender, instance)


def deleted(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """The object itself; who referred to it was noted before."""
    _changed(sender, instance)


def deleting(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """Who refers to an object is known as long as it is there."""
    if sender in _worth_a_look():
        with adding() as batch:
            batch.objects.update(dict.fromkeys(users_of(sender, [instance.pk])))


def restriction_changed(sender: Any, instance: CollectionViewRestriction, **kwargs: Any) -> None:
    """A collection and all below it became private, or public."""
    path = Collection.objects.filter(pk=instance.collection_id).values_list("path", flat=True)
    with adding() as batch:
        batch.collections.update(path)


def collection_saved(sender: Any, instance: Collection, created: bool, **kwargs: Any) -> None:
    """It may be moved below a private one, which sends no signal, right after it was saved."""
    if not created:
        with adding() as batch:
            batch.wants_sweep = True


def everything_changed(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A site or a language: any address may be another one."""
    if not raw:
        with adding() as batch:
            batch.is_everything = True


def changed_in_bulk(objects: Iterable[Any]) -> None:
    """Images or files, for example put into another collection."""
    with adding() as batch:
        for one in objects:
            if isinstance(one, CollectionMember):
                batch.referred.setdefault(type(one), set()).add(one.pk)


def forget_words(sender: Any, instance: Item, **kwargs: Any) -> None:
    """The side table has no foreign key, since one of its databases knows none."""
    remove_words([instance.pk])


def _changed(sender: type[models.Model], instance: Any) -> None:
    if issubclass(sender, AbstractPage):
        return
    if is_source(sender):
        with adding() as batch:
            batch.objects[sender, instance.pk] = None
    if sender in _worth_a_look():
        with adding() as batch:
            batch.referred.setdefault(sender, set()).add(instance.pk)


@lru_cache(maxsize=1)
def _worth_a_look() -> frozenset[type[models.Model]]:
    return referred_models()


CONNECTIONS = (
    (post_save, saved, None),
    (pre_delete, deleting, None),
    (post_delete, deleted, None),
    (post_save, restriction_changed, CollectionViewRestriction),
    (post_delete, restriction_changed, CollectionViewRestriction),
    (post_save, collection_saved, Collection),
    (post_save, everything_changed, Site),
    (post_delete, everything_changed, Site),
    (post_save, everything_changed, Locale),
    (post_delete, everything_changed, Locale),
)
