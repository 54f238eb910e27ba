"""`python -m tests.benchmarks [name …]`: runs the benchmarks, each in a database of its own."""

import os
import pkgutil
import subprocess
import sys
from importlib import import_module

import tests.benchmarks

HELPERS = {"settings", "urls", "measuring", "corpus", "words"}


def names() -> list[str]:
    found = (module.name for module in pkgutil.iter_modules(tests.benchmarks.__path__))
    return [name for name in found if not name.startswith("_") and name not in HELPERS]


def main(chosen: list[str]) -> int:
    unknown = set(chosen) - set(names())
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(names())}.")
        return 2
    if len(chosen) != 1:
        # Each in a process of its own, so that none warms another's caches.
        runs = [[sys.executable, "-m", "tests.benchmarks", name] for name in chosen or names()]
        return max(subprocess.run(run).returncode for run in runs)
    run(chosen[0])
    return 0


def run(name: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    import django

    django.setup()
    from django.test.utils import get_runner, setup_test_environment

    from tests.benchmarks.measuring import Report
    from tests.benchmarks.settings import FOLDER

    setup_test_environment()
    FOLDER.mkdir(parents=True, exist_ok=True)
    from django.conf import settings

    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        report = Report(bench=name)
        import_module(f"tests.benchmarks.{name}").run(report)
        report.print()
    finally:
        runner.teardown_databases(databases)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
