"""Version 3 of Wagtail's own API reads the same ``api_fields``."""

import pytest
import wagtail

from omwagtail.catalogue.capture import capture
from tests.pages_for_tests import publish_example

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.content.api_v3_urls"),
    pytest.mark.skipif(wagtail.VERSION < (8, 0), reason="comes with Wagtail 8"),
]


def test_a_page_has_its_content_and_its_document(client):
    page = publish_example()
    capture(page)
    found = client.get(f"/api/v3/pages/{page.pk}/").json()
    assert found["topics"] == [{"code": "skilled-labour", "label": "Ausbildung und Fachkräfte"}]
    assert found["om_document"]["title"] == page.title
    assert found["om_key"]


def test_lists_are_filtered_by_our_fields(client):
    publish_example(title="Drehen", slug="drehen")
    publish_example(title="Pflegen", slug="pflegen", topics=["health"])
    query = {"type": "omwagtail_pages.PracticeExamplePage", "topics": "health"}
    found = client.get("/api/v3/pages/", query).json()
    assert [page["title"] for page in found["items"]] == ["Pflegen"]
