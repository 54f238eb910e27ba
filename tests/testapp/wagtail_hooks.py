"""A listing of a partner's own page type, as docs/how-to/listings.md shows it."""

from wagtail import hooks

from omwagtail.content.listings import DocumentListingViewSet
from tests.testapp.models import OldExample


@hooks.register("register_admin_viewset")
def old_examples():
    return DocumentListingViewSet("old_examples", model=OldExample, menu_label="Alte Beispiele")
