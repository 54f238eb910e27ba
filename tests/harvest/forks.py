"""Processes of the same site that start at once and die where a test wants it.

A warm process has loaded Django and holds no connection; it forks a child for each call. As a
program it reads calls from its standard input, one JSON object a line, and answers likewise:

    {"calls": [{"name": "work", "arguments": [], "kill": {"commit": 3}}, …]}
    [{"ended": "killed" | "finished" | "failed", "result": …}, …]

The calls of one line run at the same time. ``kill`` ends a child with SIGKILL: after its n-th
``commit``, before its n-th ``statement``, or after some ``seconds``.
"""

import contextlib
import json
import logging
import os
import select
import signal
import subprocess
import sys
import time
import traceback
from typing import Any

from tests.harvest.children import ROOT

# No child takes so long; one that does hangs, and the test fails.
LONGEST = 120


class Forks:
    """The test's side: starts the warm process, hands on calls."""

    def __init__(self, database: dict, media: str) -> None:
        environment = {
            **os.environ,
            "OMWAGTAIL_CHILD_DATABASE": json.dumps(database),
            "OMWAGTAIL_CHILD_MEDIA": media,
            "DJANGO_SETTINGS_MODULE": "tests.harvest.site",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.harvest.forks"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Forks":
        return self

    def __exit__(self, *args: object) -> None:
        self._process.stdin.close()
        self._process.wait(10)

    def begin(self, *calls: dict[str, Any]) -> None:
        """Start calls; ``answers`` waits for them."""
        self._process.stdin.write(json.dumps({"calls": calls}) + "\n")
        self._process.stdin.flush()

    def answers(self) -> list[dict[str, Any]]:
        return json.loads(self._process.stdout.readline())

    def call(self, name: str, *arguments: Any, kill: dict[str, Any] | None = None) -> dict:
        """One call; returns how it ended, and its result."""
        self.begin({"name": name, "arguments": arguments, "kill": kill})
        (answer,) = self.answers()
        assert answer["ended"] != "failed", answer["result"]
        return answer

    def run(self, name: str, *arguments: Any) -> Any:
        """The result of a call that is not disturbed."""
        return self.call(name, *arguments)["result"]


def serve() -> None:
    """The warm process."""
    import django

    django.setup()
    # Everything that a child would import anew.
    from tests.harvest import duties  # noqa: F401

    for line in sys.stdin:
        children = [Child(call) for call in json.loads(line)["calls"]]
        print(json.dumps([child.wait() for child in children]), flush=True)


class Child:
    """A process that does one duty, and writes its result into a pipe."""

    def __init__(self, call: dict[str, Any]) -> None:
        self._kill = call.get("kill") or {}
        self._until = time.monotonic() + self._kill.get("seconds", LONGEST)
        self._pipe, into = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._pipe)
            _do(call, into)
        os.close(into)

    def wait(self) -> dict[str, Any]:
        text = b""
        while select.select([self._pipe], [], [], max(self._until - time.monotonic(), 0))[0]:
            chunk = os.read(self._pipe, 65_536)
            if not chunk:
                break
            text += chunk
        else:
            os.kill(self._pid, signal.SIGKILL)
        os.close(self._pipe)
        _, status = os.waitpid(self._pid, 0)
        if os.WIFSIGNALED(status):
            ended = "killed" if self._kill else "failed"
            return {"ended": ended, "result": f"signal {os.WTERMSIG(status)}"}
        return json.loads(text)


def _do(call: dict[str, Any], into: int) -> None:
    from tests.harvest import duties

    counted, errors = Counted(**(call.get("kill") or {})), Errors()
    logging.getLogger().addHandler(errors)
    try:
        result = getattr(duties, call["name"])(*call.get("arguments", ()))
        logged = {"logged": errors.found}
        answer = {"ended": "finished", "result": result, **logged, **counted.numbers()}
    except BaseException:
        answer = {"ended": "failed", "result": traceback.format_exc()}
    with contextlib.suppress(BrokenPipeError):
        os.write(into, json.dumps(answer).encode())
    # Nothing of the parent's is to be flushed or closed here.
    os._exit(0)


class Errors(logging.Handler):
    """What was logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(self.format(record))


class Counted:
    """Counts what this process commits and asks of the database, and ends it where it is told."""

    def __init__(self, commit: int = 0, statement: int = 0, seconds: float = 0) -> None:
        from django.db import connections
        from django.db.backends.signals import connection_created

        self._last_commit, self._last_statement = commit, statement
        self.commits, self.statements = 0, 0
        wrapper = type(connections["default"])
        commits = wrapper._commit

        def commit_and_count(connection):
            result = commits(connection)
            self._count_commit()
            return result

        wrapper._commit = commit_and_count
        # Kept: Django holds receivers weakly.
        self._receiver = self._listen
        connection_created.connect(self._receiver)

    def _listen(self, connection, **kwargs) -> None:
        connection.execute_wrappers.append(self._count_statement)

    def _count_statement(self, execute, sql, parameters, many, context):
        self.statements += 1
        if self.statements == self._last_statement:
            os.kill(os.getpid(), signal.SIGKILL)
        result = execute(sql, parameters, many, context)
        # A statement that stands alone is its own transaction.
        is_write = sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")
        if is_write and not context["connection"].in_atomic_block:
            self._count_commit()
        return result

    def _count_commit(self) -> None:
        self.commits += 1
        if self.commits == self._last_commit:
            os.kill(os.getpid(), signal.SIGKILL)

    def numbers(self) -> dict[str, int]:
        return {"commits": self.commits, "statements": self.statements}


if __name__ == "__main__":
    serve()
