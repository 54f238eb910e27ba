"""A project with its own base page and page types: ``omwagtail.pages`` is left out."""

import os

import wagtail

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS as GIVEN
from tests.settings import database

LEFT_OUT = ("tests.testapp", "omwagtail.pages")

INSTALLED_APPS = ["tests.swapped.association", *(app for app in GIVEN if app not in LEFT_OUT)]
# Migrations of the project's own app are made by the test, as its developer would make them.
MIGRATION_MODULES = {"association": os.environ.get("OMWAGTAIL_SWAPPED_MIGRATIONS", "migrations")}
DATABASES = {"default": database("")}

if wagtail.VERSION >= (8, 0):
    # Older ones have no such setting; there the base page is an abstract class.
    WAGTAIL_PAGE_MODEL = "swapped_base.BasePage"
    INSTALLED_APPS.insert(0, "tests.swapped.base")
