"""How the sources are: for the operators' page, for ``om_status`` and for monitoring."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from omwagtail.catalogue.models import Item
from omwagtail.conf import settings
from omwagtail.harvest.models import READ_STATES, Offer, OfferState, Run, Source, SourceState
from omwagtail.harvest.offers import ENDED_WITHOUT_ASKING, SHARE_WITHOUT_ASKING
from omwagtail.harvest.plain_errors import in_plain_words
from omwagtail.harvest.scheduling import JITTER

# The worst first: the order in which sources are listed.
STATUSES = ("stopped", "asks", "failing", "late", "proposed", "paused", "ok", "blocked")
DAYS_OF_TREND = 7
# A source that is due waits for the next turn of om_work, by cron five minutes, and for those
# before it; what is later than this is late.
LATE_AFTER = timedelta(minutes=15)
IS_PARKED = Q(state=OfferState.PARKED) | Q(retry_due__isnull=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What one day brought of a source."""

    day: date
    # New ones and new versions.
    documents: int = 0
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """How one source is."""

    source: Source
    # One of STATUSES: "ok", "late" (it should have been read by now), "failing" (it cannot be read,
    # or much of what it offers is bad), "asks" (a person must decide), "stopped" (a person must
    # look), "paused", "blocked", "proposed".
    status: str
    last_success: datetime | None
    # Seconds since the last success beyond what the source's interval allows; None where it is not
    # read.
    lag_seconds: float | None
    # A sentence for the operator; empty where there is nothing to say.
    error: str
    # Documents of this source that are shown now.
    documents: int
    # Entries of it that cannot be taken in.
    parked: int
    # The last seven days, today last.
    trend: tuple[Day, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Counts of what a source offers."""

    total: int = 0
    parked: int = 0
    # The reason of the last entry that could not be taken in.
    reason: str = ""

    @property
    def is_bad(self) -> bool:
        """Whether so many entries are bad that it is the source that is bad."""
        few = max(ENDED_WITHOUT_ASKING, SHARE_WITHOUT_ASKING * self.total)
        return bool(self.parked) and (self.parked > few or self.parked == self.total)


def source_healths(sources: QuerySet[Source] | None = None) -> list[SourceHealth]:
    """The health of all sources, or of some, the worst first; a constant number of queries."""
    rows = list(Source.objects.all() if sources is None else sources)
    only = Q() if sources is None else Q(source__in=[row.pk for row in rows])
    now, offered, shown, trends = timezone.now(), offered_by(only), _shown(only), _trends(only)
    healths = []
    for row in rows:
        found = offered.get(row.pk, Offered())
        status = status_of(row, now, found)
        health = SourceHealth(
            source=row,
            status=status,
            last_success=row.last_success,
            lag_seconds=lag_of(row, now) if row.state in READ_STATES else None,
            error=reason_of(row, status, found),
            documents=shown.get(row.pk, 0),
            parked=found.parked,
            trend=tuple(trends[row.pk].values()),
        )
        healths.append(health)
    return sorted(healths, key=lambda health: STATUSES.index(health.status))


def status_of(source: Source, now: datetime, offered: Offered) -> str:
    """One of STATUSES."""
    match source.state:
        case SourceState.PROPOSED | SourceState.BLOCKED | SourceState.STOPPED:
            return str(source.state)
    if source.question:
        return "asks"
    if source.last_error or offered.is_bad:
        return "failing"
    if lag_of(source, now) > LATE_AFTER.total_seconds():
        return "late"
    return "paused" if source.state == SourceState.PAUSED else "ok"


def lag_of(source: Source, now: datetime) -> float:
    """Seconds since the last success beyond what the source's interval allows."""
    if source.last_success is None:
        # Nothing is known of it but when it was to be read, or when it was found.
        began = source.created if source.last_error else source.due
        return max(0.0, (now - began).total_seconds())
    shortest, longest = settings.POLL_SECONDS
    allowed = min((source.interval or shortest) * (1 + JITTER), longest)
    return max(0.0, (now - source.last_success).total_seconds() - allowed)


def reason_of(source: Source, status: str, offered: Offered) -> str:
    """Why it has its status, in a sentence; empty where there is nothing to say."""
    if status == "asks":
        return source.question
    if source.last_error:
        return in_plain_words(source.last_error)
    if status == "late":
        return _("The source should have been read by now. Is om_work running?")
    if not offered.parked or status in ("proposed", "blocked"):
        return ""
    said = ngettext(
        "%(count)s entry cannot be taken in.",
        "%(count)s entries cannot be taken in.",
        offered.parked,
    ) % {"count": offered.parked}
    return f"{said} {in_plain_words(offered.reason)}".strip()


def offered_by(only: Q) -> dict[int, Offered]:
    """What each source offers, by the source's id; two queries."""
    counted = (
        Offer.objects.filter(only)
        .exclude(state__in=(OfferState.ENDED, OfferState.WITHDRAWN))
        .values("source")
        .annotate(
            total=Count("pk"),
            parked=Count("pk", filter=IS_PARKED),
            last=Max("pk", filter=IS_PARKED),
        )
        .order_by()
    )
    rows = list(counted)
    last = [row["last"] for row in rows if row["last"]]
    reasons = dict(Offer.objects.filter(pk__in=last).values_list("source", "reason"))
    return {
        row["source"]: Offered(
            total=row["total"], parked=row["parked"], reason=reasons.get(row["source"], "")
        )
        for row in rows
    }


def _shown(only: Q) -> dict[int, int]:
    """How many documents of each source are shown, by the source's id."""
    visible = Item.objects.visible().values("pk")
    shown = Offer.objects.filter(only, state=OfferState.APPLIED, item__in=visible)
    counted = shown.values("source").annotate(number=Count("pk")).order_by()
    return dict(counted.values_list("source", "number"))


def _trends(only: Q) -> defaultdict[int, dict[date, Day]]:
    """The last days of each source, by the source's id; a day without runs is there too."""
    today = timezone.localdate()
    days = [today - timedelta(days=ago) for ago in reversed(range(DAYS_OF_TREND))]
    midnight = timezone.make_aware(datetime.combine(days[0], datetime.min.time()))
    runs = (
        Run.objects.filter(only, started__gte=midnight)
        .annotate(day=TruncDate("started"))
        .values("source", "day")
        .annotate(
            documents=Sum("added") + Sum("changed"),
            failures=Count("pk", filter=~Q(error="")),
        )
        .order_by()
    )
    trends: defaultdict[int, dict[date, Day]] = defaultdict(
        lambda: {day: Day(day=day) for day in days}
    )
    for run in runs:
        source, day = run["source"], run["day"]
        if day in trends[source]:
            trends[source][day] = Day(day=day, documents=run["documents"], failures=run["failures"])
    return trends
