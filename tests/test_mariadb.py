"""What a publishing partner with MariaDB needs runs there, also when the rest runs on SQLite."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import services


@pytest.mark.slow
@pytest.mark.mariadb_server
def test_what_a_publishing_partner_needs():
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n0", "-m", "mariadb"],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "OMWAGTAIL_TEST_DATABASE": services.mariadb()},
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stdout
