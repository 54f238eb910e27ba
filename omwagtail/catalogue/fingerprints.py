"""What an object looked like when it was captured, from columns alone.

A fingerprint changes whenever the document could change: with the object's own columns, its place,
the objects it refers to (by Wagtail's ReferenceIndex), its publisher and this package's build
version. It may change when the document does not; then a capture finds the same text and only
notes the new fingerprint.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import (
    AbstractPage,
    CollectionMember,
    CollectionViewRestriction,
    ReferenceIndex,
)

from omwagtail.catalogue.building import BUILD_VERSION, publisher_of
from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.own_codes import own_topics_mark
from omwagtail.catalogue.sources import Placement, source_models
from omwagtail.catalogue.translations import shared_ids
from omwagtail.conf import settings

# Of a page that another one links to, these decide how the link looks; its text does not.
LINKED_PAGE_COLUMNS = ("title", "url_path", "live", "expired")
# Columns that change without the public object changing: drafts, locks, the tree's bookkeeping.
DRAFT_COLUMNS = frozenset(
    {
        "latest_revision",
        "has_unpublished_changes",
        "draft_title",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
        "path",
        "go_live_at",
    }
)


def fingerprint(source: models.Model, placement: Placement) -> str:
    """The fingerprint of one object."""
    return fingerprints([(source, placement)])[source.pk]


def fingerprints(placed: Sequence[tuple[models.Model, Placement]]) -> dict[object, str]:
    """Fingerprints by primary key of objects of one model; a handful of queries in all."""
    if not placed:
        return {}
    marks = reference_marks([source for source, _ in placed])
    origins = {placement.origin for _, placement in placed if placement.origin}
    publishers = {origin: publisher_of(origin) for origin in origins}
    topics = own_topics_mark()
    translated = shared_ids([source for source, _ in placed])
    return {
        source.pk: _digest(
            [
                BUILD_VERSION,
                signing_key().kid,
                settings.DEFAULT_LICENCE,
                topics,
                placement.url,
                translated.get(source.pk),
                publishers.get(placement.origin),
                own_columns(source),
                sorted(marks.get(str(source.pk), ())),
            ]
        )
        for source, placement in placed
    }


def own_columns(source: models.Model) -> list[tuple[str, str]]:
    """The values of all columns that can reach the document, as text."""
    return [
        (field.name, field.value_to_string(source))
        for field in source._meta.concrete_fields
        if field.name not in DRAFT_COLUMNS
    ]


def reference_marks(sources: Sequence[models.Model]) -> dict[str, set[str]]:
    """For each object a mark of every object it refers to, which changes when that one does."""
    model = type(sources[0])
    base = ContentType.objects.get_for_model(
        ReferenceIndex._get_base_content_type(model).model_class()
    )
    references = ReferenceIndex.objects.filter(
        base_content_type=base, object_id__in=[str(source.pk) for source in sources]
    ).values_list("object_id", "to_content_type_id", "to_object_id")
    targets: dict[int, set[str]] = defaultdict(set)
    for _, content_type, target in references:
        targets[content_type].add(target)
    marks = {
        content_type: _marks_of_targets(content_type, ids) for content_type, ids in targets.items()
    }
    found: dict[str, set[str]] = defaultdict(set)
    for source, content_type, target in references:
        found[source].add(f"{content_type}:{target}:{marks[content_type].get(target, 'gone')}")
    return found


def _marks_of_targets(content_type: int, ids: Iterable[str]) -> dict[str, str]:
    model = ContentType.objects.get_for_id(content_type).model_class()
    if model is None:
        return {}
    targets = model._base_manager.filter(pk__in=ids)
    if issubclass(model, AbstractPage):
        states = _states_of_pages(ids)
        rows = targets.values_list("pk", *LINKED_PAGE_COLUMNS)
        return {str(row[0]): _digest([*row, states.get(str(row[0]))]) for row in rows}
    columns = [field.attname for field in model._meta.concrete_fields]
    private = _private_ones(targets) if issubclass(model, CollectionMember) else set()
    rows = targets.values_list("pk", *columns)
    return {str(row[0]): _digest([*row, row[0] in private]) for row in rows}


def _private_ones(members: models.QuerySet) -> set[object]:
    """Which images or documents lie in a private collection: those leave the document."""
    restricted = tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    paths = members.values_list("pk", "collection__path") if restricted else ()
    return {pk for pk, path in paths if path.startswith(restricted)}


def _states_of_pages(ids: Iterable[str]) -> dict[str, str]:
    """A document names a related page by its id once that page has an item that is shown."""
    pages = [model for model in source_models() if issubclass(model, AbstractPage)]
    content_types = ContentType.objects.get_for_models(*pages).values()
    items = Item.objects.filter(content_type__in=content_types, object_id__in=list(ids))
    return dict(items.values_list("object_id", "state"))


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, default=str).encode()).hexdigest()
