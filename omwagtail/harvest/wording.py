"""How the operators' pages say things."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from omwagtail.catalogue.models import Item, ItemState, ItemType
from omwagtail.harvest.health import Day
from omwagtail.harvest.models import Source, Trust
from omwagtail.rendering.wording import label_of


def describe_state(source: Source) -> str:
    """The state as an operator says it: an active source that fails is not simply active."""
    if source.failures and source.last_failure:
        return _("%(state)s, but fails (%(failures)s times in a row)") % {
            "state": source.get_state_display(),
            "failures": source.failures,
        }
    return source.get_state_display()


def why_it_waits(item: Item) -> str:
    """Why a person is asked about an item; of a rejected one the reason that was given, and
    nothing of one that is shown and does not wait."""
    if item.state == ItemState.ACCEPTED:
        return _("A newer version has another licence or address.") if item.waiting_doc else ""
    if item.state == ItemState.REJECTED:
        return item.reason
    return item.reason or _("New from a source whose documents are looked at first.")


def type_names(types: Iterable[str]) -> str:
    """Types of documents in words, separated by commas."""
    return ", ".join(filter(None, map(type_name, types)))


def moment(value: datetime | None) -> str:
    """Date and time on one line; empty for none."""
    return date_format(localtime(value), "SHORT_DATETIME_FORMAT") if value else ""


def type_name(document_type: str) -> str:
    """A type of documents in words; empty for one that this version does not know."""
    return str(ItemType(document_type).label) if document_type in ItemType.values else ""


def count_by_type(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Numbers of documents with their types in words, the most first."""
    ordered = sorted(counts.items(), key=lambda entry: -entry[1])
    return [(type_name(name), count) for name, count in ordered]


def codes_in_words(vocabulary: str, codes: Iterable[str]) -> str:
    """Codes by their labels, separated by commas."""
    return ", ".join(label_of(code, vocabulary) for code in codes)


def trust_by_type(source: Source) -> list[tuple[str, str]]:
    """Types that are trusted otherwise than the source, with how."""
    return [
        (type_name(name), str(Trust(trust).label))
        for name, trust in sorted(source.trust_by_type.items())
        if trust in Trust.values and name in ItemType.values
    ]


def name_person(user: Any) -> str:
    """Who decided; whoever used the command line, or is no longer here, has no name."""
    return (user.get_full_name() or user.get_username()) if user else _("no person logged in")


STATUS_NAMES = {
    "stopped": gettext_lazy("stopped"),
    "asks": gettext_lazy("asks you something"),
    "failing": gettext_lazy("failing"),
    "late": gettext_lazy("late"),
    "proposed": gettext_lazy("not approved yet"),
    "paused": gettext_lazy("paused"),
    "ok": gettext_lazy("in order"),
    "blocked": gettext_lazy("blocked"),
}
STATUS_HELP = {
    "stopped": gettext_lazy("A person must look, for example at a new key."),
    "asks": gettext_lazy("Something unusual happened, and you decide."),
    "failing": gettext_lazy("It cannot be read, or much of what it offers is bad."),
    "late": gettext_lazy("It should have been read by now."),
    "proposed": gettext_lazy("Found, but nobody has approved it."),
    "paused": gettext_lazy("Nothing new is taken in until you resume it."),
    "ok": gettext_lazy("Read in time, without trouble."),
    "blocked": gettext_lazy("Nothing of it is taken in, from nobody."),
}
SECONDS_OF_MINUTE, SECONDS_OF_HOUR, SECONDS_OF_DAY = 60, 3_600, 86_400


def lag_in_words(seconds: float | None) -> str:
    """How late a source is, in its largest unit; empty for less than a minute."""
    if seconds is None or seconds < SECONDS_OF_MINUTE:
        return ""
    if seconds < SECONDS_OF_HOUR:
        count = int(seconds // SECONDS_OF_MINUTE)
        return ngettext("%(count)s minute", "%(count)s minutes", count) % {"count": count}
    if seconds < SECONDS_OF_DAY:
        count = int(seconds // SECONDS_OF_HOUR)
        return ngettext("%(count)s hour", "%(count)s hours", count) % {"count": count}
    count = int(seconds // SECONDS_OF_DAY)
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def trend_in_words(days: Sequence[Day]) -> str:
    """What the days brought, in one line."""
    documents, failures = (sum(getattr(day, name) for day in days) for name in TREND_COUNTS)
    new = ngettext("%(count)s document", "%(count)s documents", documents) % {"count": documents}
    failed = ngettext("%(count)s failure", "%(count)s failures", failures) % {"count": failures}
    return f"{new}, {failed}" if failures else new


TREND_COUNTS = ("documents", "failures")
