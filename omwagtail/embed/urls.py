from django.urls import path

from omwagtail.embed import views
from omwagtail.embed.cards import item_card
from omwagtail.embed.counting import counted
from omwagtail.embed.policies import framed
from omwagtail.runner.comparing import check_comparison
from omwagtail.runner.exports import check_export
from omwagtail.runner.handover_view import check_handover
from omwagtail.runner.views import check_declaration, check_form, check_plan, check_result

# Addresses under 1/ stand in other people's pages: they stay, and mean the same, for ever.
urlpatterns = [
    path(
        "1/check/<om_key:key>/",
        framed(counted(check_form)),
        {"frame": True},
        name="omwagtail_embed_check",
    ),
    path(
        "1/check/<om_key:key>/result/",
        framed(check_result),
        {"frame": True},
        name="omwagtail_embed_check_result",
    ),
    path(
        "1/check/<om_key:key>/comparison/",
        framed(check_comparison),
        {"frame": True},
        name="omwagtail_embed_check_comparison",
    ),
    path(
        "1/check/<om_key:key>/plan/",
        framed(check_plan),
        {"frame": True},
        name="omwagtail_embed_check_plan",
    ),
    path(
        "1/check/<om_key:key>/declaration/",
        framed(check_declaration),
        {"frame": True},
        name="omwagtail_embed_check_declaration",
    ),
    path(
        "1/check/<om_key:key>/handover/",
        framed(check_handover),
        {"frame": True},
        name="omwagtail_embed_check_handover",
    ),
    path(
        "1/check/<om_key:key>/export/<str:format>/",
        framed(check_export),
        {"frame": True},
        name="omwagtail_embed_check_export",
    ),
    path("1/card/<om_key:key>/", framed(counted(item_card)), name="omwagtail_embed_card"),
    path("1/list/", framed(counted(views.item_list)), name="omwagtail_embed_list"),
    path("1/theme/<slug:key>.css", views.theme_style, name="omwagtail_embed_theme"),
    path("1/<str:name>", views.serve_asset, name="omwagtail_embed_asset"),
]
