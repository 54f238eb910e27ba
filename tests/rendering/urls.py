from django.urls import include, path

from tests.rendering import pages

urlpatterns = [
    path("", include("omwagtail.urls")),
    path("draft/<slug:type>/", pages.show_draft),
    path("directory/", pages.show_directory),
    path("directory/<str:key>/", pages.show_item),
]
