"""A program with jobs of its own, so that tests can watch the processes of ``om_work``.

``python -m tests.working om_work --loop …``: each process says what it does and its number.
"""

import os
import sys
import threading

import django
from django.core.management import execute_from_command_line

from omwagtail import work


def be_ready() -> str:
    return f"{os.getpid()} in its turn"


def work_until_the_end() -> str | None:
    """A job that is under way when the process is asked to end, and finishes."""
    print(f"busy: {os.getpid()} began", flush=True)
    while not work.is_ending():
        threading.Event().wait(0.01)
    return f"{os.getpid()} finished"


if __name__ == "__main__":
    django.setup()
    work._jobs.clear()
    work.register(work.Job(name="alone", run=be_ready, every=lambda: 3600))
    shared = work_until_the_end if os.environ.get("BUSY") else be_ready
    work.register(work.Job(name="shared", run=shared, is_shared=True, order=1))
    execute_from_command_line(sys.argv)
