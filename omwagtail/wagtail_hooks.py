"""What Wagtail's admin learns from this package."""

from wagtail.snippets.models import register_snippet

from omwagtail.content import (  # register themselves
    bulk_publishing,
    check_exchange_views,
    checklist_views,
    listing_menu,
    starting_views,
    word_views,
)
from omwagtail.content.advisers import AdviserViewSet
from omwagtail.content.snippets import OrganisationViewSet
from omwagtail.embed import embedding_admin, report, theming
from omwagtail.feed import joining_views

register_snippet(OrganisationViewSet)
register_snippet(AdviserViewSet)
register_snippet(theming.EmbedThemeViewSet)

__all__ = [
    "bulk_publishing",
    "check_exchange_views",
    "checklist_views",
    "embedding_admin",
    "joining_views",
    "listing_menu",
    "report",
    "starting_views",
    "theming",
    "word_views",
]
