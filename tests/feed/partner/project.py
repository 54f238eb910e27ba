"""A partner joins the hub whose address is given: run as a script, in a process of its own.

Prints one JSON object: name of an observation -> what was seen.
"""

import io
import json
import os
import sys

import django
from django.core.management import call_command
from django.test.utils import setup_test_environment

HUBS = "/admin/omwagtail/hubs/"
HOST = {"host": "kammer.example"}


def main(hub):
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.feed.partner.settings"
    django.setup()
    setup_test_environment()
    call_command("migrate", verbosity=0)
    print(json.dumps({**install(), **join(hub)}))


def said(command, *arguments, **options):
    output = io.StringIO()
    call_command(command, *arguments, stdout=output, **options)
    return output.getvalue().strip()


def install():
    return {
        "makemigrations": said("makemigrations", "omwagtail", dry_run=True),
        "check": said("check", databases=["default"]),
    }


def join(hub):
    from django.contrib.auth import get_user_model
    from django.test import Client

    from omwagtail.feed.models import JoinedHub
    from tests.pages_for_tests import publish_example

    browser = Client(headers={"accept-language": "en"})
    browser.force_login(get_user_model().objects.create_superuser("a", "a@example.org", "x"))
    given = {"address": hub, "origin": "https://kammer.example"}
    page = browser.post(HUBS, given, follow=True)
    joined = list(JoinedHub.objects.values_list("hub", "origin"))
    publish_example()
    work = said("om_work")
    browser.post(f"{HUBS}{JoinedHub.objects.get().pk}/leave/")
    return {
        "page": page.status_code,
        "joined": joined,
        "work": work,
        "left": not JoinedHub.objects.exists(),
        "described": Client().get("/.well-known/omwagtail", headers=HOST).json(),
        "asked to join": Client()
        .post("/om/api/v1/join/", {"origin": hub}, "application/json", headers=HOST)
        .status_code,
    }


if __name__ == "__main__":
    main(sys.argv[1])
