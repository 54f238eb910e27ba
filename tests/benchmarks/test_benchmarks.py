"""The benchmarks work, whatever they measure: each is run with a handful of documents."""

import json
import subprocess
import sys

import pytest

from tests import services
from tests.benchmarks.__main__ import NAMES
from tests.benchmarks.measuring import Report
from tests.benchmarks.writing import BEGIN, END, write_figures

# Figures that each must give besides its own times.
FIGURES = {
    "api_list": {"peer_ms", "floor_ms", "vs_peer", "vs_floor", "queries"},
    "api_detail": {"peer_ms", "floor_ms", "vs_peer", "vs_floor", "queries"},
    "idle_poll": {"floor_ms", "vs_floor", "queries"},
    "publish": {"floor_ms", "vs_floor"},
    "sweep": {"floor_ms", "vs_floor", "queries"},
    "search": {"floor_ms", "vs_floor"},
    "page": {"peer_ms", "vs_peer", "queries"},
    "embed": {"bytes"},
    "feed": {"floor_ms", "vs_floor", "rss_mb", "rss_growth_mb"},
    "idle_round": {"floor_ms", "vs_floor"},
    "backfill": {"per_second", "level", "rss_mb"},
    "workers": {"per_second", "processor_ms", "busy_processors"},
    "widget": {"floor_ms", "vs_floor", "gzip_kb", "requests", "kept", "foreign", "bytes"},
    "harvest": {"floor_ms", "vs_floor", "queries", "http_ms"},
}


@pytest.fixture(scope="module")
def rows():
    run = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "--tiny"],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_benchmark_runs_and_gives_its_figures(rows, name):
    if name == "widget" and (reason := services.missing("browser")):
        pytest.skip(reason)
    mine = [row for row in rows if row["bench"] == name]
    assert mine
    for row in mine:
        assert {"case", "database", "ours_ms", "p95_ms", "missed"} | FIGURES[name] <= row.keys()


def test_a_missed_aim_is_said_with_its_reason(capsys):
    report = Report(bench="example")
    report.add_times(
        "slow", {"ours": [0.02], "peer": [0.01]}, aims={"vs_peer": 2}, because="It sleeps."
    )
    report.print()
    table, line = capsys.readouterr().out.strip().rsplit("\n", 1)
    assert "MISSED vs_peer: aim ≥ 2 (It sleeps.)" in table
    assert json.loads(line)["vs_peer"] == 0.5


def test_an_aim_that_is_met_needs_no_reason(capsys):
    report = Report(bench="example")
    report.add_times(
        "fast",
        {"ours": [0.01], "floor": [0.01]},
        aims={"vs_floor": 1.5, "queries": 2},
        because="It sleeps.",
        queries=2,
    )
    report.print()
    assert "queries 2, aims met" in capsys.readouterr().out


def test_figures_are_written_between_their_marks(tmp_path):
    page = tmp_path / "speed.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    report = Report(bench="example")
    report.add_times("one", {"ours": [0.02], "floor": [0.01]}, aims={"vs_floor": 1})
    write_figures(page, report.rows)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert "| `example` | one | 20 | 20 | 10 | 2 | **missed**: vs_floor ≤ 1 |" in text
