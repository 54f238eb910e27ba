"""A project whose pages stand below the code of their language, and Wagtail below a path."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls

urlpatterns = [
    path("", include("omwagtail.urls")),
    *i18n_patterns(path("seiten/", include(wagtail_urls))),
]
