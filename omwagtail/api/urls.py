from django.urls import path

from omwagtail.api import docs, views
from omwagtail.api.addresses import LISTS
from omwagtail.api.details import ItemView
from omwagtail.api.editions import EditionDetailView, EditionListView
from omwagtail.api.health import HealthView
from omwagtail.api.lists import ItemListView
from omwagtail.api.schema import SchemaView
from omwagtail.api.schemas import JsonSchemaView, SchemasView

urlpatterns = [
    path("", views.RootView.as_view(), name="omwagtail_api"),
    path("health/", HealthView.as_view(), name="omwagtail_health"),
    path("schema/", SchemaView.as_view(), name="omwagtail_schema"),
    path("schemas/", SchemasView.as_view(), name="omwagtail_json_schemas"),
    path("schemas/<str:name>.json", JsonSchemaView.as_view(), name="omwagtail_json_schema"),
    path("docs/", docs.documentation, name="omwagtail_docs"),
    path("docs/swagger/", docs.swagger, name="omwagtail_swagger"),
    path("vocabularies/", views.VocabulariesView.as_view(), name="omwagtail_vocabularies"),
    path("vocabularies/<str:name>/", views.VocabularyView.as_view(), name="omwagtail_vocabulary"),
    path("checks/<str:key>/editions/", EditionListView.as_view(), name="omwagtail_editions"),
    path(
        "checks/<str:key>/editions/<str:number>/",
        EditionDetailView.as_view(),
        name="omwagtail_edition",
    ),
]
for name, document_type in LISTS.items():
    urlpatterns += [
        path(
            f"{name}/",
            ItemListView.as_view(document_type=document_type),
            name=f"omwagtail_{name}",
        ),
        path(
            f"{name}/<str:key>/",
            ItemView.as_view(document_type=document_type),
            name=f"omwagtail_{name}_detail",
        ),
    ]
