"""Making, changing and deleting connections and pools; changes are units of work."""

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Conflict
from holdall.base.keys import ServerKey
from holdall.migration.platforms.errors import PlatformError
from holdall.migration.service.connections import (
    CONNECTIONS,
    Connection,
    connection_of_row,
    get_connection,
    open_platform_of,
)
from holdall.migration.service.credentials import Credentials
from holdall.migration.service.known_platforms import known_platform
from holdall.migration.service.listing import Page, list_page
from holdall.migration.service.tables import connections, jobs
from holdall.migration.service.users import new_identifier
from holdall.work import Site

LONGEST_NAME = 255
PROBE_SECONDS = 10
SORTABLE: dict[str, sa.ColumnElement[Any]] = {
    "name": connections.c.name,
    "created_on": connections.c.created_on,
    "modified_on": connections.c.modified_on,
    "platform": connections.c.platform_id,
    "id": connections.c.id,
}

_POOL = query(
    sa.select(connections.c.id)
    .where(
        connections.c.is_pool.is_(True),
        connections.c.name == sa.bindparam("name"),
        connections.c.platform_id == sa.bindparam("platform"),
    )
    .order_by(connections.c.created_on)
    .limit(1)
)
_USED_BY = query(
    sa.select(jobs.c.name)
    .where(
        jobs.c.deleted_on.is_(None),
        sa.or_(jobs.c.source_id == sa.bindparam("id"), jobs.c.destination_id == sa.bindparam("id")),
    )
    .order_by(jobs.c.name)
    .limit(1)
)


class NewConnection(msgspec.Struct, frozen=True, kw_only=True):
    """A connection that is to be made."""

    platform_id: str
    name: str
    credentials: Credentials
    account: dict[str, Any] | None = None
    admin_mode: bool = False
    readonly: bool = False
    disabled: bool = False


async def list_connections(
    reader: Reader, page: Page, *, platform_id: str | None, active: bool | None, pools: bool
) -> tuple[list[Connection], int]:
    """A page of connections, or of pools alone; those of a platform, enabled or disabled where that is asked for."""
    statement = CONNECTIONS
    if platform_id is not None:
        statement = statement.where(connections.c.platform_id == platform_id)
    if active is not None:
        statement = statement.where(connections.c.disabled.is_(not active))
    if pools:
        statement = statement.where(connections.c.is_pool.is_(True))
    searched = (connections.c.name,)
    return await list_page(reader, statement, page, into=connection_of_row, sortable=SORTABLE, searched=searched)


async def create_connection(tx: Transaction, key: ServerKey, by: str | None, new: NewConnection) -> Connection:
    """A unit: make a connection; raises BadRequest for a name that is none."""
    identifier = new_identifier()
    await tx.insert(
        connections,
        id=identifier,
        name=checked_name(new.name),
        platform_id=new.platform_id,
        auth=new.credentials.seal(key),
        account=new.account,
        admin_mode=new.admin_mode,
        readonly=new.readonly,
        disabled=new.disabled,
        is_pool=False,
        pool_id=None,
        created_by=by,
        created_on=tx.now,
        modified_by=by,
        modified_on=tx.now,
    )
    return await get_connection(tx, identifier)


async def change_connection(
    tx: Transaction, by: str | None, connection_id: str, columns: Mapping[str, Any]
) -> Connection:
    """A unit: change columns of a connection; `auth` comes sealed. Raises NotFound or BadRequest."""
    connection = await get_connection(tx, connection_id, lock=True)
    if "name" in columns:
        checked_name(columns["name"])
    if connection.is_pool and columns.keys() & {"auth", "readonly", "admin_mode"}:
        raise BadRequest(f"{connection.name} is a pool: change auth, readonly and admin_mode of its connections")
    await tx.update(connections, {"id": connection_id}, **columns, modified_by=by, modified_on=tx.now)
    return await get_connection(tx, connection_id)


async def delete_connection(tx: Transaction, connection_id: str) -> None:
    """A unit: remove a connection, or a pool, whose members stay; raises NotFound, or Conflict while a job uses it."""
    connection = await get_connection(tx, connection_id, lock=True)
    job = await tx.value(_USED_BY, id=connection_id)
    if job is not None:
        raise Conflict(f"The job {job!r} uses the connection {connection.name!r}; delete the job first")
    if connection.is_pool:
        await tx.update(connections, {"pool_id": connection_id}, pool_id=None)
    await tx.delete(connections, id=connection_id)


async def join_pool(
    tx: Transaction, by: str | None, connection_id: str, *, pool_id: str | None, name: str | None
) -> Connection:
    """A unit: put a connection into a pool, by id or by a name, which is a new pool's where there is none. Raises NotFound or
    BadRequest.
    """
    connection = await get_connection(tx, connection_id, lock=True)
    platform = known_platform(connection.platform_id)
    if connection.is_pool:
        raise BadRequest(f"{connection.name} is a pool itself")
    if not platform.can_pool:
        raise BadRequest(f"Connections to {platform.id} do not pool: they all reach the same folders")
    if pool_id is None:
        if not name:
            raise BadRequest("Send the name of a new pool, or the id of one to join")
        pool_id = await tx.value(_POOL, name=name, platform=platform.id) or await _create_pool(tx, by, connection, name)
    else:
        pool = await get_connection(tx, pool_id, lock=True)
        if not pool.is_pool or pool.platform_id != connection.platform_id:
            raise BadRequest(f"{pool.name} is no pool of connections to {connection.platform_id}")
    await tx.update(connections, {"id": connection_id}, pool_id=pool_id, modified_by=by, modified_on=tx.now)
    return await get_connection(tx, connection_id)


async def leave_pool(tx: Transaction, by: str | None, connection_id: str) -> Connection:
    """A unit: take a connection out of its pool; raises NotFound."""
    await get_connection(tx, connection_id, lock=True)
    await tx.update(connections, {"id": connection_id}, pool_id=None, modified_by=by, modified_on=tx.now)
    return await get_connection(tx, connection_id)


async def probe(site: Site, connection_id: str) -> tuple[dict[str, Any] | None, str | None]:
    """Whom a connection is signed in as, and what is wrong where it cannot be used now; its secrets are in neither."""
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            platform = await open_platform_of(site, connection_id)
            try:
                await platform.root()
                account = await platform.myself() if platform.features.query_account else None
            finally:
                await platform.close()
    except TimeoutError:
        return None, f"it did not answer within {PROBE_SECONDS} seconds"
    except PlatformError as error:
        return None, error.message
    return None if account is None else msgspec.to_builtins(account), None


async def probe_and_note(site: Site, connection: Connection, warnings: list[str]) -> Connection:
    """The connection with whom it is signed in as; a warning where it cannot be used now."""
    account, problem = await probe(site, connection.id)
    if problem is not None:
        warnings.append(f"the connection is kept, but cannot be used now: {problem}")
        return connection
    return await site.db.write(_note_account, connection.id, account)


async def _note_account(tx: Transaction, connection_id: str, account: dict[str, Any] | None) -> Connection:
    await tx.update(connections, {"id": connection_id}, account=account)
    return await get_connection(tx, connection_id)


async def _create_pool(tx: Transaction, by: str | None, connection: Connection, name: str) -> str:
    identifier = new_identifier()
    await tx.insert(
        connections,
        id=identifier,
        name=checked_name(name),
        platform_id=connection.platform_id,
        auth=None,
        account=None,
        admin_mode=connection.admin_mode,
        readonly=False,
        disabled=False,
        is_pool=True,
        pool_id=None,
        created_by=by,
        created_on=tx.now,
        modified_by=by,
        modified_on=tx.now,
    )
    return identifier


def checked_name(name: str) -> str:
    """A connection's name; raises BadRequest where it is none."""
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise BadRequest(f"The name of a connection has 1 to {LONGEST_NAME} characters")
    return name
