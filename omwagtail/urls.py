"""All addresses of the package. Include at the host's root, before ``i18n_patterns``."""

from django.urls import include, path

from omwagtail.api.unknown import UnknownView
from omwagtail.embed.embedding_views import embed_item, embed_list
from omwagtail.embed.oembed import OEmbedView

urlpatterns = [
    path("", include("omwagtail.catalogue.urls")),
    path("", include("omwagtail.feed.urls")),
    path("om/api/v1/", include("omwagtail.api.urls")),
    path("om/api/", UnknownView.as_view(), {"rest": ""}),
    path("om/api/<path:rest>", UnknownView.as_view(), name="omwagtail_api_unknown"),
    path("om/check/", include("omwagtail.runner.urls")),
    path("om/embed/", include("omwagtail.embed.urls")),
    path("om/embedding/", embed_list, name="omwagtail_embedding_list"),
    path("om/embedding/<om_key:key>/", embed_item, name="omwagtail_embedding"),
    path("om/oembed/", OEmbedView.as_view(), name="omwagtail_oembed"),
    path("", include("omwagtail.content.urls")),
]
