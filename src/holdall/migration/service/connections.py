"""Connections as they are kept, and the one way to open them: as a platform, or as a side of a job."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec
import sqlalchemy as sa
from obstore.exceptions import BaseError
from obstore.store import S3Store

from holdall.base.clock import MINUTE, SECOND
from holdall.base.db import Database, Transaction, contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.base.keys import ServerKey
from holdall.base.turns import take_turn, turns
from holdall.connector import BoxError, Settings
from holdall.connector import Kind as BoxKind
from holdall.connector.exchange import Caller, SignIn
from holdall.connector.sign_in.oauth import OAuthApp, UserOAuth
from holdall.connector.sign_in.tokens import MemoryStore, Token
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.guards import pooled, read_only
from holdall.migration.platforms.network import MountedShares
from holdall.migration.platforms.objects import ObjectPlatform
from holdall.migration.platforms.opening import Missing, folder_at
from holdall.migration.platforms.platform import Platform, Side, Wanted
from holdall.migration.platforms.signing_in import box_account, box_service
from holdall.migration.service.credentials import Credentials
from holdall.migration.service.tables import connections
from holdall.work import Site

_TURN = 2 * MINUTE
"""How long a process may take to renew tokens; one that dies at it holds up the others so long."""
_WAIT_SECONDS = 0.1


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """A connection's row; `auth` is sealed. A pool is one too, whose members name it."""

    id: str
    name: str
    platform_id: str
    auth: str | None
    account: dict[str, Any] | None
    admin_mode: bool
    readonly: bool
    disabled: bool
    is_pool: bool
    pool_id: str | None
    created_by: str | None
    created_on: int
    modified_by: str | None
    modified_on: int


def connection_of_row(*values: Any) -> Connection:
    """A connection of the columns of its row, in their order."""
    return Connection(**dict(zip(Connection.__struct_fields__, values, strict=True)))


CONNECTIONS = sa.select(*rows_of(Connection, connections))
_BY_ID = query(CONNECTIONS.where(connections.c.id == sa.bindparam("id")), connection_of_row)
_BY_IDS = query(CONNECTIONS.where(contains(connections.c.id, "ids")), connection_of_row)
_LOCKED = query(CONNECTIONS.where(connections.c.id == sa.bindparam("id")).with_for_update(), connection_of_row)
_MEMBERS = query(
    CONNECTIONS.where(connections.c.pool_id == sa.bindparam("pool"), connections.c.disabled.is_(False)).order_by(
        connections.c.created_on, connections.c.id
    ),
    connection_of_row,
)


async def get_connection(reader: Reader, connection_id: str, *, lock: bool = False) -> Connection:
    """A connection or a pool by id; raises NotFound. `lock` keeps others from changing it before this unit ends."""
    found = await reader.one(_LOCKED if lock else _BY_ID, id=connection_id)
    if found is None:
        raise NotFound(f"There is no connection {connection_id}; GET /v1/connections lists them")
    return found


async def connections_by_id(reader: Reader, ids: Sequence[str]) -> Mapping[str, Connection]:
    """Connections and pools by their ids; those that are gone are left out."""
    return {one.id: one for one in await reader.all(_BY_IDS, ids=list(set(ids)))} if ids else {}


async def open_side_of(
    site: Site,
    connection_id: str,
    path: str | None,
    *,
    impersonate_as: Mapping[str, Any] | None = None,
    missing: Missing = "refuse",
    parallel: int = 8,
) -> Side:
    """The platform behind a connection or a pool, and the folder that a path leads to; the caller closes the platform.

    `impersonate_as` names the account to act as by `id`, `email` or `name`. Raises NotFound for a connection that is not
    there, and PlatformError for everything that the platform, or a read-only connection, does not do.
    """
    platform = await open_platform_of(site, connection_id, parallel=parallel)
    try:
        if impersonate_as:
            platform = platform.as_account(await platform.account(_wanted(impersonate_as)))
        return Side(platform, await folder_at(platform, [name for name in (path or "").split("/") if name], missing))
    except BaseException:
        await platform.close()
        raise


async def open_platform_of(site: Site, connection_id: str, *, parallel: int = 8) -> Platform:
    """The platform behind a connection or a pool; the caller closes it. Raises NotFound or PlatformError."""
    connection = await get_connection(site.db, connection_id)
    if connection.disabled:
        raise PlatformError(Kind.FORBIDDEN, f"the connection {connection.name!r} is disabled")
    if not connection.is_pool:
        return _open(site, connection, parallel)
    members = await site.db.all(_MEMBERS, pool=connection.id)
    if not members:
        message = f"the pool {connection.name!r} has no enabled connection; PATCH a connection's pool to add one"
        raise PlatformError(Kind.UNSUPPORTED, message)
    return pooled([_open(site, member, parallel) for member in members])


def check_place(site: Site, platform_id: str, fields: Mapping[str, Any]) -> None:
    """Raise PlatformError where a folder may not be used, or is not there; other platforms are asked when they are opened."""
    if platform_id in {"fs", "nfs"}:
        _folder(site, platform_id, fields)


def _folder(site: Site, platform_id: str, fields: Mapping[str, Any]) -> Platform:
    shares = MountedShares(roots=site.settings.migration_roots, mounts=site.settings.migration_mounts)
    return shares.folder(fields["uri"]) if platform_id == "fs" else shares.share(fields["uri"])


def _open(site: Site, connection: Connection, parallel: int) -> Platform:
    try:
        platform = _platform(site, connection, Credentials.unseal(site.key, connection.auth), parallel)
    except ValueError as error:
        raise PlatformError(Kind.FORBIDDEN, f"the connection {connection.name!r} cannot be used: {error}") from error
    return read_only(platform, connection.name) if connection.readonly else platform


def _platform(site: Site, connection: Connection, credentials: Credentials, parallel: int) -> Platform:
    """Raises ValueError for credentials that cannot be, PlatformError for folders that may not be used."""
    fields = credentials.fields
    if connection.platform_id in {"fs", "nfs"}:
        return _folder(site, connection.platform_id, fields)
    if connection.platform_id == "s3":
        return ObjectPlatform(_store(fields))
    client = Settings(connections=max(parallel, 10))
    base_url = fields.get("base_url") or site.settings.migration_box_url or None
    if credentials.is_service_account:
        return box_service({**fields, "base_url": base_url}, settings=client)
    return box_account(
        _person(site.db, site.key, connection, credentials),
        base_url=base_url,
        admin_mode=connection.admin_mode,
        delete_permanently=fields.get("delete_behavior") == "permanent",
        settings=client,
    )


def _wanted(account: Mapping[str, Any]) -> Wanted:
    named = {name: str(account[name]) for name in ("id", "email", "name") if account.get(name)}
    if not named:
        raise PlatformError(Kind.NOT_FOUND, "impersonate_as names nobody: give email, id or name")
    return Wanted(**named)


def _person(db: Database, key: ServerKey, connection: Connection, credentials: Credentials) -> SignIn | str:
    fields = credentials.fields
    if credentials.token is None and "access_token" in fields and "refresh_token" not in fields:
        return str(fields["access_token"])
    app = OAuthApp(fields.get("client_id", ""), fields.get("client_secret"))
    token = credentials.token or Token("", 0, refresh_token=fields.get("refresh_token"))
    return ConnectionSignIn(app, token, db, key, connection.id)


class ConnectionSignIn(UserOAuth):
    """A person's sign-in whose tokens are kept with the connection, for every process that uses it.

    A refresh token works once, and a second use ends the whole sign-in: so one process of all renews at a time, and the
    new token is kept before it is used.
    """

    def __init__(self, app: OAuthApp, token: Token, db: Database, key: ServerKey, connection_id: str) -> None:
        super().__init__(app, MemoryStore(token))
        self._db = db
        self._key = key
        self._connection_id = connection_id
        self._turn = f"renew the tokens of {connection_id}"

    async def _renew(self, call: Caller, refused: str | None) -> str:
        async with self._lock:
            deadline = self._clock() + _TURN / SECOND
            while (token := await self._usable(refused)) is None:
                if await self._db.write(take_turn, self._turn, _TURN):
                    try:
                        token = await self._usable(refused) or await self._obtain_and_keep(call)
                    finally:
                        await self._db.write(_end_turn, self._turn)
                    break
                if self._clock() > deadline:
                    raise BoxError(BoxKind.UNAVAILABLE, "another process does not get done with renewing the tokens")
                await asyncio.sleep(_WAIT_SECONDS)
            self._token = token
            return token.access_token

    async def _usable(self, refused: str | None) -> Token | None:
        """The token that is kept, unless it is the refused one or over."""
        token = await self._kept()
        is_usable = token is not None and token.access_token != refused and token.is_fresh(self._clock())
        return token if is_usable else None

    async def _obtain_and_keep(self, call: Caller) -> Token:
        token = await self._obtain(call, await self._kept())
        await self._db.write(keep_token, self._key, self._connection_id, token)
        return token

    async def _kept(self) -> Token | None:
        connection = await self._db.one(_BY_ID, id=self._connection_id)
        if connection is None:
            return self.store.load()
        return Credentials.unseal(self._key, connection.auth).token or self.store.load()


async def _end_turn(tx: Transaction, name: str) -> None:
    await tx.delete(turns, name=name)


async def keep_token(tx: Transaction, key: ServerKey, connection_id: str, token: Token) -> None:
    """A unit: keep new tokens with a connection; nothing where it is gone."""
    connection = await tx.one(_LOCKED, id=connection_id)
    if connection is not None:
        credentials = msgspec.structs.replace(Credentials.unseal(key, connection.auth), token=token)
        await tx.update(connections, {"id": connection_id}, auth=credentials.seal(key))


def _store(fields: Mapping[str, Any]) -> S3Store:
    config = {"access_key_id": fields["access_key"], "secret_access_key": fields["secret_key"]}
    config["region"] = fields.get("region") or "us-east-1"
    if fields.get("session_token"):
        config["session_token"] = fields["session_token"]
    if fields.get("server_side_encryption"):
        config["server_side_encryption"] = "AES256"
    url = fields.get("service_url")
    if url:
        config["endpoint"] = url.rstrip("/")
    options = {"allow_http": True} if url and url.startswith("http:") else {}
    try:
        return S3Store(
            fields["bucket"],
            prefix=(fields.get("prefix") or "").strip("/") or None,
            config=cast(Any, config),
            client_options=cast(Any, options),
        )
    except BaseError as error:
        raise ValueError(str(error).splitlines()[0]) from error
