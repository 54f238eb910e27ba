"""The OpenAPI description, by drf-spectacular, of our addresses alone."""

import json
from functools import lru_cache
from threading import Lock
from typing import Any

from django.http import HttpResponse
from django.urls import include, path, reverse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import SPECTACULAR_DEFAULTS, patched_settings
from rest_framework.request import Request

from omwagtail import __version__
from omwagtail.api.addresses import base_of
from omwagtail.api.components import components
from omwagtail.describing import TAGS
from omwagtail.views import PublicView

MEDIA_TYPE = "application/vnd.oai.openapi+json"
DESCRIPTION = """\
Practice examples, checks and network profiles of this site and of those it reads, as documents.

A document is sent byte for byte as its publisher signed it. No key is needed, every site may read,
and no cookie is set. Whatever is refused is answered with problem details (RFC 9457) that say what
would be right."""
# Of what another address could be built into the description, or a hook change it.
UNTOUCHABLE = ("SERVE_", "DEFAULT_GENERATOR_CLASS", "OAUTH2_")
# drf-spectacular's settings are global while a description is made.
_lock = Lock()


class SchemaView(PublicView):
    """The OpenAPI description."""

    operation = "api_schema"
    answer_type = MEDIA_TYPE

    def get(self, request: Request) -> HttpResponse:
        """This API as an OpenAPI 3.1 document."""
        return HttpResponse(openapi_text(base_of(request)), content_type=MEDIA_TYPE)


@lru_cache(maxsize=8)
def openapi_text(base: str) -> str:
    """The description as JSON; ``base`` is scheme and host that its addresses are asked at."""
    description = {
        **openapi(),
        "servers": [{"url": base}],
        "externalDocs": {
            "url": base + reverse("omwagtail_docs"),
            "description": "The same for people",
        },
    }
    return json.dumps(description, ensure_ascii=False)


@lru_cache(maxsize=1)
def openapi() -> dict[str, Any]:
    """The description without its site. It only changes with the code, so it is made once."""
    with _lock, patched_settings(_fixed_settings()):
        generator = SchemaGenerator(patterns=[path("", include("omwagtail.urls"))])
        return generator.get_schema(request=None, public=True)


def _fixed_settings() -> dict[str, Any]:
    """Ours over the library's own, and nothing of what a project set for its own API."""
    defaults = {
        name: value
        for name, value in SPECTACULAR_DEFAULTS.items()
        if not name.startswith(UNTOUCHABLE)
    }
    return {
        **defaults,
        "TITLE": "omwagtail",
        "DESCRIPTION": DESCRIPTION,
        "VERSION": __version__,
        "OAS_VERSION": "3.1.0",
        "SCHEMA_PATH_PREFIX": "",
        "POSTPROCESSING_HOOKS": [],
        "APPEND_COMPONENTS": components(),
        "TAGS": [{"name": name, "description": text} for name, text in TAGS.items()],
    }
