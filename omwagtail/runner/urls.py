from django.urls import path
from django.views.decorators.clickjacking import xframe_options_deny

from omwagtail.runner import views
from omwagtail.runner.comparing import check_comparison
from omwagtail.runner.editions import check_changes, check_edition
from omwagtail.runner.exports import check_export
from omwagtail.runner.handover_view import check_handover

# Only the frames under /om/embed/ may be framed. The header and not a policy: a policy set here
# would keep the site's own from being sent.
urlpatterns = [
    path("<om_key:key>/", xframe_options_deny(views.check_form), name="omwagtail_check"),
    path(
        "<om_key:key>/result/",
        xframe_options_deny(views.check_result),
        name="omwagtail_check_result",
    ),
    path("<om_key:key>/plan/", xframe_options_deny(views.check_plan), name="omwagtail_check_plan"),
    path(
        "<om_key:key>/export/<str:format>/",
        xframe_options_deny(check_export),
        name="omwagtail_check_export",
    ),
    path(
        "<om_key:key>/declaration/",
        xframe_options_deny(views.check_declaration),
        name="omwagtail_check_declaration",
    ),
    path(
        "<om_key:key>/handover/",
        xframe_options_deny(check_handover),
        name="omwagtail_check_handover",
    ),
    path(
        "<om_key:key>/comparison/",
        xframe_options_deny(check_comparison),
        name="omwagtail_check_comparison",
    ),
    path(
        "<om_key:key>/editions/<int:number>/",
        xframe_options_deny(check_edition),
        name="omwagtail_check_edition",
    ),
    path(
        "<om_key:key>/changes/",
        xframe_options_deny(check_changes),
        name="omwagtail_check_changes",
    ),
]
