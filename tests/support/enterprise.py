"""A fresh enterprise with an application, made in one unit of work: what most tests start from."""

import itertools
from dataclasses import dataclass
from typing import Any

from holdall.base.db import Transaction
from holdall.box.gateway import Gateway
from holdall.content.identity import provision
from holdall.content.identity.applications import find_application_by_id
from tests.support.client import Client

_numbers = itertools.count(1)


@dataclass
class Enterprise:
    """An enterprise for one test: `admin` and `user` are clients of a fresh admin and a fresh managed user."""

    gateway: Gateway
    id: int
    application_id: int
    admin_id: int
    user_id: int
    admin: Client
    user: Client

    async def new_user(self, name: str = "Somebody", **columns: Any) -> tuple[int, Client]:
        """One more managed user and a client that speaks for it."""

        async def unit(tx: Transaction) -> tuple[int, str]:
            user_id = await provision.create_user(
                tx, enterprise_id=self.id, login=f"user{next(_numbers)}.{self.id}@example.com", name=name, **columns
            )
            return user_id, await self._token(tx, user_id)

        user_id, token = await self.gateway.platform.db.write(unit)
        return user_id, Client(self.gateway, token)

    async def new_token(self, user_id: int, **options: Any) -> str:
        """An access token of a user; options as in `provision.issue_token` (scopes, lifetime)."""
        return await self.gateway.platform.db.write(self._token, user_id, **options)

    async def service(self) -> Client:
        """A client that speaks for the application's service account, which is what an integration is."""
        application = await find_application_by_id(self.gateway.platform.db, self.application_id)
        assert application is not None
        assert application.service_account_id is not None
        return Client(self.gateway, await self.new_token(application.service_account_id))

    async def _token(self, tx: Transaction, /, user_id: int, **options: Any) -> str:
        return await provision.issue_token(
            tx, enterprise_id=self.id, user_id=user_id, application_id=self.application_id, **options
        )


async def make_enterprise(gateway: Gateway) -> Enterprise:
    """A fresh enterprise on the server."""
    key = gateway.platform.key

    async def unit(tx: Transaction) -> tuple[int, int, list[tuple[int, str]]]:
        enterprise_id = await provision.create_enterprise(tx, name="Acme")
        application_id = await provision.create_application(
            tx,
            enterprise_id=enterprise_id,
            name="Tests",
            client_id=f"client-{enterprise_id}",
            sealed_client_secret=key.seal("secret", "client secret"),
            sealed_signature_keys=key.seal("{}", "signature keys"),
        )
        people = []
        for role, name in (("admin", "Ada Admin"), ("user", "Uma User")):
            user_id = await provision.create_user(
                tx, enterprise_id=enterprise_id, login=f"{role}.{enterprise_id}@example.com", name=name, role=role
            )
            token = await provision.issue_token(
                tx, enterprise_id=enterprise_id, user_id=user_id, application_id=application_id
            )
            people.append((user_id, token))
        return enterprise_id, application_id, people

    enterprise_id, application_id, people = await gateway.platform.db.write(unit)
    (admin_id, admin_token), (user_id, user_token) = people
    admin, user = Client(gateway, admin_token), Client(gateway, user_token)
    return Enterprise(gateway, enterprise_id, application_id, admin_id, user_id, admin, user)
