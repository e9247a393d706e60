"""Shared links: one per item, made, changed and taken away. `link_opening` opens them.

https://developer.box.com/reference/resources/file/ (shared_link)
"""

import re
from collections.abc import Iterable
from typing import Literal

import msgspec
import sqlalchemy as sa
from msgspec import UNSET, UnsetType

from holdall.base.db import Transaction, contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Conflict, Forbidden, InvalidParameter
from holdall.base.ids import new_secret
from holdall.content.access import Access, Action
from holdall.content.identity.tables import enterprises
from holdall.content.items.news import announce
from holdall.content.items.tables import ItemType
from holdall.content.sharing.link_tables import shared_links

Level = Literal["open", "company", "collaborators"]
TOKEN_LENGTH = 32
_LEVELS: tuple[Level, ...] = ("open", "company", "collaborators")
_VANITY = re.compile(r"[A-Za-z0-9_-]{12,255}")


class SharedLink(msgspec.Struct, frozen=True):
    """A shared link as its row tells it, with the strictest access that the enterprise allows."""

    item_id: int
    enterprise_id: int
    token: str
    access: str
    password_hash: str | None
    unshared_at: int | None
    vanity_name: str | None
    can_download: bool
    can_edit: bool
    download_count: int
    preview_count: int


class LinkRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a link shall be; what is UNSET stays, or is the default of a new link."""

    access: Level | UnsetType = UNSET
    password_hash: str | UnsetType | None = UNSET
    unshared_at: int | UnsetType | None = UNSET
    vanity_name: str | UnsetType | None = UNSET
    can_download: bool | UnsetType = UNSET
    can_edit: bool | UnsetType = UNSET


LINK_COLUMNS = rows_of(SharedLink, shared_links)
IN_FORCE = sa.or_(
    shared_links.c.unshared_at.is_(None), shared_links.c.unshared_at > sa.bindparam("now", type_=sa.BigInteger)
)
"""A link whose time, if it has one, is not over."""
_OF_ITEMS = query(sa.select(*LINK_COLUMNS).where(contains(shared_links.c.item_id, "ids"), IN_FORCE), into=SharedLink)
_VANITY_OWNER = query(
    sa.select(shared_links.c.item_id).where(shared_links.c.vanity_key == sa.bindparam("key", type_=sa.Text))
)
_SETTINGS = query(sa.select(enterprises.c.id, enterprises.c.settings).where(contains(enterprises.c.id, "ids")))
_COUNT = {
    name: query(
        sa.update(shared_links)
        .where(shared_links.c.item_id == sa.bindparam("item_id", type_=sa.BigInteger))
        .values({name: shared_links.c[name] + 1})
    )
    for name in ("download_count", "preview_count")
}


async def links_of(reader: Reader, item_ids: Iterable[int]) -> dict[int, SharedLink]:
    """The links of these items that are in force, by item."""
    found = await reader.all(_OF_ITEMS, ids=list(item_ids), now=reader.now)
    return {link.item_id: link for link in found}


async def set_link(tx: Transaction, access: Access, wanted: LinkRequest | None) -> Access:
    """Part of a unit: give an item a shared link, change the one it has, or take it away (None).

    Answers the access to the item as it is then. Raises Forbidden, InvalidParameter, or Conflict for a vanity name that is taken.
    """
    item = access.item
    if access.is_root:
        raise BadRequest("A root folder cannot be shared by a link")
    access.require_active()
    present = (await links_of(tx, [item.id])).get(item.id)
    if wanted is None:
        if present is not None:
            access.require(Action.SET_SHARE_ACCESS)
            await tx.delete(shared_links, item_id=item.id)
            await announce(tx, access, "ITEM_SHARED_UNSHARE")
        return access
    access.require(Action.SHARE)
    values = await _values(tx, access, present, wanted)
    if present is None:
        await _make(tx, access, values)
        await announce(tx, access, "ITEM_SHARED_CREATE", level=values["access"])
        if values.get("unshared_at") is not None:
            await announce(tx, access, "SHARE_EXPIRATION", unshared_at=values["unshared_at"])
    elif values:
        access.require(Action.SET_SHARE_ACCESS)
        await tx.update(shared_links, {"item_id": item.id}, **values)
        await announce(tx, access, "ITEM_SHARED_UPDATE", changed=sorted(values))
        if "unshared_at" in values:
            kind = "SHARE_EXPIRATION" if present.unshared_at is None else "UPDATE_SHARE_EXPIRATION"
            await announce(tx, access, kind, unshared_at=values["unshared_at"])
    return msgspec.structs.replace(access, may_have_link=True)


async def effective_access(reader: Reader, link: SharedLink) -> Level:
    """The access of a link, or the strictest that the owner's enterprise allows, where that is stricter."""
    return stricter(link.access, (await access_limits(reader, [link.enterprise_id]))[link.enterprise_id])


async def access_limits(reader: Reader, enterprise_ids: Iterable[int]) -> dict[int, str]:
    """The most open access that each enterprise lets its links have."""
    rows = await reader.all(_SETTINGS, ids=list(set(enterprise_ids)))
    return {enterprise_id: settings.get("shared_link_access_limit", "open") for enterprise_id, settings in rows}


async def count_use(tx: Transaction, item_id: int, name: Literal["download_count", "preview_count"]) -> None:
    """Part of a unit: count one more use of a link."""
    await tx.run(_COUNT[name], item_id=item_id)


def permission_of(link: SharedLink) -> Literal["can_edit", "can_download", "can_preview"]:
    """The most that a link lets people do with the item."""
    if link.can_edit:
        return "can_edit"
    return "can_download" if link.can_download else "can_preview"


def stricter(one: str, other: str) -> Level:
    """The stricter of two access levels."""
    return _LEVELS[max(_LEVELS.index(one), _LEVELS.index(other))]


async def _make(tx: Transaction, access: Access, values: dict[str, object]) -> None:
    # One that has expired may still be there.
    await tx.delete(shared_links, item_id=access.item.id)
    await tx.insert(
        shared_links,
        **{
            "item_id": access.item.id,
            "enterprise_id": access.item.enterprise_id,
            "token": new_secret(TOKEN_LENGTH).lower(),
            "can_download": True,
            "can_edit": False,
            "download_count": 0,
            "preview_count": 0,
            "created_by": access.subject.user_id,
            "created_at": tx.now,
            **values,
        },
    )


async def _values(
    tx: Transaction, access: Access, present: SharedLink | None, wanted: LinkRequest
) -> dict[str, object]:
    """The columns to write; raises InvalidParameter for what does not fit together, and Conflict."""
    given: dict[str, object] = {
        name: value for name in wanted.__struct_fields__ if (value := getattr(wanted, name)) is not UNSET
    }
    level = given.get("access") or (present.access if present else await _default_access(tx, access))
    if given.get("password_hash") is not None and level != "open":
        raise InvalidParameter("shared_link.password", "is only for links with open access")
    if level != "open" and present is not None and present.password_hash is not None:
        given["password_hash"] = None
    if given.get("unshared_at") is not None and int(str(given["unshared_at"])) <= tx.now:
        raise InvalidParameter("shared_link.unshared_at", "must be in the future")
    if level == "collaborators" and ("can_download" in given or "can_edit" in given):
        raise InvalidParameter("shared_link.permissions", "are only for links with open or company access")
    if given.get("can_edit") and access.item.type != ItemType.FILE:
        raise InvalidParameter("shared_link.permissions.can_edit", "is only for files")
    if given.get("can_edit") and not access.allows(Action.EDIT):
        raise Forbidden("Only who may edit the file may let others edit it", code="forbidden")
    if "vanity_name" in given:
        given["vanity_key"] = await _vanity_key(tx, access, given["vanity_name"])
    if present is None:
        given["access"] = level
    return given


async def _default_access(tx: Transaction, access: Access) -> str:
    ((_, settings),) = await tx.all(_SETTINGS, ids=[access.item.enterprise_id])
    default: str = settings.get("shared_link_default_access", "open")
    return stricter(default, settings.get("shared_link_access_limit", "open"))


async def _vanity_key(tx: Transaction, access: Access, name: object) -> str | None:
    if name is None:
        return None
    if not _VANITY.fullmatch(str(name)):
        raise InvalidParameter("shared_link.vanity_name", "has at least 12 letters, digits, hyphens and underscores")
    key = str(name).casefold()
    owner = await tx.value(_VANITY_OWNER, key=key)
    if owner not in {None, access.item.id}:
        raise Conflict("The vanity name is taken by another link; choose another", code="vanity_name_in_use")
    return key
