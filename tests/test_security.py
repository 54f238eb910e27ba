"""SECURITY.md names only what is there."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "SECURITY.md").read_text()
LIMITS = re.findall(r"^\| [^|]+ \| ([0-9]+)[^|]*\| `([\w.]+)` \|$", TEXT, re.MULTILINE)
FILES = sorted(set(re.findall(r"`((?:tests|docs)/[\w/.-]+)`", TEXT)))


@pytest.mark.parametrize("file", FILES)
def test_every_test_that_is_named_exists(file):
    path = ROOT / file
    assert path.exists()
    assert path.suffix != ".py" or re.search(r"^def test_", path.read_text(), re.MULTILINE)


@pytest.mark.parametrize(("number", "name"), LIMITS, ids=[name for _, name in LIMITS])
def test_every_limit_is_the_one_in_the_code(number, name):
    module, _, constant = name.rpartition(".")
    if module.endswith("DEFAULTS"):
        known = import_module("omwagtail.conf").DEFAULTS[constant]
    else:
        known = getattr(import_module(module), constant)
    assert known == int(number)


def test_the_page_was_read_at_all():
    assert len(LIMITS) > 20
    assert len(FILES) > 25


def test_every_hostile_test_of_harvests_is_named():
    found = {
        f"tests/harvest/{file.name}" for file in (ROOT / "tests/harvest").glob("test_hostile*.py")
    }
    assert found <= set(FILES)
