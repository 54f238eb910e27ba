"""The catalogue: one row per document of this installation, own or foreign."""

import json
import uuid
from datetime import datetime

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from omwagtail.catalogue.queries import NO_DATE, ItemQuerySet
from omwagtail.catalogue.terms import digest_of, terms_of
from omwagtail.documents import FULL, reuse_of
from omwagtail.vocabularies.collation import german_sort_key

# Characters of a title that decide where it stands in an alphabetical list.
SORTED_CHARACTERS = 64


class ItemType(models.TextChoices):
    PRACTICE_EXAMPLE = "practice-example", _("Practice example")
    CHECK = "check", _("Check")
    NETWORK = "network", _("Network")
    ORGANISATION = "organisation", _("Organisation")


class ItemState(models.TextChoices):
    PENDING = "pending", _("waiting for a decision")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")
    QUARANTINED = "quarantined", _("quarantined")
    # Nothing is left of it but its name, for a feed that had offered it (rule 8).
    GONE = "gone", _("no longer offered")


class Relay(models.TextChoices):
    """What this site's own feed says of a foreign item (rules 8 and 9)."""

    NEVER = "", _("never passed on")
    OFFERED = "offered", _("passed on")
    GONE = "gone", _("no longer passed on")


class Item(models.Model):
    """One document with its state. The item owns the document's id: pages hold none.

    ``doc`` is the exact text that was signed; it is parsed for reading and never written back.
    """

    key = models.CharField(max_length=32, unique=True, editable=False)
    origin = models.CharField(max_length=255)
    uuid = models.UUIDField(default=uuid.uuid4)
    type = models.CharField(max_length=20, choices=ItemType.choices)
    rev = models.BigIntegerField(default=0)
    doc = models.TextField()
    sig = models.CharField(max_length=86, blank=True)
    kid = models.CharField(max_length=43, blank=True)
    via = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=12, choices=ItemState.choices, default=ItemState.ACCEPTED)
    reason = models.TextField(blank=True)
    # Of foreign items, and only where this site passes them on.
    relay = models.CharField(max_length=7, choices=Relay.choices, blank=True, editable=False)
    # Given by the stamper alone (rule 2); null asks it for a new one.
    seq = models.BigIntegerField(null=True, editable=False)

    # A newer version that waits for a person; the shown one stays until then (rule 16).
    waiting_doc = models.TextField(blank=True)
    waiting_rev = models.BigIntegerField(null=True)
    waiting_sig = models.CharField(max_length=86, blank=True)
    waiting_kid = models.CharField(max_length=43, blank=True)
    waiting_via = models.CharField(max_length=255, blank=True)
    # Digests of texts that were rejected, without their revs, separated by spaces, the latest last:
    # they stay rejected (rule 16).
    rejected_digests = models.TextField(blank=True)

    # The own object that the document was made from; empty for foreign documents.
    content_type = models.ForeignKey(
        ContentType, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    object_id = models.CharField(max_length=64, null=True)
    source_object = GenericForeignKey("content_type", "object_id")
    # What the object looked like when it was captured: the sweep compares it.
    fingerprint = models.CharField(max_length=64, blank=True)
    # Where an own document stood before, the latest first. Kept while it is withdrawn, too: links
    # to these addresses find it again when it comes back.
    earlier_urls = models.JSONField(default=list, blank=True, editable=False)

    # Columns for lists, taken from the document.
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    language = models.CharField(max_length=35, blank=True)
    url = models.URLField(max_length=2048, blank=True)
    publisher = models.CharField(max_length=255, blank=True)
    published = models.DateTimeField(null=True)
    modified = models.DateTimeField(null=True)
    expires = models.DateTimeField(null=True)
    # How much of a foreign document may be shown here; an own one is always shown whole.
    reuse = models.CharField(max_length=7, default=FULL, editable=False)

    # What lists are ordered by, never null, so that an index can do it on every database.
    sort_published = models.DateTimeField(default=NO_DATE, editable=False)
    sort_modified = models.DateTimeField(default=NO_DATE, editable=False)
    sort_title = models.CharField(max_length=SORTED_CHARACTERS, blank=True, editable=False)
    # Stands for the terms that are counted: items with the same number have the same ones.
    facets = models.BigIntegerField(default=0, editable=False)

    created = models.DateTimeField(default=timezone.now, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        app_label = "omwagtail"
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [
            models.UniqueConstraint(fields=["origin", "uuid"], name="omwagtail_item_identity"),
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="omwagtail_item_own_object"
            ),
            models.UniqueConstraint(fields=["seq"], name="omwagtail_item_seq"),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(seq__isnull=True), name="omwagtail_item_unstamped"
            ),
            # Counted often, and few: newer versions that wait for a person.
            models.Index(
                fields=["id"], condition=Q(waiting_doc__gt=""), name="omwagtail_item_waiting"
            ),
            models.Index(fields=["origin", "seq"], name="omwagtail_item_feed"),
            models.Index(fields=["seq"], condition=Q(relay__gt=""), name="omwagtail_item_relayed"),
            # Lists in each order, of all types and of one; with ``expires`` in the index, counting
            # reads no documents.
            *(
                models.Index(
                    fields=[*columns, f"sort_{order}", "id", "expires"],
                    name=f"omwagtail_{order}{ending}",
                )
                for order in ("published", "modified", "title")
                for columns, ending in ((["state"], ""), (["state", "type"], "_of_type"))
            ),
            models.Index(fields=["expires"], name="omwagtail_item_expires"),
            # What is asked of the items that a search found; their rows hold whole documents.
            models.Index(
                fields=[
                    *("id", "state", "expires", "type", "origin", "language"),
                    *("sort_published", "facets"),
                ],
                name="omwagtail_item_search",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.key

    def save(self, *args, **kwargs) -> None:
        """Write the row, but not what only the stamper writes: an instance that was read before
        its last turn would move the row back, and readers would miss it (rule 2)."""
        if not self._state.adding and not kwargs.get("update_fields") and not args:
            kept = {"id", "relay"} if self.seq is None else {"id", "relay", "seq"}
            kept |= self.get_deferred_fields()
            fields = self._meta.concrete_fields
            kwargs["update_fields"] = [one.name for one in fields if one.attname not in kept]
        super().save(*args, **kwargs)

    @property
    def urn(self) -> str:
        """The document's id: ``urn:uuid:…``."""
        return f"urn:uuid:{self.uuid}"

    @cached_property
    def data(self) -> dict:
        """The document, parsed. Read only: nothing that is changed here is ever written."""
        return json.loads(self.doc)

    @cached_property
    def waiting_data(self) -> dict | None:
        """The waiting version, parsed; None where nothing waits."""
        return json.loads(self.waiting_doc) if self.waiting_doc else None

    def fill_columns(self, document: dict) -> None:
        """Take the columns for lists from a document; a withdrawal empties them."""
        self.title = document.get("title", "")[:255]
        self.summary = document.get("summary", "")
        self.language = document.get("language", "")[:35]
        self.url = document.get("url", "")
        self.publisher = document.get("publisher", {}).get("name", "")[:255]
        for column in ("published", "modified", "expires"):
            moment = document.get(column)
            setattr(self, column, parse_datetime(moment) if moment else None)
        self.reuse = reuse_of(document)
        self.sort_published = self._believable(self.published)
        self.sort_modified = self._believable(self.modified)
        self.sort_title = german_sort_key(self.title)[0][:SORTED_CHARACTERS]
        self.facets = digest_of(terms_of(document))
        self.__dict__.pop("data", None)

    def _believable(self, moment: datetime | None) -> datetime:
        """Where a date stands in a list. One ahead counts as the day the document came: it must
        not stand above all others until then."""
        if moment is not None and moment > timezone.now():
            return self.created
        return moment or NO_DATE

    @property
    def is_own(self) -> bool:
        """Whether the document was made from an object of this installation."""
        return self.object_id is not None


class ItemTerm(models.Model):
    """A code of an item, for filters and facets; regions are stored with their parents."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="terms")
    scheme = models.CharField(max_length=32)
    code = models.CharField(max_length=64)

    class Meta:
        app_label = "omwagtail"
        constraints = [
            models.UniqueConstraint(fields=["item", "scheme", "code"], name="omwagtail_term_once"),
        ]
        indexes = [models.Index(fields=["scheme", "code", "item"], name="omwagtail_term_lookup")]

    def __str__(self) -> str:
        return f"{self.scheme}={self.code}"


class Edition(models.Model):
    """A check as it was when an edition of it was published: its text never changes, it is only
    deleted.

    Corrected spelling under the same number has another fingerprint, and is a row of its own.
    ``catalogue.editions`` is the only writer.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    rev = models.BigIntegerField()
    # The newest revision that published these questions: of several rows with one number the one
    # with the highest is the edition, also when a correction was taken back.
    last_rev = models.BigIntegerField()
    # As the text says it; a column, so that lists need not read the texts.
    date = models.DateField(null=True)
    doc = models.TextField()
    sig = models.CharField(max_length=86, blank=True)
    kid = models.CharField(max_length=43, blank=True)
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        app_label = "omwagtail"
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number", "fingerprint"], name="omwagtail_edition_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} ({self.number})"

    @cached_property
    def data(self) -> dict:
        """The document, parsed. Read only."""
        return json.loads(self.doc)


def picture_path(picture: "Picture", filename: str) -> str:
    """Where a picture's file lies in the storage: spread over folders by its digest."""
    return f"omwagtail/{picture.digest[:2]}/{filename}"


class Picture(models.Model):
    """A derivative without metadata, served at ``/om/media/`` under the digest of its bytes.

    ``image_id`` is the id that documents use. For own pictures it is the digest; a foreign picture
    is checked against it, then encoded again, so its digest differs and is empty until then.
    """

    image_id = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    file = models.FileField(upload_to=picture_path, max_length=255, blank=True)
    media_type = models.CharField(max_length=32, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    # Own pictures: hash of the original and the width asked for, so that none is derived twice.
    made_from = models.CharField(max_length=128, null=True, unique=True)
    # Foreign pictures: where to fetch it, and when to try (again).
    url = models.URLField(max_length=2048, blank=True)
    due = models.DateTimeField(null=True, db_index=True)
    failures = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    items = models.ManyToManyField(Item, related_name="pictures")
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        app_label = "omwagtail"
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.image_id


class FeedHead(models.Model):
    """One row: the last number given. Whoever numbers rows holds its lock (rule 2)."""

    last_seq = models.BigIntegerField(default=0)
    # Something changed that touches more pages than one request can look at: sweep soon.
    sweep_wanted = models.BooleanField(default=False)
    # When a sweep last came to its end: tells whether the periodic work runs.
    swept = models.DateTimeField(null=True)
    # When all own documents were issued anew after the database had been restored (rule 3).
    reissued = models.DateTimeField(null=True)

    class Meta:
        app_label = "omwagtail"

    def __str__(self) -> str:
        return str(self.last_seq)


class StampRun(models.Model):
    """A run of the stamper: the numbers it gave and its token, which cursors carry (rule 3)."""

    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField(unique=True)
    token = models.CharField(max_length=22)
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        app_label = "omwagtail"

    def __str__(self) -> str:
        return f"{self.first_seq}-{self.last_seq}"
