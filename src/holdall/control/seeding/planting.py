"""Applies a seed to a platform, and keeps what its sections have to tell each other and the developer."""

from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import query
from holdall.box.platform import Platform
from holdall.content.identity.provision import DEFAULT_SCOPES
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import applications, users
from holdall.control.seeding.document import Document, SeedError, all_sections

if TYPE_CHECKING:
    from holdall.control.faults import Faults


class PlantedUser(msgspec.Struct):
    """A user of the seed; the password is told only where the seed says it."""

    id: str
    enterprise_id: str
    login: str
    name: str
    role: str
    password: str | None = None


class PlantedApplication(msgspec.Struct):
    """An application of the seed, with its secret: seeds are for development."""

    enterprise_id: str
    name: str
    client_id: str
    client_secret: str
    service_account_id: str
    service_account_token: str | None = None


class PlantedToken(msgspec.Struct):
    """An access token of the seed."""

    token: str
    user_id: str
    login: str


class PlantedPerson(msgspec.Struct):
    """A person of the migration service."""

    login: str
    password: str
    token: str | None = None


class Planted(msgspec.Struct):
    """What a seed has made or found: the answer to the developer."""

    enterprises: list[dict[str, str]] = []
    users: list[PlantedUser] = []
    applications: list[PlantedApplication] = []
    tokens: list[PlantedToken] = []
    people: list[PlantedPerson] = []
    """Those of the migration service."""
    keys: dict[str, str] = {}
    """The ids of what the seed gives a `key`."""
    environment: dict[str, str] = {}


_APPLICATION = sa.select(sa.func.min(applications.c.id)).where(applications.c.enterprise_id == users.c.enterprise_id)
_FIND_USER = query(
    sa.select(
        users.c.id,
        users.c.enterprise_id,
        users.c.name,
        users.c.login,
        users.c.kind,
        users.c.role,
        users.c.status,
        users.c.root_id,
        sa.func.coalesce(_APPLICATION.scalar_subquery(), 0),
    ).where(
        sa.or_(
            users.c.login_key == sa.bindparam("login"),
            users.c.id == sa.bindparam("user_id", type_=sa.BigInteger),
        )
    )
)


class Planting:
    """One application of a seed."""

    def __init__(self, platform: Platform, faults: "Faults | None" = None) -> None:
        self.platform = platform
        self.faults = faults
        self.planted = Planted()

    def tell(self, key: str | None, thing_id: int) -> None:
        """Remember the id of something that the seed gives a key."""
        if key is not None:
            self.planted.keys[key] = str(thing_id)

    def id_of(self, thing: str | int, place: str) -> int:
        """The id of what a section speaks of by key or id; raises SeedError naming the place."""
        text = self.planted.keys.get(str(thing), str(thing))
        if not text.isdigit():
            raise SeedError(f"{place}: nothing in the seed has the key {text!r}")
        return int(text)

    async def subject(self, user: str | int, place: str) -> Subject:
        """The user of this login or id, as one who does something through an application with every scope.

        Raises SeedError naming the place that speaks of a user who is not there.
        """
        found = await self.find_subject(user)
        if found is None:
            raise SeedError(f"{place}: there is no user {str(user)!r}, neither in this seed nor on the server")
        return found

    async def find_subject(self, user: str | int) -> Subject | None:
        """The same, or None where there is no such user."""
        text = str(user)
        row = await self.platform.db.one(
            _FIND_USER, login=text.casefold(), user_id=int(text) if text.isdigit() else None
        )
        if row is None:
            return None
        return Subject(
            user_id=row[0],
            enterprise_id=row[1],
            name=row[2],
            login=row[3],
            kind=row[4],
            role=row[5],
            status=row[6],
            root_id=row[7],
            application_id=row[8],
            grant_id=0,
            scopes=frozenset(DEFAULT_SCOPES),
            actor_id=row[0],
            token_hash="",
        )


async def apply_seed(platform: Platform, document: Document, faults: "Faults | None" = None) -> Planted:
    """Make what the document says and is not there yet. Raises SeedError.

    With `faults`, the sections that change the running server are applied too.
    """
    planting = Planting(platform, faults)
    for one in all_sections():
        if one.name in document and not one.is_runtime:
            await one.apply(planting, document[one.name])
    if faults is not None:
        await apply_to_server(platform, document, faults)
    return planting.planted


async def apply_to_server(platform: Platform, document: Document, faults: "Faults") -> None:
    """Apply only the sections that change the running server: for the process that answers, at its start."""
    planting = Planting(platform, faults)
    for one in all_sections():
        if one.name in document and one.is_runtime:
            await one.apply(planting, document[one.name])


def describe_sections() -> dict[str, Any]:
    """The JSON schema of each section, for documentation."""
    return {one.name: msgspec.json.schema(one.kind) for one in all_sections()}
