import os
import signal
import subprocess
import sys

import pytest

from omwagtail import work
from omwagtail.work import Clock, Job, jobs, register


@pytest.fixture(autouse=True)
def only_own_jobs(monkeypatch):
    monkeypatch.setattr(work, "_jobs", {})


def test_jobs_run_in_their_order_and_only_those_with_something_to_say_are_reported():
    done = []
    register(Job(name="second", run=lambda: done.append("second"), order=2))
    register(Job(name="first", run=lambda: done.append("first") or "said", order=1))
    outcomes = Clock().turn()
    assert done == ["first", "second"]
    assert [(outcome.name, outcome.text) for outcome in outcomes] == [("first", "said")]


def test_a_job_that_fails_stops_no_other():
    register(Job(name="broken", run=lambda: 1 / 0, order=1))
    register(Job(name="whole", run=lambda: "done", order=2))
    broken, whole = Clock().turn()
    assert broken.failed
    assert "ZeroDivisionError" in broken.text
    assert not whole.failed


def test_a_job_waits_for_its_time():
    times = []
    register(Job(name="rare", run=lambda: times.append(1), every=lambda: 3600))
    clock = Clock()
    clock.turn()
    clock.turn()
    assert len(times) == 1


def test_a_job_with_the_same_name_replaces_the_earlier():
    register(Job(name="one", run=lambda: "old"))
    register(Job(name="one", run=lambda: "new"))
    assert [job.run() for job in jobs()] == ["new"]


@pytest.mark.slow
def test_the_loop_ends_cleanly_when_told_to(tmp_path):
    script = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from omwagtail import work\n"
        "work._jobs.clear()\n"
        "work.register(work.Job(name='ready', run=lambda: 'yes'))\n"
        "call_command('om_work', loop=True, pause=60)\n"
        "print('ended')\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", script],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready: yes\n"
    process.send_signal(signal.SIGTERM)
    rest, _ = process.communicate(timeout=20)
    assert rest == "ended\n"
    assert process.returncode == 0
