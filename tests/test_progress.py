"""How far a long command is: on a real terminal, and elsewhere."""

import io
import re
import sys

import pytest

from omwagtail.progress import Progress, describe
from tests.terminal import left_on_the_screen, on_a_terminal

LONG = """
import sys
from omwagtail.progress import Progress
with Progress(sys.stderr, "sources", 3) as progress:
    for name in "abc":
        progress.say(f"read {name}", sys.stdout)
        progress.advance()
"""


@pytest.mark.parametrize(
    ("done", "total", "seconds", "said"),
    [
        (12, 24, 3, "sources [############------------] 12/24  4.0/s  0:03 left"),
        (0, 24, 0, "sources [------------------------] 0/24  0.0/s  ? left"),
        (24, 24, 6, "sources [########################] 24/24  4.0/s  0:00 left"),
        (30, 24, 6, "sources [########################] 30/30  5.0/s  0:00 left"),
        (1, 10_001, 1, "sources [------------------------] 1/10,001  1.0/s  2:46:40 left"),
        (0, 0, 1, "sources [########################] 0/0  0.0/s  ? left"),
        (1234, None, 2, "sources 1,234  617/s"),
    ],
)
def test_a_bar_a_rate_and_the_rest(done, total, seconds, said):
    assert describe("sources", done, total, seconds) == said


def test_nothing_is_drawn_where_nobody_looks():
    stream, out = io.StringIO(), io.StringIO()
    with Progress(stream, "sources", 2) as progress:
        progress.say("read a", out)
        progress.advance()
    assert (stream.getvalue(), out.getvalue()) == ("", "read a\n")


def test_on_a_terminal_the_bar_is_drawn_below_the_lines_and_goes_at_the_end():
    shown = on_a_terminal(sys.executable, "-c", LONG)
    assert re.search(r"sources \[-{24}\] 0/3", shown)
    assert re.search(r"sources \[#{16}-{8}\] 2/3", shown)
    assert left_on_the_screen(shown) == "read a\nread b\nread c\n"
