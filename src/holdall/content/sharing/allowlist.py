"""The collaboration allowlist: the domains that an enterprise may share content with, and the users it does not bind.

Without an entry everybody may collaborate with everybody; the first entry closes the enterprise for all other domains
(https://developer.box.com/reference/resources/collaboration-allowlist-entry).
"""

import re
from collections.abc import Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import Conflict, InsufficientPermissions, InvalidParameter, NotFound
from holdall.content.events.outbox import emit
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import enterprises, users
from holdall.content.sharing.allowlist_tables import allowlist_entries, allowlist_exemptions

Direction = Literal["inbound", "outbound", "both"]

DOMAIN = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
"""What a domain looks like, in small letters."""


class Entry(msgspec.Struct, frozen=True):
    """An allowed domain; inbound lets its people into our content, outbound lets our people into theirs."""

    id: int
    domain: str
    direction: str
    created_at: int
    enterprise_id: int
    enterprise_name: str


class Exemption(msgspec.Struct, frozen=True):
    """A user whom the allowlist does not bind."""

    id: int
    created_at: int
    user_id: int
    user_name: str
    user_login: str
    enterprise_id: int
    enterprise_name: str


def _of_enterprise(table: sa.Table) -> sa.ColumnElement[bool]:
    return table.c.enterprise_id == sa.bindparam("enterprise_id")


_ENTRIES = (
    sa.select(
        allowlist_entries.c.id,
        allowlist_entries.c.domain,
        allowlist_entries.c.direction,
        allowlist_entries.c.created_at,
        enterprises.c.id.label("enterprise_id"),
        enterprises.c.name.label("enterprise_name"),
    )
    .join_from(allowlist_entries, enterprises, enterprises.c.id == allowlist_entries.c.enterprise_id)
    .where(_of_enterprise(allowlist_entries))
)
_EXEMPTIONS = (
    sa.select(
        allowlist_exemptions.c.id,
        allowlist_exemptions.c.created_at,
        users.c.id.label("user_id"),
        users.c.name.label("user_name"),
        users.c.login.label("user_login"),
        enterprises.c.id.label("enterprise_id"),
        enterprises.c.name.label("enterprise_name"),
    )
    .join_from(allowlist_exemptions, users, users.c.id == allowlist_exemptions.c.user_id)
    .join(enterprises, enterprises.c.id == allowlist_exemptions.c.enterprise_id)
    .where(_of_enterprise(allowlist_exemptions))
)


def _page(select: sa.Select[tuple[object, ...]], table: sa.Table) -> sa.Select[tuple[object, ...]]:
    return select.where(table.c.id > sa.bindparam("after")).order_by(table.c.id).limit(sa.bindparam("limit"))


_LIST_ENTRIES = query(_page(_ENTRIES, allowlist_entries), into=Entry)
_LIST_EXEMPTIONS = query(_page(_EXEMPTIONS, allowlist_exemptions), into=Exemption)
_FIND_ENTRY = query(_ENTRIES.where(allowlist_entries.c.id == sa.bindparam("entry_id")), into=Entry)
_FIND_EXEMPTION = query(_EXEMPTIONS.where(allowlist_exemptions.c.id == sa.bindparam("exemption_id")), into=Exemption)
_FIND_DOMAIN = query(
    sa.select(allowlist_entries.c.id).where(
        _of_enterprise(allowlist_entries), allowlist_entries.c.domain == sa.bindparam("domain")
    )
)
_FIND_EXEMPT_USER = query(
    sa.select(allowlist_exemptions.c.id).where(
        _of_enterprise(allowlist_exemptions), allowlist_exemptions.c.user_id == sa.bindparam("user_id")
    )
)
_FIND_USER = query(sa.select(users.c.id).where(users.c.id == sa.bindparam("user_id"), _of_enterprise(users)))
_ALL_RULES = query(
    sa.select(allowlist_entries.c.domain, allowlist_entries.c.direction).where(_of_enterprise(allowlist_entries))
)


async def may_collaborate(
    reader: Reader,
    *,
    enterprise_id: int,
    user_id: int | None,
    other_login: str,
    direction: Literal["inbound", "outbound"],
) -> bool:
    """Whether the enterprise's allowlist lets its user and somebody outside share content.

    `direction` is seen from the enterprise: inbound, where the other is let into its content. `user_id` is the one of
    its users who takes part, and None where there is none.
    """
    rules = await reader.all(_ALL_RULES, enterprise_id=enterprise_id)
    if not rules:
        return True
    domain = other_login.rpartition("@")[2].lower()
    if any(domain == allowed and way in {direction, "both"} for allowed, way in rules):
        return True
    if user_id is None:
        return False
    return await reader.value(_FIND_EXEMPT_USER, enterprise_id=enterprise_id, user_id=user_id) is not None


async def list_entries(reader: Reader, subject: Subject, *, after: int, limit: int) -> Sequence[Entry]:
    """The entries with an id beyond `after`; raises Forbidden."""
    _require_admin(subject)
    return await reader.all(_LIST_ENTRIES, enterprise_id=subject.enterprise_id, after=after, limit=limit)


async def find_entry(reader: Reader, subject: Subject, entry_id: int) -> Entry:
    """One entry; raises Forbidden or NotFound."""
    _require_admin(subject)
    entry = await reader.one(_FIND_ENTRY, enterprise_id=subject.enterprise_id, entry_id=entry_id)
    if entry is None:
        raise NotFound(f"There is no allowlist entry with id {entry_id}")
    return entry


async def add_entry(tx: Transaction, subject: Subject, domain: str, direction: Direction) -> Entry:
    """A unit: allow a domain; raises Forbidden, InvalidParameter or Conflict for one that is listed."""
    _require_admin(subject)
    domain = domain.strip().lower()
    if not DOMAIN.fullmatch(domain):
        raise InvalidParameter("domain", f"{domain!r} is not a domain, such as example.com")
    if await tx.value(_FIND_DOMAIN, enterprise_id=subject.enterprise_id, domain=domain) is not None:
        raise Conflict(f"The domain {domain} is on the allowlist already")
    entry_id = tx.new_id()
    await tx.insert(
        allowlist_entries,
        id=entry_id,
        enterprise_id=subject.enterprise_id,
        domain=domain,
        direction=direction,
        created_at=tx.now,
    )
    await emit(tx, subject, "ADD_COLLABORATION_ALLOWLIST_ENTRY", domain=domain, direction=direction)
    return await find_entry(tx, subject, entry_id)


async def remove_entry(tx: Transaction, subject: Subject, entry_id: int) -> None:
    """A unit: take a domain off the list; raises Forbidden or NotFound."""
    entry = await find_entry(tx, subject, entry_id)
    await tx.delete(allowlist_entries, id=entry_id)
    await emit(tx, subject, "REMOVE_COLLABORATION_ALLOWLIST_ENTRY", domain=entry.domain, direction=entry.direction)


async def list_exemptions(reader: Reader, subject: Subject, *, after: int, limit: int) -> Sequence[Exemption]:
    """The exempt users with an exemption id beyond `after`; raises Forbidden."""
    _require_admin(subject)
    return await reader.all(_LIST_EXEMPTIONS, enterprise_id=subject.enterprise_id, after=after, limit=limit)


async def find_exemption(reader: Reader, subject: Subject, exemption_id: int) -> Exemption:
    """One exemption; raises Forbidden or NotFound."""
    _require_admin(subject)
    found = await reader.one(_FIND_EXEMPTION, enterprise_id=subject.enterprise_id, exemption_id=exemption_id)
    if found is None:
        raise NotFound(f"There is no allowlist exemption with id {exemption_id}")
    return found


async def add_exemption(tx: Transaction, subject: Subject, user_id: int) -> Exemption:
    """A unit: free a user of the enterprise from the list; raises Forbidden, NotFound, or Conflict for a free one."""
    _require_admin(subject)
    if await tx.value(_FIND_USER, enterprise_id=subject.enterprise_id, user_id=user_id) is None:
        raise NotFound(f"There is no user with id {user_id}")
    if await tx.value(_FIND_EXEMPT_USER, enterprise_id=subject.enterprise_id, user_id=user_id) is not None:
        raise Conflict(f"User {user_id} is exempt from the allowlist already")
    exemption_id = tx.new_id()
    await tx.insert(
        allowlist_exemptions,
        id=exemption_id,
        enterprise_id=subject.enterprise_id,
        user_id=user_id,
        created_at=tx.now,
    )
    await emit(tx, subject, "ADD_COLLABORATION_ALLOWLIST_EXEMPTION", source_type="user", source_id=user_id)
    return await find_exemption(tx, subject, exemption_id)


async def remove_exemption(tx: Transaction, subject: Subject, exemption_id: int) -> None:
    """A unit: bind a user to the list again; raises Forbidden or NotFound."""
    exemption = await find_exemption(tx, subject, exemption_id)
    await tx.delete(allowlist_exemptions, id=exemption_id)
    await emit(tx, subject, "REMOVE_COLLABORATION_ALLOWLIST_EXEMPTION", source_type="user", source_id=exemption.user_id)


def _require_admin(subject: Subject) -> None:
    if not subject.is_admin:
        raise InsufficientPermissions("Only an administrator of the enterprise may see or change the allowlist")
