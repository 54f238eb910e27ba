"""The OpenAPI description, by drf-spectacular, of our addresses alone."""

import json
from functools import lru_cache
from threading import Lock

from django.http import HttpResponse
from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings
from rest_framework.request import Request

from omwagtail import __version__
from omwagtail.api.components import document_components
from omwagtail.views import PublicView

MEDIA_TYPE = "application/vnd.oai.openapi+json"
# drf-spectacular's settings are global while a description is made.
_lock = Lock()


class SchemaView(PublicView):
    """The OpenAPI description."""

    operation = "api_schema"

    def get(self, request: Request) -> HttpResponse:
        """This API as an OpenAPI 3.1 document."""
        with _lock:
            text = openapi_text()
        return HttpResponse(text, content_type=MEDIA_TYPE)


@lru_cache(maxsize=1)
def openapi_text() -> str:
    """The description as JSON. It only changes with the code, so it is made once."""
    with patched_settings(_fixed_settings()):
        generator = SchemaGenerator(patterns=[path("", include("omwagtail.urls"))])
        return json.dumps(generator.get_schema(request=None, public=True), ensure_ascii=False)


def _fixed_settings() -> dict:
    """Settings that a project may have changed for its own API."""
    return {
        "TITLE": "omwagtail",
        "DESCRIPTION": "Practice examples, checks and network profiles, as signed documents.",
        "VERSION": __version__,
        "OAS_VERSION": "3.1.0",
        "SCHEMA_PATH_PREFIX": "",
        "SCHEMA_PATH_PREFIX_TRIM": False,
        "SCHEMA_PATH_PREFIX_INSERT": "",
        "PREPROCESSING_HOOKS": [],
        "POSTPROCESSING_HOOKS": [],
        "APPEND_PATHS": {},
        "APPEND_COMPONENTS": {"schemas": document_components()},
        "SECURITY": [],
        "SERVERS": [],
        "TAGS": [],
    }
