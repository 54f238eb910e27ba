"""What needs several writers at a time runs on PostgreSQL, also when the rest runs on SQLite."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import services


@pytest.mark.slow
@pytest.mark.postgres_server
def test_what_needs_several_writers_at_a_time():
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-m", "postgres"],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "OMWAGTAIL_TEST_DATABASE": services.postgres()},
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stdout
