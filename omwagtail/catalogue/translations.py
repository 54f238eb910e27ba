"""Which document the translations of one text name as theirs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import TranslatableMixin

from omwagtail.catalogue.models import Item


def shared_ids(sources: Sequence[models.Model]) -> dict[object, str]:
    """For objects of one model that are translations: primary key -> ``translation_of``.

    Translations share the id of the one that was in the catalogue first: it stays the same when
    others come, go or are withdrawn. That one is left out, like objects without translations.
    """
    sources = [source for source in sources if source.pk is not None]
    if not sources or not isinstance(sources[0], TranslatableMixin):
        return {}
    siblings = _siblings(type(sources[0]), {source.translation_key for source in sources})
    items = _items(type(sources[0]), [pk for family in siblings.values() for pk in family])
    found = {}
    for source in sources:
        family = siblings.get(source.translation_key, ())
        first = min((items[pk] for pk in family if pk in items), default=None)
        if first is not None and first != items.get(source.pk):
            found[source.pk] = first[1]
    return found


def _siblings(model: type[TranslatableMixin], keys: Iterable[object]) -> dict[object, set[object]]:
    """Translation key -> primary keys, of what there is in more than one language."""
    families: dict[object, set[object]] = defaultdict(set)
    rows = model._base_manager.filter(translation_key__in=list(keys), locale__isnull=False)
    for pk, key in rows.values_list("pk", "translation_key"):
        families[key].add(pk)
    return {key: family for key, family in families.items() if len(family) > 1}


def _items(model: type[models.Model], pks: list[object]) -> dict[object, tuple[int, str]]:
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
