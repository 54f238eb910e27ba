"""Practice examples, checks and network profiles for Wagtail, shared between sites."""

__version__ = "0.1.0"
