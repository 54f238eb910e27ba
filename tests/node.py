"""Programs of Node's registry that tests and benchmarks use, in a folder that is not versioned.

`python -m tests.node html-validate lighthouse` installs them; only the standard library is needed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The newest that run on Debian's Node 18. Of the surveys' parts both need the same version.
VERSIONS = {
    "html-validate": "9.7.1",
    "lighthouse": "12.8.2",
    "survey-core": "2.5.38",
    "survey-js-ui": "2.5.38",
}


def folder() -> Path:
    """Where they lie; OMWAGTAIL_TEST_NODE chooses another place than build/node."""
    return Path(os.environ.get("OMWAGTAIL_TEST_NODE") or Path(__file__).parents[1] / "build/node")


def package(name: str) -> Path:
    """The folder of an installed package."""
    return folder() / "node_modules" / name


def program(name: str) -> str:
    """The path of an installed program."""
    return str(folder() / "node_modules" / ".bin" / name)


def missing(name: str) -> str | None:
    """Why a package cannot be used, in a sentence; None when it can."""
    if not shutil.which("node"):
        return "there is no Node"
    if not package(name).is_dir():
        return f"{name} is not in {folder()}: python -m tests.node {name}"
    return None


def install(*names: str) -> None:
    """Fetch packages, those that are missing. Raises CalledProcessError where npm cannot."""
    wanted = [f"{name}@{VERSIONS[name]}" for name in names if not package(name).is_dir()]
    if not wanted:
        return
    folder().mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--prefix", str(folder()), "--no-audit", "--no-fund", "--silent"]
    # Fetched as they are: nothing of theirs runs while they are installed.
    subprocess.run([*command, "--ignore-scripts", *wanted], check=True, cwd=folder())


if __name__ == "__main__":
    install(*sys.argv[1:])
