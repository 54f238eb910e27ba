"""What is missing or wrong for a hub is said when it starts."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def said(settings, **given) -> str:
    """What the checks say of some settings."""
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, **given}
    try:
        call_command("check", fail_level="WARNING")
    except SystemCheckError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", ["HARVEST_BACKEND", "WAKE_BACKEND"])
def test_a_backend_that_tasks_does_not_name_is_an_error(settings, name):
    settings.TASKS = TASKS
    found = said(settings, **{name: "rq"})
    assert "omwagtail.E008" in found
    assert f"OMWAGTAIL[\"{name}\"] is no backend of TASKS: 'rq'." in found
    assert "HINT" in found
    settings.TASKS = {**TASKS, "rq": TASKS["default"]}
    assert said(settings) == ""


def test_tasks_need_a_default_backend(settings):
    settings.TASKS = {"rq": TASKS["default"]}
    assert 'TASKS has no backend "default"' in said(settings, HARVEST_BACKEND="rq")


@pytest.mark.parametrize("number", [0, -1, 65, 2.5, "4", True, None])
def test_a_number_of_threads_that_is_none_is_an_error(settings, number):
    assert "omwagtail.E009" in said(settings, HARVEST_THREADS=number)


@pytest.mark.parametrize("token", ["", "short", 1234567890123456])
def test_a_token_that_can_be_guessed_is_an_error(settings, token):
    assert "omwagtail.E010" in said(settings, HEALTH_TOKEN=token)


def test_good_settings_are_not_complained_about(settings):
    assert said(settings, HARVEST_THREADS=8, HEALTH_TOKEN="0123456789abcdef") == ""


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "is_told"), [("delete", True), ("wal", False)])
def test_sqlite_without_wal_is_a_warning(tmp_path, mode, is_told):
    path = tmp_path / "hub.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA journal_mode={mode}")
    options = {"transaction_mode": "IMMEDIATE"}
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}
    checked = subprocess.run(
        [sys.executable, "-m", "django", "check", "--database=default"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.harvest.site",
            "OMWAGTAIL_CHILD_DATABASE": json.dumps(database),
        },
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stderr
    assert ("omwagtail.W006" in checked.stderr) == is_told
