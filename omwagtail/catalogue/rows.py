"""Objects as the sweep reads them: rows of the database as they come, without model instances.

Ten thousand pages with their StreamFields take seconds to turn into objects, and a moment to read.
What is needed of them is where they stand, and whether anything differs from before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings as django_settings
from django.contrib.contenttypes.models import ContentType
from django.db import connections, models
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.models import COMMENTS_RELATION_NAME, AbstractPage

from omwagtail.catalogue.sources import Placement, Surroundings, place
from omwagtail.conf import settings

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
# Stands between the values of a row; no editor's text holds it.
SEPARATOR = "\x1f"
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Row:
    """An object that may be published: what a fingerprint is made of."""

    pk: Any
    text: str
    """All columns that can reach the document."""
    translation_key: Any
    origin: str
    standing: str
    """What changes with the address, beside the columns."""
    withheld: str


def published(model: type[models.Model]) -> models.QuerySet:
    """The objects of a model that may be published, each once."""
    if not issubclass(model, AbstractPage):
        return model._base_manager.all()
    # A subclass's pages are rows of this model too; they come with their own.
    content_type = ContentType.objects.get_for_model(model)
    pages = model._base_manager.filter(content_type=content_type)
    return pages.filter(live=True, alias_of__isnull=True)


def published_rows(model: type[models.Model], around: Surroundings) -> Iterator[list[Row]]:
    """All objects that may be published, in portions; a query for each portion."""
    last = None
    queryset = published(model).order_by("pk")
    while True:
        rows = _read(model, queryset if last is None else queryset.filter(pk__gt=last), around)
        if rows:
            yield rows
        if len(rows) < CHUNK:
            return
        last = rows[-1].pk


def row_of(model: type[models.Model], pk: Any, around: Surroundings) -> Row | None:
    """One object, public or not; None where there is none."""
    return next(iter(_read(model, model._base_manager.filter(pk=pk), around)), None)


def _read(model: type[models.Model], queryset: models.QuerySet, around: Surroundings) -> list[Row]:
    columns, pk_of = columns_of(model), model._meta.pk.to_python
    expires = "expire_at" in columns.names
    over = Q(expire_at__lte=timezone.now()) if expires else Q(pk__isnull=True)
    queryset = queryset.annotate(om_over=ExpressionWrapper(over, BooleanField()))
    found = raw(queryset.values_list(*columns.names, "om_over")[:CHUNK])
    # A database without a type for it gives a UUID as text.
    pks = [pk_of(values[columns.pk]) for values in found]
    children = _texts_of_children(model, pks)
    if not columns.stands_by_itself:
        placed = _places(model, pks, around)
    rows = []
    for pk, values in zip(pks, found, strict=True):
        text = SEPARATOR.join([str(values[index]) for index in columns.content])
        if children:
            text += SEPARATOR.join(("", *children.get(pk, ())))
        if columns.stands_by_itself:
            origin, standing, withheld = _stand(values, columns, around)
        else:
            placement = placed.get(pk) or Placement(withheld="unpublished")
            origin, standing = placement.origin, f"{placement.url} {placement.language}"
            withheld = placement.withheld
        key = values[columns.translation_key] if columns.translation_key is not None else None
        rows.append(Row(pk, text, key, origin, standing, withheld))
    return rows


def raw(queryset: models.QuerySet) -> list[tuple]:
    """The rows of a ``values_list`` as the database gives them, converted by no field."""
    sql, parameters = queryset.query.sql_with_params()
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a model stand in its rows."""

    names: tuple[str, ...]
    content: tuple[int, ...]
    pk: int
    translation_key: int | None
    stands_by_itself: bool
    """Whether columns alone say where an object stands."""


@lru_cache(maxsize=256)
def columns_of(model: type[models.Model]) -> Columns:
    """The columns that the rows of a model have."""
    fields = model._meta.concrete_fields
    names = tuple(field.attname for field in fields)
    content = tuple(i for i, field in enumerate(fields) if field.name not in DRAFT_COLUMNS)
    return Columns(
        names=names,
        content=content,
        pk=names.index(model._meta.pk.attname),
        translation_key=names.index("translation_key") if "translation_key" in names else None,
        stands_by_itself=_stands_by_itself(model),
    )


def _stands_by_itself(model: type[models.Model]) -> bool:
    """A page type may have an address of its own making, or decide by itself to stay on its site:
    then its objects are asked.
    """
    if not issubclass(model, AbstractPage):
        return False
    decides = hasattr(model, "om_syndicate") and "om_syndicate" not in {
        field.name for field in model._meta.concrete_fields
    }
    return model.get_url_parts.__module__.startswith("wagtail.models") and not decides


def _places(
    model: type[models.Model], pks: Sequence[Any], around: Surroundings
) -> dict[Any, Placement]:
    objects = model._base_manager.filter(pk__in=pks)
    return {source.pk: place(source, around) for source in objects}


def _stand(values: tuple, columns: Columns, around: Surroundings) -> tuple[str, str, str]:
    """Origin, standing and why it is withheld, as ``sources.place`` finds them for a page."""
    row = dict(zip(columns.names, values, strict=False))
    url_path = row["url_path"]
    root = next((tuple(root) for root in around.roots if url_path.startswith(root[1])), None)
    language = around.languages.get(row["locale_id"]) or django_settings.LANGUAGE_CODE
    if root is None or not (first := around.first_path(language)) or root[0] not in around.usable:
        return around.origins.get(root[0], "") if root else "", "", "unpublished"
    origin = around.origins[root[0]]
    return origin, f"{origin} {first} {language} {root}", _withheld(row, values[-1], around)


def _withheld(row: dict[str, Any], over: Any, around: Surroundings) -> str:
    if not row["live"]:
        return "expired" if row["expired"] else "unpublished"
    if over:
        return "expired"
    if row["path"].startswith(around.restricted):
        return "restricted"
    chosen = row.get("om_syndicate")
    if row["alias_of_id"] or not (settings.SYNDICATE if chosen is None else chosen):
        return "unpublished"
    return ""


def _texts_of_children(model: type[models.Model], pks: Sequence[Any]) -> dict[Any, list[str]]:
    """What else belongs to objects: rows of inline panels, tags; a query for each relation."""
    found: dict[Any, list[str]] = {}
    for child, column in _relations_of(model) if pks else ():
        names = [field.attname for field in child._meta.concrete_fields]
        parent = names.index(column)
        rows = child._base_manager.filter(**{f"{column}__in": pks}).order_by("pk")
        for values in raw(rows.values_list(*names)):
            text = SEPARATOR.join(map(str, (child._meta.label_lower, *values)))
            found.setdefault(values[parent], []).append(text)
    return found


@lru_cache(maxsize=256)
def _relations_of(model: type[models.Model]) -> tuple[tuple[type[models.Model], str], ...]:
    """Models of the parts of an object, with the column that names it."""
    parts = [
        (field.related_model, field.remote_field.attname)
        for field in model._meta.get_fields()
        if isinstance(field.remote_field, ParentalKey)
        and field.get_accessor_name() != COMMENTS_RELATION_NAME
    ]
    choices = [
        (field.remote_field.through, f"{field.m2m_field_name()}_id")
        for field in model._meta.many_to_many
    ]
    return (*parts, *choices)
