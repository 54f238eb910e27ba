"""Which document the translations of one text name as theirs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.conf import settings as django_settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import TranslatableMixin

from omwagtail.catalogue.models import Item
from omwagtail.catalogue.sources import Surroundings


def shared_ids(
    model: type[models.Model], keys: Mapping[Any, Any], around: Surroundings
) -> dict[Any, str]:
    """For objects of one model that are translations: primary key -> ``translation_of``.

    ``keys`` are the objects' primary keys with their translation keys. Translations share the id of
    the one that was in the catalogue first: it stays the same when others come, go or are
    withdrawn. That one is left out, like objects without translations.
    """
    if not issubclass(model, TranslatableMixin) or len(around.languages) < 2:
        return {}
    siblings = _siblings(model, keys.values())
    items = _items(model, [pk for family in siblings.values() for pk in family])
    found = {}
    for pk, key in keys.items():
        family = siblings.get(_as_key(model, key), ())
        first = min((items[one] for one in family if one in items), default=None)
        if pk is not None and first is not None and first != items.get(pk):
            found[pk] = first[1]
    return found


def siblings_of(model: type[models.Model], pks: Collection[Any]) -> set[Any]:
    """All translations of objects of a model, these included."""
    if not issubclass(model, TranslatableMixin):
        return set()
    keys = model._base_manager.filter(pk__in=pks).values_list("translation_key", flat=True)
    found = model._base_manager.filter(translation_key__in=set(keys))
    return set(found.values_list("pk", flat=True))


def families(model: type[models.Model], pks: Collection[str]) -> dict[str, set[str]]:
    """For pages that others link to: primary key -> those of all its translations, as text.

    Where Wagtail's translations are off, a link always leads to the page itself.
    """
    if not getattr(django_settings, "WAGTAIL_I18N_ENABLED", False):
        return {}
    keys = dict(model._base_manager.filter(pk__in=pks).values_list("pk", "translation_key"))
    members = defaultdict(set)
    rows = model._base_manager.filter(translation_key__in=set(keys.values()))
    for pk, key in rows.values_list("pk", "translation_key"):
        members[key].add(str(pk))
    return {str(pk): members[key] for pk, key in keys.items()}


def _siblings(model: type[models.Model], keys: Iterable[Any]) -> dict[Any, set[Any]]:
    """Translation key -> primary keys, of what there is in more than one language."""
    found: dict[Any, set[Any]] = defaultdict(set)
    rows = model._base_manager.filter(translation_key__in=list(keys), locale__isnull=False)
    for pk, key in rows.values_list("pk", "translation_key"):
        found[key].add(pk)
    return {key: family for key, family in found.items() if len(family) > 1}


def _as_key(model: type[models.Model], key: Any) -> Any:
    return model._meta.get_field("translation_key").to_python(key)


def _items(model: type[models.Model], pks: list[Any]) -> dict[Any, tuple[int, str]]:
    """Primary key -> place in the order of first captures, and id."""
    if not pks:
        return {}
    by_text = {str(pk): pk for pk in pks}
    items = Item.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=list(by_text)
    )
    return {
        by_text[item.object_id]: (item.pk, item.urn) for item in items.only("object_id", "uuid")
    }
