"""From a page in the admin to its line to paste."""

import pytest
from django.urls import reverse

from omwagtail.catalogue.capture import item_of

pytestmark = pytest.mark.django_db


def test_the_page_editor_leads_to_the_line(admin_client, example):
    path = reverse("om_embedding_admin", args=[example.pk])
    editor = admin_client.get(reverse("wagtailadmin_pages:edit", args=[example.pk]))
    assert path in editor.content.decode()
    line = reverse("omwagtail_embedding", args=[item_of(example).key])
    assert line in admin_client.get(path).content.decode()


def test_a_frame_that_cannot_be_fetched_is_said(admin_client, example):
    path = reverse("om_embedding_admin", args=[example.pk])
    assert 'role="alert"' in admin_client.post(path).content.decode()


def test_strangers_do_not_get_there(client, example):
    path = reverse("om_embedding_admin", args=[example.pk])
    assert client.get(path).status_code == 302
