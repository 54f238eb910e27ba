"""How the catalogue is, and whether the periodic work runs."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from omwagtail.catalogue.models import Item
from omwagtail.catalogue.wishes import last_sweep
from omwagtail.conf import settings
from omwagtail.health import Finding, Level, Note, Probe, register

# Beyond the time that the setting allows: a turn by cron, and a sweep of a large site.
GRACE = timedelta(minutes=30)


def look() -> Finding:
    """Documents shown, rows that wait for a number, and when a sweep last came to its end."""
    swept, now = last_sweep(), timezone.now()
    age = None if swept is None else round((now - swept).total_seconds())
    return Finding(
        numbers={
            "documents_shown": Item.objects.visible().count(),
            "rows_without_number": Item.objects.unstamped().count(),
            "seconds_since_sweep": age,
        },
        notes=_notes(age),
    )


def _notes(age: int | None) -> tuple[Note, ...]:
    if age is None:
        return (Note(sentence=_("om_work has never run to its end.")),)
    if age > settings.SWEEP_SECONDS + GRACE.total_seconds():
        sentence = _("The last sweep was %(minutes)s minutes ago. Is om_work running?")
        return (Note(sentence=sentence % {"minutes": age // 60}, level=Level.FAILING),)
    return ()


def register_probe() -> None:
    """First of all: if the periodic work does not run, all else is old."""
    register(Probe(name="catalogue", look=look, order=10))
