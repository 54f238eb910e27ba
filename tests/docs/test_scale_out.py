"""The settings and units of docs/how-to/scale-out.md are ones that work."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import load_command_class

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "how-to" / "scale-out.md").read_text("utf-8")
WORDS_OF_THE_COMMAND = re.compile(r"^ExecStart=\S+/python manage\.py (.+)$", re.MULTILINE)
APPS = {"om_work": "omwagtail", "rqworker": "django_rq"}


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_a_site_with_these_settings_passes_the_system_checks(number, tmp_path):
    code = blocks("python")[number]
    (tmp_path / "hub.py").write_text(f"from tests.settings import *\n\n{code}", "utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "hub",
        "HUB_DATABASE_PASSWORD": "x",
        "HUB_REDIS": "redis://127.0.0.1:6379/9",
        "HUB_HEALTH_TOKEN": "0123456789abcdef",
    }
    checked = subprocess.run(
        [sys.executable, "-m", "django", "check", "--fail-level=WARNING"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("words", WORDS_OF_THE_COMMAND.findall(TEXT))
def test_a_unit_starts_a_command_with_options_that_it_has(words):
    name, *arguments = shlex.split(words)
    parser = load_command_class(APPS[name], name).create_parser("manage.py", name)
    parser.parse_args(arguments)


def test_every_unit_restarts_what_died():
    assert blocks("ini")
    assert all("Restart=always" in unit and "ExecStart=" in unit for unit in blocks("ini"))
