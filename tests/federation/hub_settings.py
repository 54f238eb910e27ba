"""Settings of a hub whose sentences are compared: in the language in which they are written."""

from tests.harvest.site import *  # noqa: F403

LANGUAGE_CODE = "en"
