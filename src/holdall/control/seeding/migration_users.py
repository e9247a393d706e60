"""The section `migration_users`: people of the migration service, with passwords and tokens that are known beforehand."""

from typing import Literal

import msgspec

from holdall.base.db import Transaction
from holdall.base.passwords import hash_password
from holdall.control.seeding.document import section
from holdall.control.seeding.planting import PlantedPerson, Planting
from holdall.control.seeding.tokens import TEN_YEARS
from holdall.migration.service.people import give_token
from holdall.migration.service.permissions import ADMINISTRATOR, AUDITOR, OPERATOR
from holdall.migration.service.users import Changes, create_user, find_user

_ROLES = {"administrator": ADMINISTRATOR, "operator": OPERATOR, "auditor": AUDITOR}


class SeedPerson(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A person of the migration service."""

    login: str
    """What they sign in with."""
    password: str
    """Their password."""
    name: str | None = None
    """The name that others see."""
    role: Literal["administrator", "operator", "auditor"] = "administrator"
    """What they may do."""
    token: str | None = None
    """The text of an access token that lives for ten years."""


@section("migration_users", list[SeedPerson], order=15)
async def plant_people(planting: Planting, seeds: list[SeedPerson]) -> None:
    """Make the people of the migration service at /v1; whose login is there already stays as they are."""
    db = planting.platform.db
    for seed in seeds:
        if await find_user(db, seed.login) is None:
            await db.write(_plant, seed, await hash_password(seed.password))
        if seed.token is not None:
            await db.write(_give_token, seed.login, seed.token)
        planting.planted.people.append(PlantedPerson(seed.login, seed.password, seed.token))


async def _plant(tx: Transaction, seed: SeedPerson, password_hash: str) -> None:
    roles = [_ROLES[seed.role].id]
    await create_user(tx, None, Changes(login=seed.login, name=seed.name, password_hash=password_hash, roles=roles))


async def _give_token(tx: Transaction, login: str, token: str) -> None:
    user = await find_user(tx, login)
    assert user is not None
    await give_token(tx, user.id, token, TEN_YEARS)
