"""Settings of a child process: the same site, on the database that the test names."""

import json
import os

from tests.settings import *  # noqa: F403

DATABASES = {"default": json.loads(os.environ["OMWAGTAIL_CHILD_DATABASE"])}
MEDIA_ROOT = os.environ.get("OMWAGTAIL_CHILD_MEDIA", MEDIA_ROOT)  # noqa: F405
OMWAGTAIL = {
    "ORIGINS": {"localhost": "https://partner.example"},
    "DEMO_MODE": True,
    "WAKE_BACKEND": "rq",
    **json.loads(os.environ.get("OMWAGTAIL_CHILD_SETTINGS", "{}")),
}
INSTALLED_APPS += ["django_rq"]  # noqa: F405
RQ_QUEUES = {"default": {"URL": os.environ.get("OMWAGTAIL_TEST_REDIS", "redis://127.0.0.1:6379/9")}}
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "rq": {"BACKEND": "django_tasks_rq.RQBackend", "QUEUES": ["default"]},
}
