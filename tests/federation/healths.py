"""Prints how the sources of a site are: `python -m tests.federation.healths`, as JSON by origin."""

import json

import django

if __name__ == "__main__":
    django.setup()

    from omwagtail.harvest.health import source_healths

    said = {
        health.source.origin: {"status": health.status, "error": health.error}
        for health in source_healths()
    }
    print(json.dumps(said))
