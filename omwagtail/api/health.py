"""How this site is, for monitoring: numbers for everybody, reasons for those who have the token."""

import logging
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.crypto import constant_time_compare
from rest_framework.request import Request

from omwagtail.conf import settings
from omwagtail.describing import NO_STORE
from omwagtail.health import Level, look
from omwagtail.problems import Problem
from omwagtail.views import PublicView, json_response

# What does not work now is looked at again in so many seconds.
RETRY_SECONDS = 60
# Looking takes a quarter of a second with 100,000 documents: for so many seconds, whoever asks is
# told the same.
KEPT_SECONDS = 10
KEY = "omwagtail:health"

logger = logging.getLogger("omwagtail.health")


class HealthView(PublicView):
    """The health of this site."""

    operation = "health_now"
    cache_control = NO_STORE
    answer = {"$ref": "#/components/schemas/Health"}
    refusals = {
        401: "The token is not the one of this site.",
        503: "The site does not do its work: `level` is `failing`, and the problem has the members "
        "of a good answer too.",
    }

    def get(self, request: Request) -> HttpResponse:
        """How this site is: `ok`, `degraded` (a person should look), else 503.

        Numbers name nobody. With `Authorization: Bearer …` and the site's token (the setting
        `HEALTH_TOKEN`) the answer also has reasons, with the names of sources and hubs.
        """
        knows_token = _knows_token(request)
        data = _look()
        if not knows_token:
            for probe in data["probes"].values():
                del probe["notes"]
        if data["level"] == str(Level.FAILING):
            raise Problem(
                503,
                "The site does not do its work; `probes` says which part of it.",
                headers={"Retry-After": str(RETRY_SECONDS)},
                **data,
            )
        return json_response(data)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Authorization"])
        return response


def _look() -> dict[str, Any]:
    """The site's health with all its notes, at most ``KEPT_SECONDS`` old."""
    try:
        return cache.get(KEY) or _look_now()
    except Exception:
        # A cache that is down is not what was asked for.
        logger.warning("the cache cannot be read", exc_info=True)
        return look().as_data()


def _look_now() -> dict[str, Any]:
    data = look().as_data()
    cache.set(KEY, data, KEPT_SECONDS)
    return data


def _knows_token(request: Request) -> bool:
    """Whether the token was sent; False where none was. Raises Problem (401) for a wrong one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    # A proxy may ask for a password of its own, which is not for us.
    if scheme.lower() != "bearer":
        return False
    if settings.HEALTH_TOKEN and constant_time_compare(token.strip(), settings.HEALTH_TOKEN):
        return True
    raise Problem(
        401, "This is not the token of this site.", headers={"WWW-Authenticate": "Bearer"}
    )
