"""The tests' site with Wagtail's own API, as a project mounts it."""

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet

from omwagtail.models import Organisation
from tests.urls import urlpatterns as site_patterns


class OrganisationsAPIViewSet(BaseAPIViewSet):
    model = Organisation


api = WagtailAPIRouter("wagtailapi")
api.register_endpoint("pages", PagesAPIViewSet)
api.register_endpoint("organisations", OrganisationsAPIViewSet)

urlpatterns = [path("api/v2/", api.urls), *site_patterns]
