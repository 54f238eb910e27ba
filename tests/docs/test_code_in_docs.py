"""Code that the documentation shows is code that the tests run."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTAPP, SWAPPED = ROOT / "tests" / "testapp", ROOT / "tests" / "swapped"
CONTENT = ROOT / "tests" / "content"
# Document -> the files that its code stands in, word for word.
SHOWN = {
    "share-existing-pages.md": [TESTAPP / "old_examples.py"],
    "extend.md": [
        TESTAPP / "models.py",
        TESTAPP / "wagtail_hooks.py",
        TESTAPP / "templates" / "testapp" / "guild_example.html",
        SWAPPED / "association" / "models.py",
    ],
    "be-found.md": [
        TESTAPP / "models.py",
        CONTENT / "api_urls.py",
        CONTENT / "sitemap_urls.py",
    ],
}


def code_blocks(document):
    text = (ROOT / "docs" / "how-to" / document).read_text(encoding="utf-8")
    return re.findall(r"^```(?:python|django)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("document", SHOWN)
def test_every_block_of_code_is_run_by_tests(document):
    run = "\n".join(file.read_text(encoding="utf-8") for file in SHOWN[document])
    blocks = code_blocks(document)
    assert blocks
    assert [block for block in blocks if block not in run] == []
