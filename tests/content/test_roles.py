"""Who may publish follows Wagtail's permissions and workflows; the catalogue follows publishing."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow, WorkflowTask

from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.sweeping import sweep
from omwagtail.content.syndication import Kind, syndication_state
from omwagtail.pages.models import PracticeExamplePage
from tests.content.editing import form_data
from tests.feed.reader import Reader
from tests.pages_for_tests import publish_example

pytestmark = pytest.mark.django_db

EXAMPLES = "om_practice_examples:index"
SUMMARY = "Drei Betriebe bilden zusammen aus und teilen sich die Kosten."


@pytest.fixture
def section(home):
    """The guild's part of the tree; beside it lies somebody else's."""
    return home.add_child(instance=Page(title="Innung", slug="innung"))


@pytest.fixture
def log_in(django_user_model, section):
    """`log_in(name, *permissions)`: the browser of a user who may do this in the section."""

    def log_in(name, *permissions, page=section):
        group = Group.objects.create(name=name)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for codename in permissions:
            permission = Permission.objects.get(
                codename=codename, content_type__app_label="wagtailcore", content_type__model="page"
            )
            GroupPagePermission.objects.create(group=group, page=page, permission=permission)
        user = django_user_model.objects.create_user(name, f"{name}@example.org", "secret")
        user.groups.add(group)
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def officer(log_in):
    """The press officer, who writes but does not publish."""
    return log_in("press-officer", "add_page", "change_page")


@pytest.fixture
def moderator(log_in):
    return log_in("moderator", "add_page", "change_page", "publish_page")


@pytest.fixture
def workflow(section, moderator):
    """Whatever is written in the section is approved by the moderator."""
    workflow = Workflow.objects.create(name="Freigabe")
    task = GroupApprovalTask.objects.create(name="Gegenlesen")
    task.groups.add(Group.objects.get(name="moderator"))
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.workflow_pages.create(page=section)


def write(client, parent, action, **values):
    url = reverse(
        "wagtailadmin_pages:add", args=["omwagtail_pages", "practiceexamplepage", parent.pk]
    )
    data = form_data(PracticeExamplePage, title="Gemeinsam ausbilden", summary=SUMMARY, **values)
    return client.post(url, {**data, action: "1"})


def edit(client, page, action, **values):
    data = form_data(PracticeExamplePage, title=page.title, **{"summary": SUMMARY, **values})
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**data, action: "1"})


def approve(client, page):
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(url, {"comment": ""})


def titles(client):
    return {page.title for page in client.get(reverse(EXAMPLES)).context["object_list"]}


def test_what_is_approved_gets_into_catalogue_and_feed(
    officer, moderator, workflow, section, committed
):
    with committed():
        write(officer, section, "action-submit")
    page = PracticeExamplePage.objects.get()
    assert not page.live
    assert syndication_state(page).kind == Kind.DRAFT
    assert Reader().read_all().documents == []
    with committed():
        approve(moderator, page)
    page.refresh_from_db()
    assert page.live
    assert syndication_state(page).kind == Kind.LISTED
    assert [document["title"] for document in Reader().read_all().documents] == [page.title]


def test_a_change_waits_for_approval_while_the_earlier_version_stays(
    officer, moderator, workflow, section, committed
):
    with committed():
        page = publish_example(section)
    before = item_of(page).rev
    with committed():
        edit(officer, page, "action-submit", summary="Anders erzählt als bisher.")
    assert item_of(page).rev == before
    with committed():
        approve(moderator, page)
    assert item_of(page).summary == "Anders erzählt als bisher."


def test_an_officer_cannot_publish(officer, section, committed):
    with committed():
        write(officer, section, "action-publish")
    page = PracticeExamplePage.objects.get()
    assert not page.live
    assert item_of(page) is None


def test_an_officer_cannot_unpublish(officer, section, committed):
    with committed():
        page = publish_example(section)
    with committed():
        officer.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert item_of(page).state == "accepted"


def test_a_moderator_unpublishes_and_the_document_is_withdrawn(moderator, section, committed):
    with committed():
        page = publish_example(section)
    with committed():
        moderator.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert (item_of(page).state, item_of(page).reason) == ("withdrawn", "unpublished")


def test_somebody_else_s_part_of_the_tree_is_not_listed(officer, section, home):
    publish_example(section, title="Aus der Innung")
    publish_example(home, title="Von nebenan", slug="nebenan")
    sweep()
    assert titles(officer) == {"Aus der Innung"}


def test_an_officer_adds_where_it_is_allowed(officer, section, home):
    response = officer.get(reverse("om_practice_examples:choose_parent"))
    assert response.url == reverse(
        "wagtailadmin_pages:add", args=["omwagtail_pages", "practiceexamplepage", section.pk]
    )
    assert write(officer, home, "action-save").status_code == 302
    assert not PracticeExamplePage.objects.exists()


def test_whoever_has_no_pages_sees_neither_menu_nor_listing(log_in):
    keeper = log_in("keeper-of-pictures")
    assert reverse(EXAMPLES) not in keeper.get(reverse("wagtailadmin_home")).content.decode()
    assert keeper.get(reverse(EXAMPLES)).status_code == 302


def test_a_locked_page_is_left_as_it_is(moderator, section, committed, admin_user):
    with committed():
        page = publish_example(section)
    PracticeExamplePage.objects.filter(pk=page.pk).update(locked=True, locked_by=admin_user)
    before = item_of(page).rev
    with committed():
        edit(moderator, page, "action-publish", summary="Anders.")
    assert item_of(page).rev == before
    assert titles(moderator) == {page.title}


def test_a_page_that_a_moderator_makes_private_is_withdrawn(moderator, section, committed):
    with committed():
        page = publish_example(section)
    with committed():
        moderator.post(
            reverse("wagtailadmin_pages:set_privacy", args=[page.pk]),
            {"restriction_type": "login", "password": "", "groups": []},
        )
    assert (item_of(page).state, item_of(page).reason) == ("withdrawn", "restricted")
