"""The addresses that the package's URL patterns stand for."""

from django.urls import URLPattern


def paths_of(patterns, prefix="/"):
    """Every address below some patterns, with its variable parts as they are written there."""
    for entry in patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield path
        else:
            yield from paths_of(entry.url_patterns, path)
