"""What Wagtail's admin learns from this package."""

from wagtail.snippets.models import register_snippet

from omwagtail.content.snippets import OrganisationViewSet

register_snippet(OrganisationViewSet)
