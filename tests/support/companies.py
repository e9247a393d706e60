"""Companies that content moves between: enterprises with people, clients that act as them, and an app with a key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from holdall.connector import Box
from holdall.testing.enterprise import TestEnterprise, TestUser, make_enterprise
from holdall.testing.server import start_server


@dataclass
class Company:
    """An enterprise on a running server."""

    enterprise: TestEnterprise

    @property
    def url(self) -> str:
        return self.enterprise.base_url

    @property
    def admin(self) -> TestUser:
        return self.enterprise.admin

    def box(self, user: TestUser | None = None) -> Box:
        """A client of a person, of the administrator by default."""
        return Box((user or self.admin).token, base_url=self.url)

    def user(self, name: str, **more: Any) -> TestUser:
        """A new person."""
        return self.enterprise.new_user(name, **more)

    def service_auth(self, **more: Any) -> dict[str, Any]:
        """The `auth` of a connection to `box-service`, as the migration API takes it."""
        app = self.enterprise.app_settings["boxAppSettings"]
        keys = app["appAuth"]
        return {
            "private_key": keys["privateKey"],
            "password": keys["passphrase"],
            "client_id": app["clientID"],
            "client_secret": app["clientSecret"],
            "public_key_id": keys["publicKeyID"],
            "base_url": self.url,
            **more,
        }


MakeCompany = Callable[[], Company]


@pytest.fixture(scope="session")
def other_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A second Holdall, with a database of its own, and without background work: nobody asks it for any."""
    folder = tmp_path_factory.mktemp("other")
    with start_server(folder / "data", "--seed", "empty", settings={"HOLDALL_WORK": "elsewhere"}) as server:
        yield server.base_url


@pytest.fixture
def company(holdall: TestEnterprise) -> Company:
    """A company on the session's server."""
    return Company(holdall)


@pytest.fixture
def other_company(other_server: str, holdall_signing_key: Any) -> Company:
    """A company on a second server."""
    return Company(make_enterprise(other_server, holdall_signing_key))
