from django.urls import path

from omwagtail.feed import views

urlpatterns = [
    path(".well-known/omwagtail", views.WellKnownView.as_view(), name="omwagtail_well_known"),
    path("om/api/v1/changes/", views.ChangesView.as_view(), name="omwagtail_changes"),
    path("om/api/v1/ping/", views.PingView.as_view(), name="omwagtail_ping"),
    path("om/api/v1/join/", views.JoinView.as_view(), name="omwagtail_join"),
]
