"""How the operators' pages say things."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from omwagtail.catalogue.models import Item, ItemState, ItemType
from omwagtail.harvest.models import Source


def describe_state(source: Source) -> str:
    """The state as an operator says it: an active source that fails is not simply active."""
    if source.failures and source.last_failure:
        return _("%(state)s, but fails (%(failures)s times in a row)") % {
            "state": source.get_state_display(),
            "failures": source.failures,
        }
    return source.get_state_display()


def why_it_waits(item: Item) -> str:
    """Why a person is asked about an item."""
    if item.state == ItemState.ACCEPTED:
        return _("A newer version has another licence or address.")
    return item.reason or _("New from a source whose documents are looked at first.")


def type_names(types: Iterable[str]) -> str:
    """Types of documents in words, separated by commas."""
    return ", ".join(str(ItemType(name).label) for name in types)


def moment(value: datetime | None) -> str:
    """Date and time on one line; empty for none."""
    return date_format(localtime(value), "SHORT_DATETIME_FORMAT") if value else ""
