"""What an object looked like when it was captured, from columns alone.

A fingerprint changes whenever the document could change: with the object's own columns, its place,
the objects it refers to (by Wagtail's ReferenceIndex, or by their address), its publisher and this
package's build version. It may change when the document does not; then a capture finds the same
text and only notes the new fingerprint.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from wagtail.models import AbstractPage, CollectionMember, ReferenceIndex

from omwagtail.catalogue.building import BUILD_VERSION, publisher_of
from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.own_codes import own_topics_mark
from omwagtail.catalogue.references import key_in
from omwagtail.catalogue.rows import SEPARATOR, Row, raw, row_of
from omwagtail.catalogue.sources import Surroundings, source_models
from omwagtail.catalogue.translations import families, shared_ids
from omwagtail.conf import settings

# Of a page that another one links to, these decide how the link looks; its text does not.
LINKED_PAGE_COLUMNS = ("title", "url_path", "live", "expired", "locale_id")
# A text of a StreamField that is an address as a whole: another document may be meant.
ADDRESS = re.compile(r'"(https?://[^"\\\s]{1,2000})"')

Target = tuple[int, str]
"""Content type and primary key, as ReferenceIndex has them."""


class Fingerprints:
    """Makes fingerprints, and remembers what many of them need: publishers and what is referred to.

    Whoever changes the catalogue meanwhile says so by ``forget``.
    """

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.publishers: dict[str, dict[str, Any]] = {}
        self._marks: dict[Target, str] = {}

    def of(self, model: type[models.Model], rows: Sequence[Row]) -> dict[Any, str]:
        """Fingerprints by primary key; a handful of queries in all."""
        if not rows:
            return {}
        references = self._references(model, rows)
        translated = shared_ids(model, {row.pk: row.translation_key for row in rows}, self.around)
        mentioned = self._mentioned(rows)
        found = {}
        for row in rows:
            digest = self._common.copy()
            parts = (
                row.standing,
                translated.get(row.pk) or "",
                json.dumps(self.publisher(row.origin)) if row.origin else "",
                *sorted(references.get(str(row.pk), ())),
                *mentioned.get(row.pk, ()),
                row.text,
            )
            digest.update(SEPARATOR.join(parts).encode(errors="surrogatepass"))
            found[row.pk] = digest.hexdigest()
        return found

    def publisher(self, origin: str) -> dict[str, Any]:
        """The publisher's member of all documents of an origin."""
        if origin not in self.publishers:
            self.publishers[origin] = publisher_of(origin)
        return self.publishers[origin]

    def forget(self, model: type[models.Model], pk: Any) -> None:
        """An object's item has changed: what is known of it is old."""
        base = ReferenceIndex._get_base_content_type(model)
        self._marks.pop((base.pk, str(pk)), None)
        if model.om_document_type == "organisation":
            self.publishers.clear()

    @cached_property
    def _common(self) -> Any:
        """A digest that has read what is the same for all objects."""
        common = [BUILD_VERSION, signing_key().kid, settings.DEFAULT_LICENCE, own_topics_mark()]
        return hashlib.blake2b(json.dumps(common, default=str).encode(), digest_size=32)

    def _references(self, model: type[models.Model], rows: Sequence[Row]) -> dict[str, set[str]]:
        """For each object a mark of every object it refers to, which changes when that one does."""
        base = ReferenceIndex._get_base_content_type(model)
        references = raw(
            ReferenceIndex.objects.filter(
                base_content_type=base, object_id__in=[str(row.pk) for row in rows]
            ).values_list("object_id", "to_content_type_id", "to_object_id")
        )
        unknown: dict[int, set[str]] = defaultdict(set)
        for _, content_type, target in references:
            if (content_type, target) not in self._marks:
                unknown[content_type].add(target)
        for content_type, ids in unknown.items():
            found = self._marks_of(content_type, ids)
            for pk in ids:
                mark = f"{content_type}:{pk}:{found.get(pk, 'gone')}"
                self._marks[content_type, pk] = mark
        marks: dict[str, set[str]] = defaultdict(set)
        for source, content_type, target in references:
            marks[source].add(self._marks[content_type, target])
        return marks

    def _marks_of(self, content_type: int, ids: set[str]) -> dict[str, str]:
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is None:
            # Its app is no longer installed.
            return {}
        if issubclass(model, AbstractPage):
            return self._marks_of_pages(model, ids)
        states = states_of(model, ids) if hasattr(model, "to_document") else {}
        columns = [field.attname for field in model._meta.concrete_fields]
        targets = model._base_manager.filter(pk__in=ids)
        private = self._private_ones(targets) if issubclass(model, CollectionMember) else set()
        # Not raw: the first value must be the key as text.
        return {
            str(row[0]): _digest([*row, row[0] in private, states.get(str(row[0]))])
            for row in targets.values_list("pk", *columns)
        }

    def _marks_of_pages(self, model: type[models.Model], ids: set[str]) -> dict[str, str]:
        # A link leads to the page's translation, where there is one in the reader's language.
        family_of = families(model, ids)
        members = {pk for family in family_of.values() for pk in family} | ids
        rows = model._base_manager.filter(pk__in=members).values_list("pk", *LINKED_PAGE_COLUMNS)
        states = states_of(None, members)
        faces = {str(row[0]): [*row, states.get(str(row[0]))] for row in rows}
        marks = {}
        for pk in ids & faces.keys():
            family = sorted(family_of.get(pk, {pk}))
            marks[pk] = _digest([self.around.addresses, *(faces.get(one) for one in family)])
        return marks

    def _private_ones(self, members: models.QuerySet) -> set[Any]:
        """Which images or documents lie in a private collection: those leave the document."""
        restricted = self.around.private_collections
        paths = members.values_list("pk", "collection__path") if restricted else ()
        return {pk for pk, path in paths if path.startswith(restricted)}

    def _mentioned(self, rows: Sequence[Row]) -> dict[Any, list[str]]:
        """Documents that objects mention by their address: which of them there are by now."""
        addresses = {row.pk: set(ADDRESS.findall(row.text)) for row in rows if '"http' in row.text}
        wanted = set().union(*addresses.values())
        known = _items_at(wanted) if wanted else {}
        return {
            pk: [known[address] for address in sorted(mentioned) if address in known]
            for pk, mentioned in addresses.items()
        }


def fingerprint_of(model: type[models.Model], pk: Any, prints: Fingerprints) -> str:
    """The fingerprint of one object; empty where there is none.

    To be asked for before the object is read: should it change in between, the sweep finds a
    fingerprint that is too old, and not a document that is.
    """
    row = row_of(model, pk, prints.around)
    return prints.of(model, [row])[row.pk] if row else ""


def states_of(model: type[models.Model] | None, ids: Iterable[str]) -> dict[str, str]:
    """What others show of objects that are documents themselves; without a model, of pages.

    A document names another one by its id and title once that one has an item that is shown.
    """
    found = (
        [one for one in source_models() if issubclass(one, AbstractPage)] if not model else [model]
    )
    content_types = ContentType.objects.get_for_models(*found).values()
    items = Item.objects.filter(content_type__in=content_types, object_id__in=list(ids))
    rows = items.values_list("object_id", "state", "key", "title")
    return {pk: f"{state} {key} {title}" for pk, state, key, title in rows}


def _items_at(addresses: set[str]) -> dict[str, str]:
    keys = {address: key for address in addresses if (key := key_in(address))}
    origins = {f"{part.scheme}://{part.netloc}".lower() for part in _split(addresses)}
    items = Item.objects.visible().filter(
        Q(key__in=set(keys.values())) | Q(origin__in=origins, url__in=addresses)
    )
    rows = items.values_list("key", "url", "title")
    found = {}
    for key, url, title in rows:
        found[url] = found[key] = f"{url} {key} {title}"
    return {
        address: found[name]
        for address in addresses
        if (name := keys.get(address, address)) in found
    }


def _split(addresses: Iterable[str]) -> Iterable[Any]:
    for address in addresses:
        try:
            yield urlsplit(address)
        except ValueError:
            continue


def _digest(value: object) -> str:
    return hashlib.blake2b(json.dumps(value, default=str).encode(), digest_size=16).hexdigest()
