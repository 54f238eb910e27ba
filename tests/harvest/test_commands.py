"""The commands of an operator without a browser."""

import io

import pytest
from django.core.management import CommandError, call_command

from omwagtail.harvest.models import Source
from tests.documents import factories
from tests.harvest.conftest import visible
from tests.terminal import left_on_the_screen, on_a_terminal

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_add_prints_name_key_and_types_and_approves(publisher):
    text = run("om_sources", "add", publisher.origin, "--trust=automatic", "--approve")
    for words in ("Handwerkskammer Musterstadt", factories.KEY.kid, "practice-example, network"):
        assert words in text
    assert (Source.objects.get().state, Source.objects.get().trust) == ("active", "automatic")


def test_add_asks_before_it_approves(publisher, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda question: "n")
    run("om_sources", "add", publisher.origin)
    assert not Source.objects.exists()
    monkeypatch.setattr("builtins.input", lambda question: "y")
    run("om_sources", "add", publisher.origin)
    assert (Source.objects.get().state, Source.objects.get().trust) == ("active", "review")


def test_the_list_names_state_and_trouble(publisher, source):
    publisher.intercept = lambda path: (503, {}, b"")
    with pytest.raises(CommandError):
        run("om_harvest")
    text = run("om_sources", "list")
    assert source.origin in text
    assert "503" in text
    assert run("om_sources") == text


def test_pause_resume_and_remove(source):
    states = []
    for action in ("pause", "resume"):
        run("om_sources", action, source.origin)
        states.append(Source.objects.get().state)
    run("om_sources", "remove", source.origin)
    assert (states, Source.objects.count()) == (["paused", "active"], 0)


def test_harvest_prints_a_line_for_each_source(publisher, source):
    publisher.publish()
    text = run("om_harvest", "--due")
    assert text.startswith(f"{publisher.origin}: 1 pages, 1 entries, 1 new")
    assert run("om_harvest", "--due") == ""


def test_one_source_is_harvested_whether_it_is_due_or_not(publisher, source):
    run("om_harvest")
    publisher.publish()
    run("om_harvest", "--source", publisher.origin)
    assert len(visible(publisher)) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("om_sources", "add", "no address"),
        ("om_sources", "add", "http://127.0.0.1:1", "--approve"),
        ("om_sources", "pause", "https://unknown.example"),
        ("om_harvest", "--source", "https://unknown.example"),
        ("om_harvest", "--source", "no address"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(arguments):
    with pytest.raises(CommandError, match=r"\w+ .*\."):
        run(*arguments)


def test_a_source_that_is_not_approved_is_not_harvested(db):
    Source.objects.create(origin="https://proposed.example")
    with pytest.raises(CommandError, match="not read"):
        run("om_harvest", "--source", "https://proposed.example")


def test_all_that_is_due_is_read_however_much_that_is(publisher, source):
    # Nobody answers there.
    Source.objects.bulk_create(
        Source(origin=f"http://127.0.0.1:{port}", state="active") for port in range(1, 121)
    )
    out = io.StringIO()
    with pytest.raises(CommandError, match="120 of the sources"):
        call_command("om_harvest", "--threads=1", stdout=out)
    assert len(out.getvalue().splitlines()) == 121


@pytest.mark.parametrize("threads", ["0", "-1", "many", "65"])
def test_a_number_of_threads_that_is_none_is_refused(threads):
    with pytest.raises(CommandError, match="is no number of threads from 1 to 64"):
        call_command("om_harvest", f"--threads={threads}")


@pytest.mark.slow
def test_on_a_terminal_a_harvest_shows_how_far_it_is(site, publisher):
    publisher.publish()
    site.run("om_sources", "add", publisher.origin, "--trust", "automatic", "--approve")
    shown = on_a_terminal(*site.command("om_harvest"), **site.environment)
    assert "sources [" in shown
    assert "0/1" in shown
    assert left_on_the_screen(shown).startswith(f"{publisher.origin}: 1 pages, 1 entries")
