"""html-validate finds nothing in any page of the runner: not as the server sends it, nor after the
module has changed it."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from django.urls import reverse

from tests import node
from tests.catalogue.factories import edit_item, make_item
from tests.runner.definitions import body
from tests.runner.pages import pages_of
from tests.runner.way import walk

pytestmark = pytest.mark.html_validate

# Not about what is valid: how the doctype is written, spaces that templates leave behind, and how a
# browser writes attributes without a value.
TASTE = (
    *("doctype-style", "no-trailing-whitespace"),
    *("attribute-boolean-style", "attribute-empty-style"),
)
RULES = {
    "root": True,
    "extends": ["html-validate:recommended"],
    "rules": {
        **dict.fromkeys(TASTE, "off"),
        # Several boxes of one name are a list.
        "form-dup-name": ["error", {"shared": ["radio", "checkbox", "submit"]}],
    },
}
# They are filled in when they are used, and looked at then.
TEMPLATE = re.compile(r"<template\b.*?</template>", re.DOTALL)
AS_IT_IS = "html => html.outerHTML"


def faults(folder: Path, pages: dict[str, str]) -> list[str]:
    """What html-validate finds, a line for each: page, rule, what is wrong, element."""
    (folder / ".htmlvalidate.json").write_text(json.dumps(RULES), "utf-8")
    names = []
    for number, html in enumerate(pages.values()):
        names.append(f"{number}.html")
        (folder / names[-1]).write_text(TEMPLATE.sub("", html), "utf-8")
    command = [node.program("html-validate"), "--formatter", "json", *names]
    # Into a file: Node may leave before a pipe has taken everything.
    report = folder / "report.json"
    with report.open("wb") as output:
        subprocess.run(command, cwd=folder, stdout=output)
    titles = list(pages)
    return [
        f"{titles[int(Path(page['filePath']).stem)]}: {message['ruleId']}: {message['message']} "
        f"{message['selector']}"
        for page in json.loads(report.read_text("utf-8"))
        for message in page["messages"]
    ]


@pytest.mark.django_db
def test_every_page_that_the_server_sends_is_valid(client, tmp_path):
    check = make_item("check", title="Betriebs-Check", summary="Kurz.", body=body())
    began = check.data["body"]
    changed = body(edition={"number": 3})
    changed["sections"][0]["checkpoints"][0]["statement"] = "Wir wissen, wohin wir wollen."
    edit_item(check, body=changed)
    pages = pages_of(client, check, began)
    assert {"omwagtail_check post", "omwagtail_check_changes get"} <= set(pages)
    assert faults(tmp_path, pages) == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_view_that_the_module_makes_is_valid(open_page, live_server, tmp_path):
    check = make_item("check", title="Betriebs-Check", summary="Kurz.", body=body())
    page = open_page(live_server.url + reverse("omwagtail_check", args=[check.key]))
    whole = page.locator("html")
    pages = {view: f"<!DOCTYPE html>\n{whole.evaluate(AS_IT_IS)}" for view in walk(page)}
    assert {"topic", "result", "plan"} <= set(pages)
    assert faults(tmp_path, pages) == []


def test_a_fault_would_be_found(tmp_path):
    twice = '<!DOCTYPE html><html lang="de"><title>A</title><p id="a"></p><p id="a"></p></html>'
    assert any("no-dup-id" in fault for fault in faults(tmp_path, {"wrong": twice}))
