"""The example site's addresses, with Wagtail's API as the peer and plain views as floors."""

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

from example_site.urls import urlpatterns as site_patterns
from tests.benchmarks import floors

router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", PagesAPIViewSet)

urlpatterns = [
    path("api/v2/", router.urls),
    path("floor/list/", floors.documents),
    path("floor/document/<slug:key>/", floors.document),
    path("floor/feed/", floors.newer_rows),
    *site_patterns,
]
