"""What Wagtail's own API says of documents: ``api_fields`` for its versions 2 and 3.

Columns are columns there, so that they can be filtered and ordered by. What an editor builds of
blocks is given as the document has it: resolved, sanitised, and without anything private. Labels
of codes stand beside them, in the language of the request.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from rest_framework.fields import Field
from wagtail.api import APIField

from omwagtail.catalogue.models import Item
from omwagtail.catalogue.serving import document_for
from omwagtail.catalogue.sources import Surroundings
from omwagtail.content.choices import label_of
from omwagtail.content.richtext import html_of


def codes_in_api(*names: str, **vocabularies: str) -> list[APIField]:
    """Fields with codes: ``codes_in_api("topics", competences="topics")``.

    A name alone is that of its vocabulary too, with hyphens.
    """
    lists = {name: name.replace("_", "-") for name in names} | vocabularies
    return [APIField(name, serializer=Codes(lists[name])) for name in lists]


def members_in_api(*names: str, of: str = "") -> list[APIField]:
    """Members of the document, or of its part ``of``: ``members_in_api("sections", of="body")``.

    Where the model has a StreamField of the same name, its block adds the labels of codes.
    """
    return [APIField(name, serializer=Member(member=name, of=of)) for name in names]


def document_in_api() -> list[APIField]:
    """The document, its key, and its address in this package's own API."""
    return [
        APIField("om_key", serializer=Key()),
        APIField("om_api_url", serializer=Address()),
        APIField("om_document", serializer=WholeDocument()),
    ]


def html_in_api(name: str) -> APIField:
    """Rich text of a model that is no document, as HTML that a browser understands."""
    return APIField(name, serializer=Html())


class Codes(Field):
    """Codes with their labels: ``{"code", "label"}``, or a list of those."""

    def __init__(self, vocabulary: str, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> list[dict[str, str]] | dict[str, str] | None:
        if isinstance(value, list):
            return [self._labelled(code) for code in value]
        return self._labelled(value) if value else None

    def _labelled(self, code: str) -> dict[str, str]:
        return {"code": code, "label": label_of(self.vocabulary, code)}


class Html(Field):
    """Rich text with its links resolved."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        return html_of(value)


class OfDocument(Field):
    """Something that is read from the object's document instead of from the object."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def get_attribute(self, instance: models.Model) -> models.Model:
        _find_items(self._listed_with(instance))
        return instance

    def _listed_with(self, instance: models.Model) -> list[models.Model]:
        """All objects of the same answer, so that a list asks for their items once."""
        listed = getattr(self.root, "instance", None)
        return listed if isinstance(listed, list) and instance in listed else [instance]


class Member(OfDocument):
    """One member of the document; null where it says nothing."""

    def __init__(self, *, member: str, of: str = "", **kwargs: Any) -> None:
        self.member, self.of = member, of
        super().__init__(**kwargs)

    def to_representation(self, value: models.Model) -> Any:
        document = self._document_of(value)
        found = (document.get(self.of) or {} if self.of else document).get(self.member)
        with_labels = _labelling(type(value), self.member)
        if isinstance(found, list):
            return [with_labels(entry) for entry in found]
        return with_labels(found)

    def _document_of(self, instance: models.Model) -> dict[str, Any]:
        """What a visitor of the object's page sees; made now where nothing is passed on."""
        if instance._om_item is not None:
            return instance._om_item.data
        if not hasattr(instance, "_om_made"):
            if "om_around" not in self.context:
                self.context["om_around"] = Surroundings()
            instance._om_made, _ = document_for(instance, around=self.context.get("om_around"))
        return instance._om_made


class WholeDocument(OfDocument):
    """The document; null for what is not passed on."""

    def to_representation(self, value: models.Model) -> dict[str, Any] | None:
        item = value._om_item
        return item.data if item else None


class Key(OfDocument):
    """What the document's addresses end with, on every site."""

    def to_representation(self, value: models.Model) -> str | None:
        item = value._om_item
        return item.key if item else None


class Address(OfDocument):
    """Where the document stands as it was signed."""

    def to_representation(self, value: models.Model) -> str | None:
        item = value._om_item
        return item.origin + reverse("omwagtail_items_detail", args=[item.key]) if item else None


def _find_items(instances: Iterable[models.Model]) -> None:
    """Put the visible item, or None, on each object as ``_om_item``; one query for all."""
    wanted = {
        instance: _place_of(instance) for instance in instances if not hasattr(instance, "_om_item")
    }
    if not wanted:
        return
    places = set(wanted.values())
    found = {
        (item.content_type_id, item.object_id): item
        for item in Item.objects.visible().filter(
            content_type__in={content_type for content_type, _ in places},
            object_id__in={object_id for _, object_id in places},
        )
    }
    for instance, place in wanted.items():
        instance._om_item = found.get(place)


def _place_of(instance: models.Model) -> tuple[int, str]:
    """Content type and primary key that an object's item stands under; an alias has its source's.

    An alias is of the same type as its source, and a page knows its own, most specific one.
    """
    content_type = getattr(instance, "content_type_id", None)
    if content_type is None:
        content_type = ContentType.objects.get_for_model(instance).pk
    return content_type, str(getattr(instance, "alias_of_id", None) or instance.pk)


def _labelling(model: type[models.Model], name: str) -> Any:
    """What adds the labels to a member that the blocks of a StreamField made."""
    if not any(field.name == name for field in model._meta.get_fields()):
        return _as_it_is
    stream = getattr(model._meta.get_field(name), "stream_block", None)
    block = next(iter(stream.child_blocks.values()), None) if stream else None
    return getattr(block, "with_labels", _as_it_is)


def _as_it_is(member: Any) -> Any:
    return member
