"""One demonstration for all tests of this room."""

from collections.abc import Iterator

import pytest

from tests.federation.running import Demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The running demonstration. A test that ends it starts it again."""
    demo = Demo(tmp_path_factory.mktemp("demo"))
    demo.start()
    yield demo
    demo.interrupt()
