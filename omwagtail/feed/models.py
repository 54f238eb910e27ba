"""What the feed remembers: how far hubs were told, and which keys were used since when."""

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

    class Meta:
        app_label = "omwagtail"
        constraints = [
            models.UniqueConstraint(fields=["hub", "origin"], name="omwagtail_hubring_once")
        ]

    def __str__(self) -> str:
        return f"{self.origin} -> {self.hub}"


class KeyUse(models.Model):
    """A key that signs, or signed, this installation's documents, and since when."""

    kid = models.CharField(max_length=43, unique=True)
    public = models.CharField(max_length=43)
    created = models.DateTimeField(default=timezone.now)
    # When another key took its place.
    revoked = models.DateTimeField(null=True)

    class Meta:
        app_label = "omwagtail"

    def __str__(self) -> str:
        return self.kid
