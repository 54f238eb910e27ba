"""Publishes many documents on a site at once: `python -m tests.federation.many 2000 Title`."""

import sys

import django

if __name__ == "__main__":
    django.setup()

    from django.db import transaction
    from wagtail.models import Site

    from omwagtail.catalogue.keys import signing_key
    from omwagtail.catalogue.origins import origin_of_site
    from omwagtail.catalogue.stamping import stamp_all
    from tests.catalogue.factories import make_item

    count, title = int(sys.argv[1]), sys.argv[2]
    origin = origin_of_site(Site.objects.get())
    with transaction.atomic():
        for number in range(count):
            # Of long ago, so that they stand at the end of every list.
            published = "2001-01-01T00:00:00Z"
            key = signing_key()
            make_item(origin=origin, key=key, title=f"{title} {number}", published=published)
    stamp_all()
