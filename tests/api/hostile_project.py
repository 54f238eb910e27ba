"""A project of its own: run as a script, because Django REST framework reads its settings once.

Its REST_FRAMEWORK settings refuse everything, and the apps of the libraries are not installed.
Prints one JSON object: address -> status, type and text of the answer.
"""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import django
from django.conf import settings as project
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication

from tests import settings as given

WRONG = "/om/api/v1/items/?colour=red"
DOCS, SWAGGER = "/om/api/v1/docs/", "/om/api/v1/docs/swagger/"
READ = (
    "/om/api/v1/",
    "/om/api/v1/items/",
    "/om/api/v1/vocabularies/",
    "/om/api/v1/vocabularies/topics/",
    "/om/api/v1/schema/",
    "/om/api/v1/schemas/check.json",
    "/om/api/v1/changes/",
    "/om/api/v1/health/",
    "/.well-known/omwagtail",
)
LIBRARIES = {"rest_framework", "drf_spectacular", "drf_spectacular_sidecar", "django_filters"}


class RefusesEverybody(BaseAuthentication):
    def authenticate(self, request):
        raise exceptions.AuthenticationFailed("not you")


def refuse_everything(*args, **kwargs):
    raise AssertionError("a setting of the project was used")


REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["tests.api.hostile_project.RefusesEverybody"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.AdminRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.FileUploadParser"],
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anon": "1/day"},
    "DEFAULT_VERSIONING_CLASS": "rest_framework.versioning.AcceptHeaderVersioning",
    "DEFAULT_SCHEMA_CLASS": "rest_framework.schemas.openapi.AutoSchema",
    "ALLOWED_VERSIONS": ["9"],
    "EXCEPTION_HANDLER": "tests.api.hostile_project.refuse_everything",
    "UNAUTHENTICATED_USER": "tests.api.hostile_project.refuse_everything",
    "URL_FORMAT_OVERRIDE": "limit",
    "FORMAT_SUFFIX_KWARG": "key",
}
SPECTACULAR_SETTINGS = {
    "PREPROCESSING_HOOKS": ["tests.api.hostile_project.refuse_everything"],
    "POSTPROCESSING_HOOKS": ["tests.api.hostile_project.refuse_everything"],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAdminUser"],
    "TITLE": "Another API",
    "VERSION": "9",
    "OAS_VERSION": "3.0.3",
    "CAMELIZE_NAMES": True,
    "SCHEMA_PATH_PREFIX_INSERT": "/elsewhere",
    "SERVERS": [{"url": "https://elsewhere.example"}],
    "TAGS": [{"name": "another"}],
    "EXTENSIONS_ROOT": {"x-another": True},
    "SECURITY": [{"another": []}],
}


@cache
def answers():
    """What that project answers; it is asked once."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.api.hostile_project", *READ, WRONG, DOCS, SWAGGER],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def main(addresses):
    values = {name: getattr(given, name) for name in dir(given) if name.isupper()}
    values |= {
        "INSTALLED_APPS": [app for app in given.INSTALLED_APPS if app not in LIBRARIES],
        "REST_FRAMEWORK": REST_FRAMEWORK,
        "SPECTACULAR_SETTINGS": SPECTACULAR_SETTINGS,
        "DATABASES": {"default": given.database("")},
        "MIGRATION_MODULES": NoMigrations(),
    }
    project.configure(**values)
    django.setup()
    print(json.dumps(ask(addresses)))


class NoMigrations(dict):
    """Tables come from the models: that takes a second where the migrations take many."""

    def __contains__(self, app):
        return True

    def __getitem__(self, app):
        return None


def ask(addresses):
    from django.core.management import call_command
    from django.test import Client
    from wagtail.models import Locale, Page, Site

    call_command("migrate", run_syncdb=True, verbosity=0)
    Locale.objects.create(language_code="de")
    root = Page.add_root(instance=Page(title="Root", slug="root"))
    Site.objects.create(hostname="localhost", root_page=root, is_default_site=True)
    found = {}
    for address in addresses * 2:
        response = Client().get(address, headers={"host": "partner.example"})
        found[address] = {
            "status": response.status_code,
            "type": response["Content-Type"],
            "text": response.content.decode(),
        }
    return found


if __name__ == "__main__":
    # The settings above name this module, not __main__.
    from tests.api import hostile_project

    hostile_project.main(sys.argv[1:])
