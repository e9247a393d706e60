"""A server in a process of its own, shared by the tests of this folder that change nothing another could see."""

from collections.abc import Iterator

import pytest

from holdall.testing import RunningServer, start_server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A development server with the demo seed and a JSON log."""
    folder = tmp_path_factory.mktemp("server")
    with start_server(folder / "data", "--log-format", "json") as running:
        yield running
