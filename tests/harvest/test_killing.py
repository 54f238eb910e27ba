"""A harvest that is killed loses nothing and doubles nothing (rules 11 and 18)."""

import os
import signal
import threading

import pytest

pytestmark = pytest.mark.slow

NUMBER = 60


class Gate:
    """Stops the publisher before it answers the n-th page, and says so."""

    def __init__(self, page: int) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()
        self._left = page

    def __call__(self, path: str) -> None:
        if "changes" in path:
            self._left -= 1
            if self._left == 0:
                self.reached.set()
                self.opened.wait(60)


def test_rule_18_a_killed_harvest_is_taken_over_and_every_item_is_there_once(site, publisher):
    publisher.page_size = 5
    for number in range(NUMBER):
        publisher.publish(str(number), title=str(number))
    site.run("om_sources", "add", publisher.origin, "--trust", "automatic", "--approve")
    for page in (1, 4):
        _harvest_and_kill(site, publisher, page)
    output = site.run("om_harvest", "--due")
    assert f"{publisher.origin}: " in output
    assert sorted(site.titles(), key=int) == [str(number) for number in range(NUMBER)]


@pytest.mark.parametrize("delay", [0.0, 0.03])
def test_rule_11_a_harvest_killed_while_it_stores_a_page_loses_nothing(site, publisher, delay):
    publisher.page_size = 20
    for number in range(NUMBER):
        publisher.publish(str(number), title=str(number))
    site.run("om_sources", "add", publisher.origin, "--trust", "automatic", "--approve")
    _harvest_and_kill(site, publisher, 2, delay=delay)
    site.run("om_harvest", "--due")
    assert sorted(site.titles(), key=int) == [str(number) for number in range(NUMBER)]


def _harvest_and_kill(site, publisher, page: int, *, delay: float | None = None) -> None:
    """Kill a harvest when it has asked for a page: without a delay before it gets the answer, with
    one so many seconds after it."""
    gate = Gate(page)
    publisher.intercept = gate
    process = site.start("om_harvest", "--due")
    assert gate.reached.wait(60), process.communicate()[0]
    if delay is not None:
        gate.opened.set()
        threading.Event().wait(delay)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    gate.opened.set()
    publisher.intercept = lambda path: None
