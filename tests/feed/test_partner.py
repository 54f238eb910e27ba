"""A partner without the harvest joins a hub over HTTP: two sites, two processes (rule 19)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from omwagtail.harvest.joining import waiting_requests
from omwagtail.harvest.models import Source
from omwagtail.signals import rung

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seen(live_server, settings):
    """What the partner saw, and whose ring the hub heard."""
    hub = live_server.url
    settings.OMWAGTAIL = {
        **settings.OMWAGTAIL,
        "ORIGINS": {"localhost": hub},
        "DEMO_MODE": True,
    }
    heard = []

    def listen(sender, origin, **kwargs):
        heard.append(origin)

    rung.connect(listen)
    run = subprocess.run(
        [sys.executable, "-m", "tests.feed.partner.project", hub],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=300,
        check=False,
    )
    rung.disconnect(listen)
    assert run.returncode == 0, run.stderr
    return {**json.loads(run.stdout), "heard": heard, "hub": hub}


@pytest.mark.slow
def test_rule_19_a_partner_without_the_harvest_joins_rings_and_leaves(seen):
    assert seen["makemigrations"] == "No changes detected in app 'omwagtail'"
    assert "no issues" in seen["check"]
    assert seen["page"] == 200
    assert seen["joined"] == [[seen["hub"], "https://kammer.example"]]
    assert f"doorbell: rang {seen['hub']}" in seen["work"]
    assert seen["heard"] == ["https://kammer.example"]
    assert seen["left"]
    # The hub waits for a person: it has noted who asks, and nothing else.
    assert [request.origin for request in waiting_requests()] == ["https://kammer.example"]
    assert not Source.objects.exists()
    # Who reads nobody is asked by nobody.
    assert "join" not in seen["described"]
    assert seen["asked to join"] == 404
