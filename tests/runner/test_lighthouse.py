"""Lighthouse gives 100 of 100 for accessibility and for best practices: to the form as a visitor
opens it, and to result and plan as the module makes them."""

import json
import subprocess
from pathlib import Path

import pytest
from django.urls import reverse

from tests import node, services
from tests.browser import ARGUMENTS
from tests.catalogue.factories import make_item
from tests.runner.definitions import body

pytestmark = [
    pytest.mark.browser,
    pytest.mark.lighthouse,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
SCRIPT = Path(__file__).with_name("lighthouse.mjs")
CATEGORIES = ("accessibility", "best-practices")


def scores(url: str) -> dict[str, dict]:
    """Form, result and plan -> category -> ``score`` and what it ``lacks``."""
    command = ["node", str(SCRIPT), str(node.folder()), services.chromium(), url, *ARGUMENTS]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads(run.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", ["omwagtail_check", "omwagtail_embed_check"])
def test_form_result_and_plan_lack_nothing(live_server, name):
    check = make_item("check", title="Betriebs-Check", summary="In zehn Minuten.", body=body())
    found = scores(live_server.url + reverse(name, args=[check.key]))
    assert set(found) == {"form", "result", "plan"}
    lacking = {
        f"{view} {category}": found[view][category]["lacks"]
        for view in found
        for category in CATEGORIES
        if found[view][category]["score"] < 100
    }
    assert lacking == {}
