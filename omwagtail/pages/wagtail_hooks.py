"""The listings of the ready-made page types."""

from wagtail import hooks

from omwagtail.content.listings import CheckListing, NetworkListing, PracticeExampleListing
from omwagtail.pages.models import CheckPage, NetworkPage, PracticeExamplePage


@hooks.register("register_admin_viewset")
def listings():
    """Practice examples, networks and checks, in the menu in this order."""
    return [
        PracticeExampleListing("practice_examples", model=PracticeExamplePage, menu_order=10),
        NetworkListing("networks", model=NetworkPage, menu_order=20),
        CheckListing("checks", model=CheckPage, menu_order=30),
    ]
