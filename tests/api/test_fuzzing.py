"""schemathesis asks a running site whatever the OpenAPI description allows, and what it does not.

Each run asks the same; OMWAGTAIL_TEST_FUZZING is the number of requests by chance for each
operation, for who has more time.
"""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import override_settings

from omwagtail.api.parameters import TERMS
from omwagtail.api.schema import openapi_text
from omwagtail.vocabularies import vocabulary
from tests.api.samples import fill
from tests.catalogue.factories import FOREIGN_ORIGIN

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

REQUESTS = os.environ.get("OMWAGTAIL_TEST_FUZZING", "4")
SECONDS = 600
# All lists are one view. The list of all types is asked for everything; the others for some of it,
# and one of them by cursor, since a list is read by page or by cursor and never by both.
KEPT = {
    "practice-examples/": {"q", "topic", "facets", "page"},
    "checks/": {"fields", "limit"},
    "networks/": {"cursor", "limit", "ordering"},
    "organisations/": {"near", "organisation_type"},
}
# An unknown cursor is a 410, which is a refusal too; so is what was withdrawn, for a right key.
CONFIGURATION = """
[checks.negative_data_rejection]
expected-statuses = ["400", "404", "405", "410", "413", "421"]
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "404", "410"]
"""


@pytest.fixture
def site(live_server):
    options = {"ORIGINS": {"localhost": live_server.url}, "DEMO_MODE": True, "THROTTLE": None}
    with override_settings(OMWAGTAIL={**settings.OMWAGTAIL, **options}):
        yield live_server.url


@pytest.mark.slow
def test_a_running_site_keeps_to_its_description(site, tmp_path):
    description = tmp_path / "openapi.json"
    description.write_text(json.dumps(describe(site, fill(site))))
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION)
    run = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "run", description, "--url", site),
            *("--checks", "all", "--phases", "examples,coverage,fuzzing"),
            *("--max-examples", REQUESTS, "--generation-deterministic"),
            *("--continue-on-failure", "--warnings", "off", "--no-color"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-2_000:]


def describe(site, items):
    """The description, knowing what only this site knows: keys and values that find something.

    Whether a code, a cursor or an edition exists is no matter of a schema, so a value that it lets
    through would otherwise be refused with good reason.
    """
    description = json.loads(openapi_text(site))
    keys = {kind: [item.key for item in group] for kind, group in items.items()}
    every = [key for group in keys.values() for key in group]
    for path, methods in description["paths"].items():
        kind = path.removeprefix("/om/api/v1/").partition("s/{key}")[0]
        parameters = methods.get("get", {}).get("parameters", [])
        kept = KEPT.get(path.removeprefix("/om/api/v1/"))
        parameters[:] = [one for one in parameters if is_asked(one["name"], kept)]
        for parameter in parameters:
            if parameter["name"] == "key":
                parameter["schema"] = {"enum": keys.get(kind, every)}
            elif values := known_values(site).get(parameter["name"]):
                schema = parameter["schema"]
                schema.get("items", schema).clear()
                schema.get("items", schema)["enum"] = values
                parameter.pop("example", None)
    description["components"]["schemas"]["Ring"]["properties"]["origin"] = {"enum": [site]}
    return description


def is_asked(name, kept):
    if kept is not None:
        return name in kept or name == "key"
    # An empty fingerprint is as good as none, which no schema says.
    return name not in ("cursor", "fingerprint")


def known_values(site):
    """Values that there are, by the parameter's name; a few, since each of them is tried."""
    codes = {
        name: [term.code for term in vocabulary(vocabulary_name)][:3]
        for name, (vocabulary_name, _) in TERMS.items()
    }
    moments = ["2026-01-31", "2026-01-31T12:00:00Z", "1999-12-31T23:59:59.5+02:00"]
    return codes | {
        "near": codes["region"],
        "fields": ["title", "body"],
        "facets": ["topic", "language"],
        "language": ["de", "en", "de-AT"],
        "origin": ["self", site, FOREIGN_ORIGIN],
        "published_since": moments,
        "modified_since": moments,
        "ordering": ["published", "-published", "modified", "-modified", "title", "-title"],
        # Empty ones are as good as absent.
        "cursor": [""],
        "since": [""],
    }
