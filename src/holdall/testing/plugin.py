"""The pytest plugin: `holdall_server` starts a server once, `holdall` gives a test an enterprise of its own.

Nothing but pytest is imported before a test asks for a fixture, so the plugin costs other test suites nothing.
"""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from holdall.testing.enterprise import TestEnterprise


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option and the setting of the plugin."""
    group = parser.getgroup("holdall", "Holdall, a server that speaks the Box API")
    group.addoption(
        "--holdall-url", help="Use the development server at this address, and start none (HOLDALL_TEST_URL)."
    )
    parser.addini("holdall_options", "Options of `holdall serve` for the server of the tests.", type="args", default=[])


@pytest.fixture(scope="session")
def holdall_server(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a development server that lives as long as the test session."""
    given = pytestconfig.getoption("--holdall-url") or os.environ.get("HOLDALL_TEST_URL")
    if given:
        yield str(given).rstrip("/")
        return
    from holdall.testing.server import start_server

    folder = tmp_path_factory.mktemp("holdall")
    with start_server(folder / "data", "--seed", "empty", *pytestconfig.getini("holdall_options")) as server:
        yield server.base_url


@pytest.fixture(scope="session")
def holdall_signing_key() -> Any:
    """The key pair that the applications of all tests sign with; making one takes a noticeable part of a second."""
    from holdall.content.identity.app_settings import new_signing_key

    return new_signing_key()


@pytest.fixture
def holdall(holdall_server: str, holdall_signing_key: Any) -> "TestEnterprise":
    """A fresh enterprise on the server of the session, with an admin and an application."""
    from holdall.testing.enterprise import make_enterprise

    return make_enterprise(holdall_server, holdall_signing_key)
