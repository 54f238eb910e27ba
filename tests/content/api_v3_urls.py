"""The tests' site with version 3 of Wagtail's own API, which Wagtail 8 brings."""

from django.urls import path
from wagtail.api.v3.urls import api

from tests.urls import urlpatterns as site_patterns

urlpatterns = [path("api/v3/", api.urls), *site_patterns]
