"""The tests' site with Wagtail's sitemap, as docs/how-to/be-found.md mounts it."""

from django.urls import path
from wagtail.contrib.sitemaps.views import sitemap

from tests.urls import urlpatterns as site_patterns

urlpatterns = [path("sitemap.xml", sitemap, {"template_name": "omwagtail/sitemap.xml"})]
urlpatterns += site_patterns
