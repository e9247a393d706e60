"""The section `enterprises`: enterprises with their users and applications."""

from typing import Literal

import msgspec
import sqlalchemy as sa

from holdall.base import passwords
from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader, UniqueViolation
from holdall.base.ids import new_secret
from holdall.content.identity import provision
from holdall.content.identity.app_settings import make_application
from holdall.content.identity.applications import CLIENT_SECRET, find_application
from holdall.content.identity.enterprise_settings import EnterpriseSettings, change_enterprise
from holdall.content.identity.scopes import APPLICATION_SCOPES
from holdall.content.identity.tables import application_keys, applications, enterprises, users
from holdall.control.seeding.document import SeedError, section
from holdall.control.seeding.planting import PlantedApplication, PlantedUser, Planting


class SeedUser(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A user of an enterprise."""

    login: str
    """An e-mail address."""
    name: str = ""
    """Without a name, the part of the login before the @."""
    id: int | None = None
    """Without an id, the server gives one. Ids below 1,000,000,000 are free for seeds."""
    role: Literal["admin", "coadmin", "user"] = "user"
    """In the enterprise."""
    kind: Literal["managed", "app"] = "managed"
    """An app user has no password and is spoken for by applications alone."""
    password: str | None = None
    """For signing in through the browser."""
    space_amount: int = 10 * provision.GIBIBYTE
    """Bytes that the user may store; -1 is without limit."""
    max_upload_size: int = 5 * provision.GIBIBYTE
    """Bytes of one file."""
    language: str = "en"
    """A language code."""
    timezone: str = "America/Los_Angeles"
    """A name of the tz database."""


class SeedKey(msgspec.Struct, forbid_unknown_fields=True):
    """A public key that an application signs assertions for."""

    id: str
    """What assertions name the key by."""
    public_key: str
    """PEM."""


class SeedApplication(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An application with a service account; ids and secrets that are not given are made up."""

    name: str = "Seeded application"
    """What people read when it asks for access."""
    client_id: str | None = None
    """By which the application is found again when the seed is applied again."""
    client_secret: str | None = None
    """Told in the answer."""
    scopes: tuple[str, ...] = provision.DEFAULT_SCOPES
    """What its tokens may at most do; without them, everything."""
    redirect_uris: tuple[str, ...] = ()
    """Addresses that people are led back to after consent."""
    can_act_as_user: bool = True
    """It may use the header As-User."""
    can_create_user_tokens: bool = True
    """It may get tokens for users."""
    public_keys: list[SeedKey] = []
    """Keys that it signs assertions with (JWT)."""
    webhook_primary_key: str | None = None
    """Signs its webhooks."""
    webhook_secondary_key: str | None = None
    """Signs its webhooks too, while the other one is changed."""


class SeedSettings(EnterpriseSettings, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """What an enterprise has decided; after the colon, what holds without a decision."""


class SeedEnterprise(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An enterprise and who is in it."""

    id: int | None = None
    """Without an id, the server gives one, and applying the seed again makes another enterprise."""
    name: str = "Seeded enterprise"
    """What it is called."""
    users: list[SeedUser] = []
    """Its people."""
    applications: list[SeedApplication] = []
    """Its applications."""
    settings: SeedSettings = SeedSettings()
    """What it has decided; each seed that says something here decides again."""


_FIND_ENTERPRISE = query(
    sa.select(enterprises.c.name).where(enterprises.c.id == sa.bindparam("id", type_=sa.BigInteger))
)
_FIND_LOGIN = query(
    sa.select(users.c.id, users.c.enterprise_id, users.c.name, users.c.role).where(
        users.c.login_key == sa.bindparam("login_key")
    )
)


@section("enterprises", list[SeedEnterprise], order=10)
async def plant_enterprises(planting: Planting, seeds: list[SeedEnterprise]) -> None:
    """Make the enterprises with everything in them, a unit of work for each."""
    for number, seed in enumerate(seeds):
        place = f"enterprises[{number}]"
        hashes = [None if one.password is None else await passwords.hash_password(one.password) for one in seed.users]
        try:
            await planting.platform.db.write(_plant_enterprise, planting, place, seed, hashes)
        except UniqueViolation as error:
            raise SeedError(f"{place}: an id is taken by something else: {error}") from None


async def _plant_enterprise(
    tx: Transaction, planting: Planting, place: str, seed: SeedEnterprise, hashes: list[str | None]
) -> None:
    enterprise_id = seed.id
    name = None if enterprise_id is None else await tx.value(_FIND_ENTERPRISE, id=enterprise_id)
    if name is None:
        enterprise_id, name = await provision.create_enterprise(tx, name=seed.name, enterprise_id=seed.id), seed.name
    assert enterprise_id is not None
    await change_enterprise(tx, enterprise_id, seed.settings)
    people = [
        await _plant_user(tx, enterprise_id, f"{place}.users[{number}]", user, password_hash)
        for number, (user, password_hash) in enumerate(zip(seed.users, hashes, strict=True))
    ]
    planted = [
        await _plant_application(tx, planting, enterprise_id, f"{place}.applications[{number}]", application)
        for number, application in enumerate(seed.applications)
    ]
    planting.planted.enterprises.append({"id": str(enterprise_id), "name": name})
    planting.planted.users += people
    planting.planted.applications += planted


async def _plant_user(
    tx: Transaction, enterprise_id: int, place: str, seed: SeedUser, password_hash: str | None
) -> PlantedUser:
    found = await tx.one(_FIND_LOGIN, login_key=seed.login.casefold())
    if found is None:
        name = seed.name or seed.login.partition("@")[0]
        more = {"space_amount": seed.space_amount, "max_upload_size": seed.max_upload_size}
        user_id = await provision.create_user(
            tx,
            enterprise_id=enterprise_id,
            login=seed.login,
            name=name,
            kind=seed.kind,
            role=seed.role,
            user_id=seed.id,
            password_hash=password_hash,
            language=seed.language,
            timezone=seed.timezone,
            **more,
        )
        found = (user_id, enterprise_id, name, seed.role)
    if found[1] != enterprise_id:
        raise SeedError(f"{place}.login: {seed.login} belongs to a user of enterprise {found[1]}")
    return PlantedUser(str(found[0]), str(enterprise_id), seed.login, found[2], found[3], seed.password)


async def _plant_application(
    tx: Transaction, planting: Planting, enterprise_id: int, place: str, seed: SeedApplication
) -> PlantedApplication:
    unknown = sorted(set(seed.scopes) - set(APPLICATION_SCOPES))
    if unknown:
        raise SeedError(f"{place}.scopes: {unknown[0]!r} is none of {', '.join(APPLICATION_SCOPES)}")
    client_id = seed.client_id or new_secret()
    application = await find_application(tx, client_id)
    if application is None:
        await make_application(
            tx,
            planting.platform.key,
            enterprise_id=enterprise_id,
            name=seed.name,
            key=None,
            scopes=seed.scopes,
            redirect_uris=seed.redirect_uris,
            can_act_as_user=seed.can_act_as_user,
            can_create_user_tokens=seed.can_create_user_tokens,
            client_id=client_id,
            client_secret=seed.client_secret,
            signature_keys=(seed.webhook_primary_key, seed.webhook_secondary_key),
        )
        application = await find_application(tx, client_id)
        assert application is not None
    if application.enterprise_id != enterprise_id:
        raise SeedError(f"{place}.client_id: {client_id} is an application of enterprise {application.enterprise_id}")
    for number, key in enumerate(seed.public_keys):
        await _register_key(tx, application.id, f"{place}.public_keys[{number}]", key)
    return PlantedApplication(
        enterprise_id=str(enterprise_id),
        name=application.name,
        client_id=client_id,
        client_secret=planting.platform.key.unseal(application.client_secret, CLIENT_SECRET),
        service_account_id=str(application.service_account_id),
    )


_FIND_KEY = query(
    sa.select(application_keys.c.public_key_id).where(
        application_keys.c.application_id == sa.bindparam("application_id", type_=sa.BigInteger),
        application_keys.c.public_key_id == sa.bindparam("public_key_id"),
    )
)


_FIND_SIGNATURE_KEYS = query(
    sa.select(applications.c.signature_keys).where(applications.c.id == sa.bindparam("id", type_=sa.BigInteger))
)


async def find_signature_keys(reader: Reader, application_id: int) -> str:
    """The sealed keys that sign the application's webhooks."""
    return str(await reader.value(_FIND_SIGNATURE_KEYS, id=application_id))


async def is_key_registered(reader: Reader, application_id: int, public_key_id: str) -> bool:
    """Whether the application has a key of this id."""
    return await reader.value(_FIND_KEY, application_id=application_id, public_key_id=public_key_id) is not None


async def _register_key(tx: Transaction, application_id: int, place: str, key: SeedKey) -> None:
    if await is_key_registered(tx, application_id, key.id):
        return
    try:
        await provision.register_public_key(
            tx, application_id=application_id, public_key_id=key.id, public_key=key.public_key
        )
    except ValueError as error:
        raise SeedError(f"{place}.public_key: {error}") from None
