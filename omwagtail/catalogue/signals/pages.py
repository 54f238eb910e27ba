"""Pages: published, unpublished, saved, moved, renamed, deleted, made private."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import AbstractPage, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from omwagtail.catalogue.dependents import translations_of, users_of
from omwagtail.catalogue.rows import DRAFT_COLUMNS
from omwagtail.catalogue.signals.batch import adding, capture_later
from omwagtail.catalogue.sources import base_page_model, is_source


def published_or_not(sender: Any, instance: AbstractPage, **kwargs: Any) -> None:
    """Also by a schedule, a workflow, a bulk action or an alias."""
    capture_later(instance)


def branch_changed(sender: Any, instance: AbstractPage, **kwargs: Any) -> None:
    """A page moved or has another slug, so everything below it has another address."""
    with adding() as batch:
        batch.branches[instance.path] = base_page_model()(pk=instance.pk, path=instance.path)
    capture_later(instance)


def saved(sender: Any, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A page saved by a script, without a revision: the only signal there is.

    What an editor does sends a signal of its own afterwards.
    """
    if raw or not isinstance(instance, AbstractPage) or instance.alias_of_id:
        return
    if not is_source(instance) or _is_draft(kwargs.get("update_fields")):
        return
    if created:
        # The admin makes a page before it makes it private: too early to show it to anyone.
        if instance.live:
            with adding() as batch:
                batch.wants_sweep = True
    elif not _is_published_next(instance):
        capture_later(instance)


def deleting(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Who refers to a page is known as long as it is there."""
    # A page is a row of its type, and one of every page; both are deleted, one signal is enough.
    if isinstance(instance, AbstractPage) and sender in (instance.specific_class, None):
        with adding() as batch:
            users = users_of(sender, [instance.pk])
            if is_source(sender):
                users |= translations_of(sender, [instance.pk])
            batch.objects.update(dict.fromkeys(users))


def deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """The page itself; Django takes the primary key off the instance when the deletion is done."""
    if isinstance(instance, AbstractPage) and is_source(sender):
        with adding() as batch:
            batch.objects[sender, instance.pk] = None


def restriction_changed(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    """A page and all below it became private, or public."""
    page = base_page_model()._base_manager.filter(pk=instance.page_id).first()
    if page is not None:
        branch_changed(sender, page)


def _is_draft(update_fields: frozenset[str] | None) -> bool:
    return update_fields is not None and set(update_fields) <= DRAFT_COLUMNS


def _is_published_next(page: AbstractPage) -> bool:
    """Publishing and unpublishing set which revision is live, save, and then send their signal."""
    return type(page)._meta.get_field("live_revision").is_cached(page)


CONNECTIONS = (
    (page_published, published_or_not, None),
    (page_unpublished, published_or_not, None),
    (page_slug_changed, branch_changed, None),
    (post_page_move, branch_changed, None),
    (post_save, saved, None),
    (pre_delete, deleting, None),
    (post_delete, deleted, None),
    (post_save, restriction_changed, PageViewRestriction),
    (post_delete, restriction_changed, PageViewRestriction),
)
