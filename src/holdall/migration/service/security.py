"""Permissions that jobs carried over, and how the people and groups in them were mapped: what the administrators prove."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.migration.tables import permissions, security

from .listing import Page, list_page
from .scope import Scope


class Mapped(msgspec.Struct, frozen=True):
    """A person or a group of the source, and who that is at the destination."""

    id: int
    job_id: str
    type: str
    source_key: str
    source: dict[str, Any]
    destination: dict[str, Any] | None
    resolution: str
    permissions: int
    message: str | None


class Permission(msgspec.Struct, frozen=True):
    """A permission on an item, as it was carried over."""

    id: int
    job_id: str
    run_id: int
    item_id: int
    security_id: int | None
    identity: str
    rights: str
    access: str
    destination_address: str | None
    status: str
    reason: str | None


async def list_security_map(
    reader: Reader, scope: Scope, page: Page, *, resolutions: Sequence[str] = ()
) -> tuple[list[Mapped], int]:
    """A page of the people and groups of jobs, and how many there are."""
    statement = sa.select(*rows_of(Mapped, security)).where(contains(security.c.job_id, "ledgers"))
    parameters: dict[str, Any] = {"ledgers": scope.ledgers}
    if resolutions:
        statement = statement.where(contains(security.c.resolution, "resolutions"))
        parameters["resolutions"] = list(resolutions)
    sortable = {"id": security.c.id, "resolution": security.c.resolution, "permissions": security.c.permissions}
    searched = (sa.cast(security.c.source, sa.Text), security.c.source_key)
    return await list_page(reader, statement, page, into=Mapped, sortable=sortable, searched=searched, **parameters)


async def list_permissions(
    reader: Reader, scope: Scope, page: Page, *, items: Sequence[int] = ()
) -> tuple[list[Permission], int]:
    """A page of the permissions of jobs, on some items or all, and how many there are."""
    statement = sa.select(*rows_of(Permission, permissions)).where(contains(permissions.c.job_id, "ledgers"))
    parameters: dict[str, Any] = {"ledgers": scope.ledgers}
    if items:
        statement = statement.where(contains(permissions.c.item_id, "items"))
        parameters["items"] = list(items)
    sortable = {"id": permissions.c.id, "rights": permissions.c.rights, "status": permissions.c.status}
    return await list_page(
        reader,
        statement,
        page,
        into=Permission,
        sortable=sortable,
        searched=(permissions.c.identity, permissions.c.rights),
        **parameters,
    )


_BY_IDS = query(sa.select(*rows_of(Mapped, security)).where(contains(security.c.id, "ids")), Mapped)


async def mapped_by_ids(reader: Reader, ids: Sequence[int]) -> Mapping[int, Mapped]:
    """People and groups by their ids."""
    return {one.id: one for one in await reader.all(_BY_IDS, ids=list(ids))} if ids else {}
