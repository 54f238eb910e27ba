"""Commands on a terminal of their own, as a person sees them."""

import os
import pty
import select
import subprocess
from pathlib import Path


def on_a_terminal(*command: str, **environment: str) -> str:
    """What a command shows on a terminal of its own."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=Path(__file__).parents[1],
        env={**os.environ, **environment},
    )
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            shown += os.read(ours, 65_536)
        except OSError:  # the other end was closed
            break
    process.wait(60)
    os.close(ours)
    return shown.decode()


def left_on_the_screen(shown: str) -> str:
    """What stays of it: a line that was erased is gone."""
    lines = [line.rpartition("\r\033[K")[2] for line in shown.replace("\r\n", "\n").split("\n")]
    return "\n".join(lines)
