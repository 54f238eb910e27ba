"""What this site knows of the sites that it reads: sources, what they offer, and each run."""

from django.conf import settings
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
    BLOCKED = "blocked", _("blocked: nothing of it is taken in, from nobody")


# States in which a source's feed is read. A paused one brings nothing new, but what its publisher
# takes back is taken back here too (rule 16).
READ_STATES = (SourceState.ACTIVE, SourceState.PAUSED)
# States in which nothing of a source's own documents is taken from a relay: they are read at their
# origin, or a person has to look, or wants nothing of it (rule 15).
DIRECT_STATES = (
    SourceState.ACTIVE,
    SourceState.PAUSED,
    SourceState.STOPPED,
    SourceState.BLOCKED,
)


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
    # Where a type of document is trusted otherwise than the source: {type: trust}.
    trust_by_type = models.JSONField(_("trust by type"), default=dict, blank=True)
    # Whether documents of other origins are taken in too, which this source passes on (rule 10).
    takes_relayed = models.BooleanField(_("also what it passes on"), default=False)
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
    # Null while a full pass is under way, unless another one is wanted after it.
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

    def begin_again(self) -> None:
        """Forget the cursor and shut out whoever reads now (rule 15); the caller saves."""
        self.cursor, self.pass_is_full, self.question = "", True, ""
        self.full_pass_due = None
        self.pass_number += 1
        self.due = timezone.now()
        self.shut_out()

    def shut_out(self) -> None:
        """What somebody reads now was asked for under other rules: it is not to be stored."""
        self.fence += 1
        self.lease_until, self.lease_holder = None, ""

    def trust_for(self, document_type: str) -> str:
        """The trust that a document of this type meets."""
        return self.trust_by_type.get(document_type, self.trust)


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
    # Whose document it is, as far as the entry said so: a relay offers those of several origins.
    origin = models.CharField(max_length=255, blank=True)
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
        indexes = [
            models.Index(fields=["source", "pass_number"], name="omwagtail_offer_pass"),
            models.Index(fields=["origin"], name="omwagtail_offer_origin"),
        ]

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


class HostLease(models.Model):
    """Who fetches pictures at a host, until when: one connection at a time (rule 18)."""

    # Scheme, name and port, as an origin is written.
    host = models.CharField(max_length=255, unique=True)
    until = models.DateTimeField()

    class Meta:
        app_label = "omwagtail_harvest"

    def __str__(self) -> str:
        return self.host


class RelayedOrigin(models.Model):
    """A publisher that is known through relays only: its key, pinned at first sight (rule 10).

    Until the key is known, the documents of this origin are parked.
    """

    origin = models.CharField(_("address"), max_length=255, unique=True)
    kid = models.CharField(_("key id"), max_length=43, blank=True)
    public_key = models.CharField(max_length=43, blank=True)
    # When the key is to be asked for (again); null where there is nothing to ask.
    due = models.DateTimeField(null=True, default=timezone.now, db_index=True)
    failures = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    pinned = models.DateTimeField(null=True)
    # The origin that has taken its place (rule 22): what is still said under the old one is old.
    successor = models.CharField(max_length=255, blank=True)
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        app_label = "omwagtail_harvest"
        verbose_name = _("relayed origin")
        verbose_name_plural = _("relayed origins")

    def __str__(self) -> str:
        return self.origin


class JoinRequest(models.Model):
    """A site asked to be taken in as a source. Nothing was fetched there yet (rule 19)."""

    origin = models.CharField(_("address"), max_length=255, unique=True)
    received = models.DateTimeField(_("received"), default=timezone.now, db_index=True)

    class Meta:
        app_label = "omwagtail_harvest"
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["-received"]

    def __str__(self) -> str:
        return self.origin


class DecisionKind(models.TextChoices):
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    REPORTED = "reported", _("reported to the publisher")


class Decision(models.Model):
    """What a person decided about a document: a row of the log. It holds nothing of the document,
    so that a withdrawal leaves no copy here (rule 21)."""

    item = models.ForeignKey(
        Item, verbose_name=_("item"), null=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    key = models.CharField(max_length=32)
    origin = models.CharField(_("address"), max_length=255)
    rev = models.BigIntegerField()
    kind = models.CharField(_("decision"), max_length=10, choices=DecisionKind.choices)
    reason = models.TextField(_("reason"), blank=True)
    # Empty where no person was logged in, as on the command line.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided = models.DateTimeField(_("decided"), default=timezone.now, db_index=True)

    class Meta:
        app_label = "omwagtail_harvest"
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided"]

    def __str__(self) -> str:
        return f"{self.key} {self.kind}"
