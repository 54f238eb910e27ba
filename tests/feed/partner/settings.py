"""A partner that publishes and reads nobody: ``omwagtail.harvest`` is left out."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS as GIVEN
from tests.settings import database

LEFT_OUT = ("omwagtail.harvest", "wagtail_modeladmin")
INSTALLED_APPS = [app for app in GIVEN if app not in LEFT_OUT]
DATABASES = {"default": {**database(""), "ATOMIC_REQUESTS": True}}
DATABASES["default"]["NAME"] = os.environ.get("OMWAGTAIL_PARTNER_DATABASE", ":memory:")
SECRET_KEY = os.environ.get("OMWAGTAIL_PARTNER_SECRET", "of the partner")
SECRET_KEY_FALLBACKS = os.environ.get("OMWAGTAIL_PARTNER_OLD_SECRETS", "").split()
OMWAGTAIL = {
    "ORIGINS": {
        "localhost": os.environ.get("OMWAGTAIL_PARTNER_ORIGIN", "https://kammer.example"),
    },
    "DEMO_MODE": True,
    "THROTTLE": None,
}
