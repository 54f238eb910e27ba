from django.urls import path, register_converter

from omwagtail.catalogue import views
from omwagtail.catalogue.converters import DigestConverter, KeyConverter

register_converter(DigestConverter, "om_digest")
register_converter(KeyConverter, "om_key")

urlpatterns = [
    path("om/media/<om_digest:digest>.<slug:ending>", views.serve_picture, name="omwagtail_media"),
]
