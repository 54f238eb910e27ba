"""What this site knows of the sites that it reads: sources, what they offer, and each run."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from omwagtail.catalogue.models import Item
from omwagtail.conf import require_app

require_app("omwagtail.harvest")


class SourceState(models.TextChoices):
    PROPOSED = "proposed", _("waiting for approval")
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    STOPPED = "stopped", _("stopped: a person must look")


# States in which a source's feed is read. A paused one brings nothing new, but what its publisher
# takes back is taken back here too (rule 16).
READ_STATES = (SourceState.ACTIVE, SourceState.PAUSED)


class Trust(models.TextChoices):
    REVIEW = "review", _("every document is looked at first")
    AUTOMATIC = "automatic", _("documents are shown at once")


class Source(models.Model):
    """A remote site whose feed this site reads, with its cursor and its lease.

    ``lease_until`` and ``fence`` spread the work: whoever takes a source raises the fence, and a
    page of changes is stored only under the fence it was read with (rules 11 and 18).
    """

    origin = models.CharField(_("address"), max_length=255, unique=True)
    name = models.CharField(_("name"), max_length=255, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=SourceState.choices, default=SourceState.PROPOSED
    )
    trust = models.CharField(_("trust"), max_length=10, choices=Trust.choices, default=Trust.REVIEW)
    # Empty lists take everything.
    wanted_types = models.JSONField(_("wanted types"), default=list, blank=True)
    wanted_topics = models.JSONField(_("wanted topics"), default=list, blank=True)
    wanted_regions = models.JSONField(_("wanted regions"), default=list, blank=True)

    # The key that was pinned when a person approved the source (rule 10).
    kid = models.CharField(_("key id"), max_length=43, blank=True, editable=False)
    public_key = models.CharField(max_length=43, blank=True, editable=False)

    cursor = models.CharField(max_length=512, blank=True, editable=False)
    # Number of the pass that is under way; a full pass starts without a cursor (rule 13).
    pass_number = models.PositiveIntegerField(default=1, editable=False)
    pass_is_full = models.BooleanField(default=True, editable=False)
    full_pass_due = models.DateTimeField(null=True, editable=False)

    lease_until = models.DateTimeField(null=True, editable=False)
    lease_holder = models.CharField(max_length=64, blank=True, editable=False)
    fence = models.BigIntegerField(default=0, editable=False)

    due = models.DateTimeField(_("due"), default=timezone.now, db_index=True)
    interval = models.PositiveIntegerField(default=0, editable=False)
    failures = models.PositiveIntegerField(_("failures"), default=0, editable=False)
    # When a harvest failed last, until one succeeds.
    last_failure = models.DateTimeField(null=True, editable=False)
    # Backoff and Retry-After: no ring gets through before (rule 19).
    not_before = models.DateTimeField(null=True, editable=False)
    # When the doorbell rang, until a harvest that begins later answers it.
    rung = models.DateTimeField(null=True, editable=False)
    ring_pause_until = models.DateTimeField(null=True, editable=False)
    ring_pause = models.PositiveIntegerField(default=0, editable=False)
    last_success = models.DateTimeField(_("last success"), null=True, editable=False)
    last_error = models.TextField(_("last error"), blank=True, editable=False)
    # What a person is asked to decide, such as whether a feed that emptied itself is right.
    question = models.TextField(_("question"), blank=True, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        app_label = "omwagtail_harvest"
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name", "origin"]

    def __str__(self) -> str:
        return self.name or self.origin


class OfferState(models.TextChoices):
    APPLIED = "applied", _("taken in")
    UNWANTED = "unwanted", _("not wanted")
    PARKED = "parked", _("parked")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ENDED = "ended", _("no longer offered")


class Offer(models.Model):
    """What a source offered of a document, also if it was parked or is not wanted (rule 13)."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="offers")
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="offers")
    key = models.CharField(max_length=32)
    rev = models.BigIntegerField()
    pass_number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=OfferState.choices)
    # A parked entry as it came, to be tried again; erased by a withdrawal (rule 14).
    parked = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    retry_due = models.DateTimeField(null=True, db_index=True)

    class Meta:
        app_label = "omwagtail_harvest"
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="omwagtail_offer_once")
        ]
        indexes = [models.Index(fields=["source", "pass_number"], name="omwagtail_offer_pass")]

    def __str__(self) -> str:
        return f"{self.source}: {self.key}"


class Run(models.Model):
    """One harvest of one source: a row of the log."""

    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.CASCADE, related_name="runs"
    )
    started = models.DateTimeField(_("started"), default=timezone.now, db_index=True)
    finished = models.DateTimeField(_("finished"), null=True)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    entries = models.PositiveIntegerField(_("entries"), default=0)
    added = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    withdrawn = models.PositiveIntegerField(_("withdrawn"), default=0)
    parked = models.PositiveIntegerField(_("parked"), default=0)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        app_label = "omwagtail_harvest"
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-started"]

    def __str__(self) -> str:
        return f"{self.source} {self.started:%Y-%m-%d %H:%M:%S}"
