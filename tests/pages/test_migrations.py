"""One set of migrations for every supported Wagtail, hand-normalised."""

from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import call_command

import omwagtail

MIGRATIONS = sorted(Path(omwagtail.__file__).parent.glob("**/migrations/0*.py"))
# The newest of wagtailcore in Wagtail 7.4, the lowest that is supported.
NEWEST_OF_7_4 = "0097"


def relative(path):
    return str(path.relative_to(Path(omwagtail.__file__).parent))


@pytest.mark.django_db
@pytest.mark.parametrize("app", ["omwagtail", "omwagtail_pages", "testapp"])
def test_models_and_migrations_agree(app):
    call_command("makemigrations", app, check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("path", MIGRATIONS, ids=relative)
def test_no_migration_follows_the_page_model_setting(path):
    assert "WAGTAIL_PAGE_MODEL" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", MIGRATIONS, ids=relative)
def test_no_migration_needs_a_newer_wagtail(path):
    module = ".".join(["omwagtail", *path.relative_to(Path(omwagtail.__file__).parent).parts])
    migration = import_module(module.removesuffix(".py")).Migration
    core = [name for app, name in migration.dependencies if app == "wagtailcore"]
    assert all(name[:4] <= NEWEST_OF_7_4 for name in core)


def test_an_own_image_model_needs_no_migration_here():
    text = (Path(omwagtail.__file__).parent / "migrations/0001_initial.py").read_text("utf-8")
    assert "wagtailimages.image'" not in text


def test_migrations_of_pages_hold_no_terms_of_a_vocabulary():
    text = (Path(omwagtail.__file__).parent / "pages/migrations/0001_initial.py").read_text("utf-8")
    assert "skilled-labour" not in text
    assert "DED2F" not in text
    assert "membership-fees" not in text
