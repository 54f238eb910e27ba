"""The programs of docs/how-to/read-the-api.md, word for word, against a running site."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from tests import services
from tests.api.around import around, noting
from tests.catalogue.factories import FOREIGN_ORIGIN, make_item

DOCUMENT = Path(__file__).parents[2] / "docs" / "how-to" / "read-the-api.md"
CREDIT = {
    "publisher": {"name": "Kammer Elbtal"},
    "licence": {"uri": "https://creativecommons.org/licenses/by/4.0/", "name": "CC BY 4.0"},
}
RUN = "import {{ search }} from './read_api.mjs'; await search({site!r}, 'ausbildung'); {again}"
AGAIN = "await search({site!r}, 'ausbildung');"

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def program(language):
    [found] = re.findall(rf"^```{language}\n(.*?)^```", DOCUMENT.read_text("utf-8"), re.M | re.S)
    return found


@pytest.fixture
def answered():
    """The status of each answer of the site."""
    return []


@pytest.fixture
def site(live_server, answered):
    options = {"ORIGINS": {"localhost": live_server.url}, "DEMO_MODE": True, "THROTTLE": None}
    settings_of_site = override_settings(OMWAGTAIL={**settings.OMWAGTAIL, **options})
    with settings_of_site, around(live_server, noting(answered)):
        yield live_server.url


@pytest.fixture
def lines(site):
    """What both programs print of the site's 22 examples."""
    for number in range(21):
        make_item(origin=site, title=f"Ausbildung {number:02}", regions=["DED2F"], **CREDIT)
    own = [f"Ausbildung {number:02} | Kammer Elbtal | CC BY 4.0" for number in range(21)]
    quoted = make_item(origin=FOREIGN_ORIGIN, title="Zur Ausbildung", reuse="link", **CREDIT)
    make_item(origin=site, title="Etwas anderes")
    return own, f"Zur Ausbildung | {quoted.url}"


def python(folder, *arguments):
    (folder / "read_api.py").write_text(program("python"), "utf-8")
    return _run([sys.executable, "read_api.py", *arguments], folder)


def node(folder, code):
    if shutil.which("node") is None:
        reason = "there is no Node"
        pytest.fail(reason) if services.REQUIRED else pytest.skip(reason)
    (folder / "read_api.mjs").write_text(program("javascript"), "utf-8")
    return _run(["node", "--input-type=module", "--eval", code], folder)


def _run(command, folder):
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


def is_what_was_searched(output, lines, site):
    own, foreign = lines
    printed = output.splitlines()
    assert any(line.endswith(": 21") for line in printed[0].split(", ")), printed[0]
    shown = [line for line in printed if " | " in line]
    assert [line.rpartition(" | ")[0] for line in shown[:-1]] == own
    assert all(line.rpartition(" | ")[2].startswith(f"{site}/") for line in shown[:-1])
    assert shown[-1] == foreign
    return True


def test_the_client_in_python(site, lines, answered, tmp_path):
    first = python(tmp_path, site, "ausbildung")
    assert is_what_was_searched(first.stdout, lines, site), first.stderr
    asked = len(answered)
    assert asked == 2  # pages of 20 each
    second = python(tmp_path, site, "ausbildung")
    assert second.stdout == first.stdout
    assert answered[asked:] == [304, 304]


def test_a_problem_is_told_in_its_words(site, tmp_path):
    assert "200 characters" in python(tmp_path, site, "x" * 201).stderr


def test_the_client_in_javascript(site, lines, answered, tmp_path):
    once = node(tmp_path, RUN.format(site=site, again=""))
    assert is_what_was_searched(once.stdout, lines, site), once.stderr
    asked = len(answered)
    twice = node(tmp_path, RUN.format(site=site, again=AGAIN.format(site=site)))
    assert twice.stdout == once.stdout * 2
    assert answered[asked:] == [200, 200, 304, 304]


@pytest.mark.browser
def test_the_client_in_a_browser_on_another_site(site, lines, open_page, foreign_site):
    run = f"const out = []; await search({site!r}, 'ausbildung', line => out.push(line));"
    shown = "document.body.innerHTML = '<pre></pre>'; "
    shown += "document.querySelector('pre').textContent = out.join('\\n');"
    page = open_page(
        foreign_site(f"<script type=module>{program('javascript')}\n{run}\n{shown}</script>")
    )
    assert is_what_was_searched(page.locator("pre").text_content(), lines, site)


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_a_client_needs_twenty_lines_that_count(language):
    lines = [line for line in program(language).splitlines() if line and not line.startswith('"')]
    assert 15 <= len(lines) <= 20
