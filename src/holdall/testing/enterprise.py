"""An enterprise of one test: its people, their tokens, and clients that speak for them."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from holdall.testing.control_client import ControlClient

_numbers = itertools.count(1)


@dataclass(frozen=True)
class TestUser:
    """A user with an access token."""

    __test__ = False

    id: str
    login: str
    name: str
    token: str


@dataclass
class TestEnterprise:
    """A fresh enterprise on a running server. Nothing in it is shared with another test."""

    __test__ = False

    base_url: str
    """The address of the server; the API is below /2.0."""
    id: str
    admin: TestUser
    app_settings: dict[str, Any]
    """The settings of the enterprise's application, as Box's developer console hands them out, with a private key."""
    service_account_id: str
    control: ControlClient = field(repr=False)
    """The server's control plane: clock, faults, snapshots. They are the server's, so put back what you change."""

    @property
    def admin_token(self) -> str:
        """An access token of the enterprise's admin."""
        return self.admin.token

    @property
    def client_id(self) -> str:
        """The application's client id."""
        return str(self.app_settings["boxAppSettings"]["clientID"])

    @property
    def client_secret(self) -> str:
        """The application's client secret."""
        return str(self.app_settings["boxAppSettings"]["clientSecret"])

    def new_user(self, name: str = "Somebody", *, role: str = "user", **more: Any) -> TestUser:
        """Make a managed user; `more` are further fields of a user in a seed, such as login or space_amount."""
        login = more.pop("login", None) or f"user{next(_numbers)}@{self.id}.example"
        user = {"login": login, "name": name, "role": role, **more}
        planted = self.control.seed(
            {"enterprises": [{"id": int(self.id), "users": [user]}], "tokens": [{"user": login}]}
        )
        return TestUser(planted["users"][0]["id"], login, name, planted["tokens"][0]["token"])

    def box_client(self, user: TestUser | None = None) -> Any:
        """A client of Box's official SDK (`pip install boxsdk`): the admin's, or that of `user`."""
        from box_sdk_gen import BoxClient, BoxDeveloperTokenAuth  # late: an optional library

        auth = BoxDeveloperTokenAuth(token=(user or self.admin).token)
        return BoxClient(auth=auth, network_session=self.box_network_session())

    def box_service_client(self) -> Any:
        """A client of the official SDK that signs in by JWT, with a private key, as the application's service account."""
        import json

        from box_sdk_gen import BoxClient, BoxJWTAuth, JWTConfig  # late: an optional library

        config = JWTConfig.from_config_json_string(json.dumps(self.app_settings))
        return BoxClient(auth=BoxJWTAuth(config=config), network_session=self.box_network_session())

    def box_network_session(self) -> Any:
        """What makes the official SDK call this server in place of Box."""
        from box_sdk_gen import BaseUrls, NetworkSession  # late: an optional library

        oauth_url = f"{self.base_url}/api/oauth2"
        urls = BaseUrls(base_url=self.base_url, upload_url=f"{self.base_url}/api", oauth_2_url=oauth_url)
        return NetworkSession(base_urls=urls)


def make_enterprise(base_url: str, key: Any) -> TestEnterprise:
    """A fresh enterprise on the server at `base_url`, whose application signs with `key` (a SigningKey)."""
    control = ControlClient(base_url)
    number = next(_numbers)
    login = f"admin{number}.{key.public_key_id}@holdall.example"
    public_key = {"id": key.public_key_id, "public_key": key.public_key}
    planted = control.seed(
        {
            "enterprises": [
                {
                    "name": f"Test {number}",
                    "users": [{"login": login, "name": "Ada Admin", "role": "admin"}],
                    "applications": [{"name": "Tests", "public_keys": [public_key]}],
                }
            ],
            "tokens": [{"user": login}],
        }
    )
    application, user = planted["applications"][0], planted["users"][0]
    own = {
        "clientID": application["client_id"],
        "clientSecret": application["client_secret"],
        "appAuth": {
            "publicKeyID": key.public_key_id,
            "privateKey": key.private_key,
            "passphrase": key.passphrase,
        },
    }
    enterprise_id = planted["enterprises"][0]["id"]
    return TestEnterprise(
        base_url=base_url,
        id=enterprise_id,
        admin=TestUser(user["id"], login, user["name"], planted["tokens"][0]["token"]),
        app_settings={"boxAppSettings": own, "enterpriseID": enterprise_id},
        service_account_id=application["service_account_id"],
        control=control,
    )
