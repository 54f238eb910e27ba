"""The processes of ``om_work``: how one is told to end, and how several are kept running.

A parent holds one end of a pipe for each child. The child reads the other end, where nothing ever
comes but the end of the file: when the parent lets go, or when it was killed and can do nothing
any more. So no child outlives its parent, on every system alike.
"""

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

# Seconds before a child that ended is started again; doubled each time it ends soon after.
FIRST_PAUSE, LONGEST_PAUSE = 1, 60
# After so many seconds a child counts as having run well.
RAN_WELL = 60


class Ending:
    """Whether SIGTERM, Ctrl-C or the end of the parent asked to end; what is under way is finished
    first.

    The handler only writes into a pipe: it may run while the waiting code holds any lock.
    ``leash`` is the file descriptor that a parent holds the other end of.
    """

    def __init__(self, leash: int | None = None) -> None:
        asked, self._ask = os.pipe()
        self._watched = [asked] if leash is None else [asked, leash]
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: os.write(self._ask, b"."))

    def wait(self, seconds: float | None) -> bool:
        """Wait so long, or until asked to end; return whether that was so."""
        readable, _, _ = select.select(self._watched, [], [], seconds)
        return bool(readable)


class Children:
    """Runs so many processes of one command while it is used as a context.

    One that ends is started again, after a pause that grows. At the end each is asked to end, and
    waited for. ``tell`` hears in sentences what happens; it is called in threads.
    """

    def __init__(self, number: int, command: Sequence[str], tell: Callable[[str], None]) -> None:
        self._command, self._tell = command, tell
        self._running: set[subprocess.Popen] = set()
        self._lock, self._ends = threading.Lock(), threading.Event()
        self._watchers = [threading.Thread(target=self._keep_one) for _ in range(number)]

    def __enter__(self) -> "Children":
        for watcher in self._watchers:
            watcher.start()
        return self

    def end_with(self, ending: Ending) -> None:
        """Ask all to end as soon as this process is asked to, whatever it is doing then."""

        def wait() -> None:
            ending.wait(None)
            self.let_go()

        threading.Thread(target=wait, daemon=True).start()

    def __exit__(self, *args: object) -> None:
        self.let_go()
        for watcher in self._watchers:
            watcher.join()

    def let_go(self) -> None:
        """Ask all to end, without waiting for it."""
        with self._lock:
            self._ends.set()
            for process in self._running:
                process.stdin.close()

    def _keep_one(self) -> None:
        pause = FIRST_PAUSE
        while not self._ends.is_set():
            began = time.monotonic()
            said = self._run_one()
            if time.monotonic() - began >= RAN_WELL:
                pause = FIRST_PAUSE
            if self._ends.is_set():
                return
            self._tell(f"{said}; another starts in {pause} s")
            self._ends.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _run_one(self) -> str:
        """Start one and wait until it ends; how it ended, in words."""
        try:
            process = self._start()
        except OSError as error:
            return f"none could be started ({error})"
        if process is None:
            return "none was started"
        self._tell(f"{process.pid} started")
        status = process.wait()
        with self._lock:
            self._running.discard(process)
            process.stdin.close()
        return f"{process.pid} ended with status {status}"

    def _start(self) -> subprocess.Popen | None:
        with self._lock:
            if self._ends.is_set():
                return None
            # The command is this program's own.
            process = subprocess.Popen(self._command, stdin=subprocess.PIPE)  # noqa: S603
            self._running.add(process)
            return process


def this_program() -> list[str]:
    """How this program was started, without its arguments: ``python manage.py``."""
    interpreter = [sys.executable, *(f"-W{option}" for option in sys.warnoptions)]
    module = getattr(sys.modules["__main__"], "__spec__", None)
    if module is not None:
        return [*interpreter, "-m", module.name.removesuffix(".__main__")]
    if Path(sys.argv[0]).is_file():
        return [*interpreter, sys.argv[0]]
    return [*interpreter, "-m", "django"]
