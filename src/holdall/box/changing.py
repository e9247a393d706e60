"""What PUT does to an item of any type: its fields, its shared link and its collections, in one unit of work."""

from collections.abc import Sequence

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.db import Transaction
from holdall.base.errors import InvalidParameter
from holdall.base.passwords import hash_password
from holdall.box.bodies import Reference, read_instant
from holdall.box.context import Context
from holdall.content.access import Access
from holdall.content.governance.extension import extend_retention
from holdall.content.items.changes import Changes, update_item
from holdall.content.items.favorites import set_collections
from holdall.content.items.tables import ItemType
from holdall.content.sharing.links import Level, LinkRequest, set_link

MINIMUM_PASSWORD, MAXIMUM_PASSWORD = 8, 100


class LinkPermissions(msgspec.Struct):
    """What a shared link lets people do."""

    can_download: bool | UnsetType = UNSET
    can_edit: bool | UnsetType = UNSET


class LinkBody(msgspec.Struct):
    """A shared link to make or to change; absent leaves it as it is."""

    access: Level | UnsetType | None = UNSET
    password: str | UnsetType | None = UNSET
    unshared_at: str | UnsetType | None = UNSET
    vanity_name: str | UnsetType | None = UNSET
    permissions: LinkPermissions | UnsetType = UNSET


async def change_item(
    ctx: Context,
    item_id: int,
    kind: ItemType,
    changes: Changes,
    *,
    collections: Sequence[Reference] | UnsetType | None = UNSET,
    shared_link: LinkBody | UnsetType | None = UNSET,
    disposition_at: int | UnsetType = UNSET,
    if_match: str | None = None,
) -> Access:
    """Change an item, its shared link, which collections of the user's it is in, the end of its retention: all, or nothing.

    Raises what `update_item`, `set_link`, `set_collections` and `extend_retention` raise.
    """
    link = await read_link_request(shared_link) if isinstance(shared_link, LinkBody) else shared_link

    async def unit(tx: Transaction) -> Access:
        access = await update_item(tx, ctx.subject, item_id, kind, changes, if_match=if_match)
        if link is not UNSET:
            access = await set_link(tx, access, link)
        if collections is not UNSET:
            await set_collections(tx, ctx.subject, access.item.id, kind, [one.id for one in collections or ()])
        if disposition_at is not UNSET:
            await extend_retention(tx, access, disposition_at)
        return access

    return await ctx.db.write(unit)


async def read_link_request(body: LinkBody) -> LinkRequest:
    """The link that a body asks for, its password hashed; raises InvalidParameter for a bad time or password."""
    permissions = LinkPermissions() if body.permissions is UNSET else body.permissions
    password_hash: str | UnsetType | None = UNSET if body.password is UNSET else None
    if isinstance(body.password, str):
        if not MINIMUM_PASSWORD <= len(body.password) <= MAXIMUM_PASSWORD:
            message = f"has {MINIMUM_PASSWORD} to {MAXIMUM_PASSWORD} characters"
            raise InvalidParameter("shared_link.password", message)
        password_hash = await hash_password(body.password)
    unshared_at: int | UnsetType | None = UNSET if body.unshared_at is UNSET else None
    if isinstance(body.unshared_at, str):
        unshared_at = read_instant("shared_link.unshared_at", body.unshared_at)
    return LinkRequest(
        access=UNSET if body.access is None else body.access,
        password_hash=password_hash,
        unshared_at=unshared_at,
        vanity_name=None if body.vanity_name == "" else body.vanity_name,
        can_download=permissions.can_download,
        can_edit=permissions.can_edit,
    )
