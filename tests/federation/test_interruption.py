"""The demonstration when something gets in its way."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.federation.running import (
    ROOT,
    SITES,
    Demo,
    eventually,
    is_free,
    is_running,
    read_json,
    status_of,
)

pytestmark = [pytest.mark.federation, pytest.mark.slow]

# Many pages of the feed, so that there is a middle to be killed in: a hundred take 40 ms.
MANY = 6_000


def test_ctrl_c_ends_every_process_and_frees_the_ports(demo: Demo) -> None:
    pids = demo.pids()
    assert demo.interrupt() == 0
    assert {"hub", "hub-work", "chamber", "office", "foreign"} <= pids.keys()
    assert [name for name, pid in pids.items() if is_running(pid)] == []
    assert all(is_free(demo.port + offset) for offset in range(len(SITES)))
    demo.start()


def test_ctrl_c_while_the_databases_are_made_ends_at_once_without_a_complaint(
    tmp_path: Path,
) -> None:
    demo = Demo(tmp_path)
    demo.begin()
    eventually(lambda: "Making the databases" in demo.output(), seconds=60)
    assert demo.interrupt() == 0
    assert demo.output() == "· Making the databases\n· All sites have ended.\n"


def test_a_second_start_keeps_the_data(demo: Demo) -> None:
    before = keys_and_revisions(demo)
    demo.interrupt()
    demo.start()
    assert keys_and_revisions(demo) == before
    assert "Making the databases" not in demo.output()


def test_a_hub_killed_in_the_middle_of_a_harvest_has_every_item_once(demo: Demo) -> None:
    demo.run("office", "tests.federation.many", str(MANY), "Masse")
    eventually(lambda: 0 < count_at_hub(demo, "Masse") < MANY, seconds=60)
    for name in ("hub-work", "hub"):
        os.kill(demo.pids()[name], signal.SIGKILL)
    assert demo.wait() == 1
    assert 0 < count_at_hub(demo, "Masse") < MANY

    demo.start()
    eventually(lambda: count_at_hub(demo, "Masse") == MANY, seconds=120)
    with demo.database("office") as office, demo.database("hub") as hub:
        published = "SELECT key, rev FROM omwagtail_item WHERE title LIKE 'Masse%' ORDER BY key"
        assert hub.execute(published).fetchall() == office.execute(published).fetchall()

    demo.run("office", "tests.federation.many", "1", "Danach")
    eventually(lambda: count_at_hub(demo, "Danach") == 1, seconds=60)


def test_an_occupied_port_is_a_clear_message(tmp_path: Path) -> None:
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", 0))
        occupant.listen()
        port = occupant.getsockname()[1]
        process = start_on(port - 2, tmp_path)
    assert process.returncode == 1
    assert f"Port {port} is in use" in process.stdout
    assert "PORT=9000 make demo" in process.stdout


@pytest.mark.parametrize("port", ["abc", "80", "65533"])
def test_what_is_no_port_is_refused_in_one_sentence(port: str, tmp_path: Path) -> None:
    process = start_on(port, tmp_path)
    assert process.returncode == 1
    assert process.stderr == "PORT must be a number from 1024 to 65532.\n"


def start_on(port: int | str, folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "example_site.demo"],
        env={**os.environ, "PORT": str(port), "OMWAGTAIL_DEMO_DIR": str(folder)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )


def keys_and_revisions(demo: Demo) -> set[tuple[str, int]]:
    eventually(lambda: status_of(f"{demo.origin('hub')}/") == 200)
    results = read_json(f"{demo.origin('hub')}/om/api/v1/items/?type=check")["results"]
    return {(result["key"], result["document"]["rev"]) for result in results}


def count_at_hub(demo: Demo, title: str) -> int:
    with demo.database("hub") as hub:
        query = "SELECT count(*) FROM omwagtail_item WHERE title LIKE ? AND state = 'accepted'"
        return hub.execute(query, [f"{title} %"]).fetchone()[0]
