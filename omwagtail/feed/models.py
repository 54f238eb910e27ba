"""What the feed remembers: which hubs were joined and how far they were told, which keys were used
since when, and what was said about their successors."""

from django.db import models
from django.utils import timezone


class HubRing(models.Model):
    """How far a hub has been told about an origin's feed, and when to try again."""

    hub = models.CharField(max_length=255)
    origin = models.CharField(max_length=255)
    # The feed's last number when the hub was last reached.
    rung_seq = models.BigIntegerField(default=0)
    due = models.DateTimeField(default=timezone.now)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    # When the hub last took a ring.
    rung = models.DateTimeField(null=True)

    class Meta:
        app_label = "omwagtail"
        constraints = [
            models.UniqueConstraint(fields=["hub", "origin"], name="omwagtail_hubring_once")
        ]

    def __str__(self) -> str:
        return f"{self.origin} -> {self.hub}"


class JoinedHub(models.Model):
    """A hub that a person joined for one of our origins: it is rung from then on (rule 19)."""

    hub = models.CharField(max_length=255)
    origin = models.CharField(max_length=255)
    # What the hub called itself when it was joined.
    name = models.CharField(max_length=255, blank=True)
    joined = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "omwagtail"
        constraints = [
            models.UniqueConstraint(fields=["hub", "origin"], name="omwagtail_joinedhub_once")
        ]

    def __str__(self) -> str:
        return f"{self.origin} -> {self.hub}"


class KeyUse(models.Model):
    """A key that signs, or signed, this installation's documents, and since when."""

    kid = models.CharField(max_length=43, unique=True)
    public = models.CharField(max_length=43)
    # Null for a key that was only heard of when it was used no more.
    created = models.DateTimeField(default=timezone.now, null=True)
    # When another key took its place.
    revoked = models.DateTimeField(null=True)

    class Meta:
        app_label = "omwagtail"

    def __str__(self) -> str:
        return self.kid


class SignedSuccession(models.Model):
    """A statement that a former key of this installation signed about its successor (rule 22)."""

    old_origin = models.CharField(max_length=255)
    old_kid = models.CharField(max_length=43)
    new_origin = models.CharField(max_length=255)
    new_kid = models.CharField(max_length=43)
    sig = models.CharField(max_length=86)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "omwagtail"
        constraints = [
            models.UniqueConstraint(
                fields=["old_origin", "old_kid", "new_origin", "new_kid"],
                name="omwagtail_succession_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_origin} {self.old_kid} -> {self.new_origin} {self.new_kid}"
