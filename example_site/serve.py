"""Serve one example site with waitress: ``python -m example_site.serve hub``."""

import os
import sys

import waitress

from example_site.sites import HOST, site_by_key


def main(key: str) -> None:
    """Serve until told to end. Listens on this machine only."""
    os.environ["OMWAGTAIL_SITE"] = key
    from example_site.wsgi import application

    waitress.serve(application, host=HOST, port=site_by_key(key).port, threads=6, _quiet=True)


if __name__ == "__main__":
    main(sys.argv[1])
