"""Whether the hubs that shall hear of this site's news can be told."""

from django.utils.translation import gettext as _

from omwagtail.catalogue.origins import own_origins
from omwagtail.feed.joining import hubs_of
from omwagtail.feed.models import HubRing
from omwagtail.health import Finding, Level, Note, Probe, register

# Failures in a row after which a person should look: with the pauses between them, half a day.
TOO_MANY = 10


def look() -> Finding:
    """Hubs that are rung, and those that cannot be."""
    rung = {(hub, origin) for origin in own_origins() for hub in hubs_of(origin)}
    failing = [
        ring for ring in HubRing.objects.filter(failures__gt=0) if (ring.hub, ring.origin) in rung
    ]
    return Finding(
        numbers={"hubs": len(rung), "hubs_that_cannot_be_rung": len(failing)},
        notes=tuple(_note(ring) for ring in failing),
    )


def _note(ring: HubRing) -> Note:
    sentence = _("%(hub)s could not be rung for %(origin)s, %(count)s times: %(error)s") % {
        "hub": ring.hub,
        "origin": ring.origin,
        "count": ring.failures,
        "error": ring.last_error,
    }
    level = Level.DEGRADED if ring.failures >= TOO_MANY else Level.OK
    return Note(sentence=sentence, level=level)


def register_probe() -> None:
    register(Probe(name="feed", look=look, order=20))
