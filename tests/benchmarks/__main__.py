"""`python -m tests.benchmarks [name …]`: runs the benchmarks, each in a database of its own.

`--tiny` only shows that they work. `--write PATH` puts the figures into a page of the docs.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from tests import services
from tests.benchmarks.measuring import Report, print_lines, print_table
from tests.benchmarks.writing import write_figures

NAMES = (
    "api_list",
    "api_detail",
    "idle_poll",
    "publish",
    "sweep",
    "search",
    "page",
    "feed",
    "widget",
    "embed",
    *("harvest", "idle_round", "backfill", "workers"),
)
# Whose figures differ by database: they run on PostgreSQL too, where there is one.
ON_POSTGRES = {"search"}
# Which are about several processes that write at once: only on PostgreSQL, where there is one.
RATHER_ON_POSTGRES = {"workers"}
# Those that each process gets.
OPTIONS = ("tiny", "processor", "profile")
DATABASE = "OMWAGTAIL_TEST_DATABASE"


def main(given: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", help=f"which of {', '.join(NAMES)}; all without one")
    parser.add_argument("--tiny", action="store_true", help="few documents: shows that it works")
    parser.add_argument("--write", type=Path, help="a page of the docs to put the figures into")
    parser.add_argument(
        "--processor", action="store_true", help="processor time: on a machine that is busy"
    )
    parser.add_argument("--profile", action="store_true", help="where the time of ours goes")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(given)
    if unknown := set(options.names) - set(NAMES):
        print(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(NAMES)}.")
        return 2
    if options.one:
        run_here(options.names, options)
        return 0
    return run_all(options.names or list(NAMES), options)


def run_all(names: list[str], options: argparse.Namespace) -> int:
    """Each in a process of its own, so that none warms another's caches; then all figures."""
    rows: list[dict[str, Any]] = []
    failed = 0
    # Where nothing is measured, caches may be warm: one process is enough.
    groups = [names] if options.tiny else [[name] for name in names]
    for group in groups:
        for database in databases_for(group[0], is_tiny=options.tiny):
            found, status = _run_apart(group, database, options)
            rows += found
            failed = max(failed, status)
    if len(names) > 1:
        print("\nAll benchmarks")
        print_table(rows)
    if options.write and not failed:
        write_figures(options.write, rows)
    # Last, so that whoever reads by machine finds them in one place.
    print_lines(rows)
    return failed


def databases_for(name: str, *, is_tiny: bool) -> list[str]:
    """Addresses of the databases that a benchmark runs on; an empty one is SQLite."""
    if chosen := os.environ.get(DATABASE):
        return [chosen]
    if name in ON_POSTGRES | RATHER_ON_POSTGRES and not is_tiny:
        if not (reason := services.missing("postgres_server")):
            return (
                [services.postgres()] if name in RATHER_ON_POSTGRES else ["", services.postgres()]
            )
        print(f"\n{name}: not on PostgreSQL, because {reason}")
    return [""]


def _run_apart(
    names: list[str], database: str, options: argparse.Namespace
) -> tuple[list[dict[str, Any]], int]:
    command = [sys.executable, "-m", "tests.benchmarks", "--one", *names]
    command += [f"--{option}" for option in OPTIONS if getattr(options, option)]
    environ = {**os.environ, DATABASE: database}
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environ,
    )
    rows = []
    for line in process.stdout:
        if line.startswith('{"bench"'):
            rows.append(json.loads(line))
        else:
            print(line, end="", flush=True)
    return rows, process.wait()


def run_here(names: list[str], options: argparse.Namespace) -> None:
    """In this process, which has a folder of its own for as long as it runs."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    import django

    django.setup()
    from django.conf import settings

    try:
        for name in names:
            run(name, options)
    finally:
        shutil.rmtree(settings.RUN)


def run(name: str, options: argparse.Namespace) -> None:
    """One benchmark, in an empty database."""
    from django.db import connection

    from tests.benchmarks import pages
    from tests.benchmarks.snapshots import database_of_this_run

    if options.tiny:
        # Deriving pictures takes most of the time of a run that measures nothing.
        pages.size = (60, 40)
    report = Report(
        bench=name,
        database=connection.vendor,
        is_tiny=options.tiny,
        clock=time.process_time if options.processor else time.perf_counter,
        is_profiled=options.profile,
    )
    with database_of_this_run():
        import_module(f"tests.benchmarks.{name}").run(report)
        report.print()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
