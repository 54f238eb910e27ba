"""How often frames are opened, per host and day: a number, and nothing of anybody."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from omwagtail.embed import counting
from omwagtail.embed.counting import DAYS_KEPT, count_opening, forget_old_counts
from omwagtail.embed.models import FrameCount
from omwagtail.work import jobs
from tests.catalogue.factories import make_item
from tests.harvest.children import Site, database_for_children
from tests.runner.definitions import body

pytestmark = pytest.mark.django_db

LIST = "/om/embed/1/list/"
IN_FRAME = {"sec-fetch-dest": "iframe", "referer": "https://www.kammer.example/weiterbildung/"}


@pytest.fixture
def counts(settings):
    """`counts()`: today's numbers by host; counting is switched on."""
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "EMBED_STATISTICS": True}
    today = timezone.localdate()
    return lambda: dict(FrameCount.objects.filter(day=today).values_list("host", "opened"))


def test_nothing_is_counted_unless_the_site_wants_it(client):
    client.get(LIST, headers=IN_FRAME)
    assert not FrameCount.objects.exists()


def test_each_opening_of_a_frame_counts_for_the_host_around_it(client, counts):
    item = make_item("check", body=body())
    for name, args in (
        ("omwagtail_embed_list", []),
        ("omwagtail_embed_card", [item.key]),
        ("omwagtail_embed_check", [item.key]),
    ):
        assert client.get(reverse(name, args=args), headers=IN_FRAME).status_code == 200
    client.get(LIST, headers={**IN_FRAME, "referer": "https://ihk.example:8443/"})
    assert counts() == {"www.kammer.example": 3, "ihk.example": 1}


def test_only_a_host_a_day_and_a_number_are_kept():
    names = {field.name for field in FrameCount._meta.get_fields()}
    assert names == {"id", "day", "host", "opened"}


@pytest.mark.parametrize(
    ("headers", "host"),
    [
        ({"sec-fetch-dest": "iframe"}, ""),
        ({"referer": "https://Alt.Example./"}, "alt.example"),
        ({"referer": "https://[2001:db8::1]/"}, ""),
        ({"referer": "https://münchen.example/"}, ""),
        ({"referer": "https://%00/"}, ""),
        ({"referer": "https://" + "a" * 300 + ".example/"}, ""),
        ({"referer": "https://=cmd()|x.example/"}, ""),
        ({"referer": "https://[broken/"}, ""),
        ({"referer": "about:blank"}, ""),
    ],
)
def test_a_host_that_is_not_told_or_none_counts_without_a_name(client, counts, headers, host):
    client.get(LIST, headers=headers)
    assert counts() == {host: 1}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {**IN_FRAME, "sec-fetch-dest": "document"},
        {**IN_FRAME, "referer": "https://testserver/om/check/"},
    ],
    ids=["by itself", "in a tab", "on this site"],
)
def test_what_is_opened_by_itself_or_here_does_not_count(client, counts, headers):
    client.get(LIST, headers=headers)
    assert counts() == {}


def test_only_what_is_shown_counts(client, counts):
    item = make_item("check", body=body())
    client.post(reverse("omwagtail_embed_check_result", args=[item.key]), headers=IN_FRAME)
    client.head(LIST, headers=IN_FRAME)
    client.get(f"{LIST}?limit=0", headers=IN_FRAME)
    client.get(reverse("omwagtail_embed_card", args=["0" * 32]), headers=IN_FRAME)
    assert counts() == {}


def test_made_up_hosts_do_not_fill_the_disk(client, counts, monkeypatch):
    monkeypatch.setattr(counting, "MAX_HOSTS_PER_DAY", 3)
    for number in range(6):
        client.get(LIST, headers={"referer": f"https://h{number}.example/"})
    client.get(LIST, headers={"referer": "https://h0.example/"})
    assert counts() == {"h0.example": 2, "h1.example": 1, "h2.example": 1, "": 3}


def test_a_database_that_fails_fails_no_frame(client, counts, monkeypatch):
    def refuse(*args, **kwargs):
        raise DatabaseError("locked")

    monkeypatch.setattr(FrameCount.objects, "filter", refuse)
    assert client.get(LIST, headers=IN_FRAME).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_sent_before_it_is_counted(rf, counts):
    """With a transaction around every request, a row that many count in would hold them all up."""
    with override_settings(ROOT_URLCONF="omwagtail.urls"):
        handler = Client().handler
        handler.load_middleware()
        response = handler.get_response(rf.get(LIST, headers=IN_FRAME))
    assert response.content
    assert counts() == {}
    response.close()
    assert counts() == {"www.kammer.example": 1}


COUNT = """
from omwagtail.embed.counting import count_opening
input()
for _ in range(10): count_opening("kammer.example")
"""
TELL = """
from omwagtail.embed.models import FrameCount
print(FrameCount.objects.get().opened)
"""


@pytest.mark.mariadb
@pytest.mark.django_db(transaction=True)
def test_none_is_lost_when_many_count_at_once(tmp_path):
    site = Site(database_for_children(tmp_path))
    counting = [site.start("shell", "--no-imports", "-c", COUNT) for _ in range(4)]
    for process in counting:
        process.stdin.write("now\n")
        process.stdin.flush()
    for process in counting:
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 0, output
    assert site.run("shell", "--no-imports", "-c", TELL).split() == ["40"]


def test_days_are_counted_apart_and_old_ones_are_forgotten():
    today = date(2026, 11, 28)
    for days in (0, DAYS_KEPT, DAYS_KEPT + 1, 2 * DAYS_KEPT):
        count_opening("kammer.example", today - timedelta(days=days))
    assert forget_old_counts(today) == 2
    assert FrameCount.objects.count() == 2


def test_om_work_forgets_old_days():
    count_opening("kammer.example", timezone.localdate() - timedelta(days=DAYS_KEPT + 1))
    [job] = [job for job in jobs() if job.name == "frame counts"]
    assert job.run()
    assert job.run() is None


REPORT = "om_frame_counts"


@pytest.fixture
def numbers(counts):
    today = timezone.localdate()
    for host, days in (
        ("a.example", 0),
        ("b.example", 0),
        ("b.example", 3),
        ("", 1),
        ("c.example", 90),
    ):
        count_opening(host, today - timedelta(days=days))


@pytest.mark.usefixtures("numbers")
def test_the_report_adds_up_the_last_days_for_each_host(admin_client):
    response = admin_client.get(reverse(REPORT))
    rows = [(row["host"], row["total"]) for row in response.context["object_list"]]
    assert rows == [("b.example", 2), ("", 1), ("a.example", 1)]
    assert "b.example" in response.content.decode()


@pytest.mark.usefixtures("numbers")
def test_the_report_can_look_at_other_days(admin_client):
    day = timezone.localdate() - timedelta(days=90)
    response = admin_client.get(
        reverse(REPORT), {"day_from": day.isoformat(), "day_to": day.isoformat()}
    )
    assert [row["host"] for row in response.context["object_list"]] == ["c.example"]


@pytest.mark.usefixtures("numbers")
@pytest.mark.parametrize("ordering", ["total", "-last", "last"])
def test_the_report_is_sorted_as_asked(admin_client, ordering):
    response = admin_client.get(reverse(REPORT), {"ordering": ordering})
    name, sign = ordering.lstrip("-"), -1 if ordering.startswith("-") else 1
    values = [row[name] for row in response.context["object_list"]]
    assert values == sorted(values, reverse=sign < 0)


@pytest.mark.usefixtures("numbers")
def test_the_spreadsheet_has_a_line_for_each_host_and_day(admin_client):
    response = admin_client.get(reverse(REPORT), {"export": "csv"})
    _, *lines = b"".join(response.streaming_content).decode().splitlines()
    assert len(lines) == 4
    assert lines[0] == f"{timezone.localdate()},a.example,1"


@pytest.fixture
def months(counts):
    for host, day, opened in (
        ("a.example", date(2026, 9, 1), 1),
        ("a.example", date(2026, 9, 30), 2),
        ("b.example", date(2026, 9, 30), 4),
        ("a.example", date(2026, 10, 1), 8),
    ):
        FrameCount.objects.create(host=host, day=day, opened=opened)


@pytest.mark.usefixtures("months")
def test_the_report_adds_up_months(admin_client):
    response = admin_client.get(reverse(REPORT), {"by": "month"})
    rows = [
        (f"{row['month']:%m}", row["host"], row["total"]) for row in response.context["object_list"]
    ]
    assert rows == [("10", "a.example", 8), ("09", "b.example", 4), ("09", "a.example", 3)]
    assert "September 2026" in response.content.decode()


@pytest.mark.usefixtures("months")
def test_the_spreadsheet_of_months_has_a_line_for_each_host_and_month(admin_client):
    response = admin_client.get(reverse(REPORT), {"by": "month", "export": "csv"})
    _, *lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines == ["2026-10,a.example,8", "2026-09,b.example,4", "2026-09,a.example,3"]
    assert admin_client.get(reverse(REPORT), {"by": "month", "export": "xlsx"}).status_code == 200


@pytest.mark.parametrize("by", ["", "month"])
def test_a_spreadsheet_takes_no_host_for_a_formula(admin_client, counts, by):
    FrameCount.objects.create(host="=cmd()", day=timezone.localdate(), opened=1)
    response = admin_client.get(reverse(REPORT), {"by": by, "export": "csv"})
    assert ",'=cmd(),1" in b"".join(response.streaming_content).decode()


@pytest.mark.usefixtures("numbers")
def test_the_report_is_for_those_who_may_see_it(client, django_user_model):
    user = django_user_model.objects.create_user("editor", password="geheim")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(reverse(REPORT)).status_code == 302
    user.user_permissions.add(Permission.objects.get(codename="view_framecount"))
    assert client.get(reverse(REPORT)).status_code == 200


@pytest.mark.parametrize("is_on", [True, False])
def test_the_menu_names_the_report_where_there_is_counting(admin_client, settings, is_on):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "EMBED_STATISTICS": is_on}
    page = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert (reverse(REPORT) in page) == is_on
