"""Shared links: one per item, made, changed and taken away; and the opening of one by its address.

https://developer.box.com/reference/resources/file/ (shared_link), https://developer.box.com/reference/get-shared-items/
"""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple
from urllib.parse import parse_qs, urlsplit

import msgspec
import sqlalchemy as sa
from msgspec import UNSET, UnsetType

from holdall.base.db import Transaction, contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Conflict, Forbidden, InvalidParameter, NotFound
from holdall.base.ids import new_secret
from holdall.content.access import Access, Action, reach_active
from holdall.content.identity.passwords import verify_password
from holdall.content.identity.subject import LinkGrant, Subject
from holdall.content.identity.tables import enterprises
from holdall.content.items.news import announce
from holdall.content.items.tables import ItemType
from holdall.content.sharing.link_tables import shared_links

Level = Literal["open", "company", "collaborators"]
TOKEN_LENGTH = 32
_LEVELS: tuple[Level, ...] = ("open", "company", "collaborators")
_VANITY = re.compile(r"[A-Za-z0-9_-]{12,255}")
_ADDRESS = re.compile(r"/(s|v|shared/static)/([A-Za-z0-9_-]+)(?:\.[A-Za-z0-9]+)?/?$")


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


class LinkHeader(NamedTuple):
    """What the header BoxApi carries: the address of a link and its password."""

    url: str
    password: str | None


_ROW = rows_of(SharedLink, shared_links)
_IN_FORCE = sa.or_(
    shared_links.c.unshared_at.is_(None), shared_links.c.unshared_at > sa.bindparam("now", type_=sa.BigInteger)
)
_OF_ITEMS = query(sa.select(*_ROW).where(contains(shared_links.c.item_id, "ids"), _IN_FORCE), into=SharedLink)
_BY_TOKEN = query(
    sa.select(*_ROW).where(shared_links.c.token == sa.bindparam("name", type_=sa.Text), _IN_FORCE), into=SharedLink
)
_BY_VANITY = query(
    sa.select(*_ROW).where(shared_links.c.vanity_key == sa.bindparam("name", type_=sa.Text), _IN_FORCE),
    into=SharedLink,
)
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


async def set_link(tx: Transaction, access: Access, wanted: LinkRequest | None) -> None:
    """Part of a unit: give an item a shared link, change the one it has, or take it away (None).

    Raises Forbidden, InvalidParameter, or Conflict for a vanity name that is taken.
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
        return
    access.require(Action.SHARE)
    values = await _values(tx, access, present, wanted)
    if present is None:
        await _make(tx, access, values)
        await announce(tx, access, "ITEM_SHARED_CREATE", level=values["access"])
    elif values:
        access.require(Action.SET_SHARE_ACCESS)
        await tx.update(shared_links, {"item_id": item.id}, **values)
        await announce(tx, access, "ITEM_SHARED_UPDATE", changed=sorted(values))


async def open_link(reader: Reader, subject: Subject, header: LinkHeader) -> tuple[SharedLink, LinkGrant | None]:
    """The link with this address, and what it grants to the subject.

    A link for collaborators grants nothing by itself. Raises NotFound where there is no such link in force or it is
    not for the subject, Forbidden with the code incorrect_shared_item_password for a missing or wrong password.
    """
    link = await find_link(reader, urlsplit(header.url).path)
    if link is None:
        raise NotFound("There is no shared link with this address")
    grant = await grant_of(reader, subject, link)
    if grant is None and await effective_access(reader, link) == "company":
        raise NotFound("There is no shared link with this address")
    if not await verify_link_password(link, header.password or ""):
        raise Forbidden(
            "The shared link needs its password: send it as shared_link_password",
            code="incorrect_shared_item_password",
        )
    return link, grant


async def grant_of(reader: Reader, subject: Subject | None, link: SharedLink) -> LinkGrant | None:
    """What a link lets the subject do (None is somebody who has not signed in), its password aside.

    Nothing where it is for colleagues and the subject is none, or where it only leads collaborators to the item.
    """
    level = await effective_access(reader, link)
    is_colleague = subject is not None and subject.enterprise_id == link.enterprise_id
    if level == "open" or (level == "company" and is_colleague):
        return LinkGrant(link.item_id, permission_of(link))
    return None


async def verify_link_password(link: SharedLink, password: str) -> bool:
    """Whether the password opens the link; one without a password is open."""
    return link.password_hash is None or await verify_password(link.password_hash, password)


async def find_link(reader: Reader, path: str) -> SharedLink | None:
    """A link in force by the path of its address; the host may be any, because a server has several names."""
    match = _ADDRESS.search(path)
    if match is None:
        return None
    kind, name = match.groups()
    found = _BY_VANITY if kind == "v" else _BY_TOKEN
    return await reader.one(found, name=name.casefold() if kind == "v" else name, now=reader.now)


async def with_link(reader: Reader, subject: Subject, header: str) -> Subject:
    """The subject with what the link in its BoxApi header grants; raises as `open_link`, and BadRequest."""
    _, grant = await open_link(reader, subject, read_header(header))
    return subject if grant is None else msgspec.structs.replace(subject, link=grant)


async def effective_access(reader: Reader, link: SharedLink) -> Level:
    """The access of a link, or the strictest that the owner's enterprise allows, where that is stricter."""
    return stricter(link.access, (await access_limits(reader, [link.enterprise_id]))[link.enterprise_id])


async def access_limits(reader: Reader, enterprise_ids: Iterable[int]) -> dict[int, str]:
    """The most open access that each enterprise lets its links have."""
    rows = await reader.all(_SETTINGS, ids=list(set(enterprise_ids)))
    return {enterprise_id: settings.get("shared_link_access_limit", "open") for enterprise_id, settings in rows}


async def find_shared(reader: Reader, subject: Subject, link: SharedLink) -> Access:
    """The item that a link leads to; raises NotFound."""
    return await reach_active(reader, subject, link.item_id, None, Action.VIEW)


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


def read_header(text: str) -> LinkHeader:
    """The parts of a BoxApi header; raises BadRequest for one without a link."""
    parts = parse_qs(text.replace("+", "%2B"), keep_blank_values=True)
    if "shared_link" not in parts:
        raise BadRequest("The header BoxApi must be shared_link=ADDRESS, with &shared_link_password=... where needed")
    return LinkHeader(parts["shared_link"][0], parts.get("shared_link_password", [None])[0])


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
