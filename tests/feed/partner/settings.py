"""A partner that publishes and reads nobody: ``omwagtail.harvest`` is left out."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS as GIVEN
from tests.settings import database

LEFT_OUT = ("omwagtail.harvest", "wagtail_modeladmin")
INSTALLED_APPS = [app for app in GIVEN if app not in LEFT_OUT]
DATABASES = {"default": {**database(""), "ATOMIC_REQUESTS": True}}
OMWAGTAIL = {
    "ORIGINS": {"localhost": "https://kammer.example"},
    "DEMO_MODE": True,
    "THROTTLE": None,
}
