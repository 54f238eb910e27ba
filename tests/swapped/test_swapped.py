"""A project with its own base page leaves ``omwagtail.pages`` out and builds its own page types.

The project is a process of its own, because settings decide which class every page is a row of.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import wagtail


@pytest.fixture(scope="module")
def seen():
    run = subprocess.run(
        [sys.executable, "-m", "tests.swapped.project"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_the_base_page_is_the_projects_own(seen):
    """Before Wagtail 8 there is no such setting: there it is an abstract class."""
    has_setting = wagtail.VERSION >= (8, 0)
    assert seen["base page"] == ("WAGTAIL_PAGE_MODEL" if has_setting else "abstract class")


def test_it_installs_without_any_complaint(seen):
    assert seen["migrations written"] == ["0001_initial.py"]
    assert seen["makemigrations"] == "No changes detected"
    assert seen["check"] == "System check identified no issues (0 silenced)."


def test_what_is_published_is_in_the_catalogue_the_feed_and_the_api(seen):
    titles = ["Betriebs-Check", "Gemeinsam ausbilden", "IMPRO"]
    assert seen["captured"] == dict.fromkeys(titles, "accepted")
    assert seen["feed"] == titles
    assert seen["api"] == 1
    assert seen["sweep"] == "3 looked at, 0 repaired, 0 withdrawn"


def test_the_admin_and_the_public_pages_work(seen):
    assert seen["form"]
    assert seen["listing"]
    assert seen["usage"]
    assert all(seen["served"].values())


def test_what_editors_do_afterwards_reaches_the_catalogue(seen):
    assert seen["moved to"] == "https://partner.example/betriebs-check/gemeinsam-ausbilden/"
    assert seen["restricted above"] == {"Gemeinsam ausbilden": "withdrawn"}
    assert seen["alias"] == {}
    assert seen["copy"] == {"Kopie": "accepted"}
    assert seen["sweep after deleting"] == "3 looked at, 0 repaired, 0 withdrawn"


def test_what_another_site_published_is_shown_in_the_projects_own_directory(seen):
    assert seen["foreign one"]
