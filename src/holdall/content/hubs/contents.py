"""What is in a hub: added by its editors, who must be allowed to invite people to it, and shown to all who see the hub.

https://docs.box.com/en/box-hubs/using-box-hubs/adding-content-to-box-hubs (who adds what). What is added is shown first.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.base.errors import (
    ApiError,
    BadRequest,
    Conflict,
    Forbidden,
    InsufficientPermissions,
    InvalidParameter,
    NotFound,
)
from holdall.content.access import Access, Action, lock_trees, reach_many
from holdall.content.access.place import switched
from holdall.content.access.reach import find_places
from holdall.content.hubs.document import item_list_id
from holdall.content.hubs.standing import Hub, Standing, find_hub, find_hub_to_change
from holdall.content.hubs.tables import hub_collaborations, hub_items, hubs
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.items.rows import TYPE_NAMES
from holdall.content.items.tables import ItemType, items

MOST_OPERATIONS = 1_000
ROUNDS = 20
"""How often a page looks further where it found nothing that the subject may see; what it has then is answered."""


class Operation(msgspec.Struct, frozen=True):
    """Something to add or to remove; `list_id` is the item list that it is about."""

    action: Literal["add", "remove"]
    kind: ItemType
    item_id: int
    list_id: str | None = None


class Result(msgspec.Struct, frozen=True):
    """What became of an operation, as an HTTP status; a message where it was refused."""

    operation: Operation
    status: int
    error: str | None = None


class HubItem(msgspec.Struct, frozen=True):
    """Something in a hub; `id` is that of its place there."""

    id: int
    item_id: int
    type: int
    name: str


class Page(msgspec.Struct, frozen=True):
    """Some of what is in a hub, and the place after which to go on; None at the end."""

    entries: Sequence[HubItem]
    after: int | None


_HUB = hub_items.c.hub_id == sa.bindparam("hub_id", type_=sa.BigInteger)
_ITEM = sa.select(hub_items.c.id, hub_items.c.item_id, items.c.type, items.c.name).join_from(
    hub_items, items, items.c.id == hub_items.c.item_id
)
_PAGE = query(
    _ITEM.where(_HUB, hub_items.c.id < sa.bindparam("before", type_=sa.BigInteger))
    .order_by(hub_items.c.id.desc())
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=HubItem,
)
_AMONG = query(_ITEM.where(_HUB, contains(hub_items.c.item_id, "ids")), into=HubItem)
_ALL = query(sa.select(hub_items.c.item_id).where(_HUB).order_by(hub_items.c.id))
_OUTSIDER = query(
    sa.select(hub_collaborations.c.user_id)
    .join_from(hub_collaborations, users, users.c.id == hub_collaborations.c.user_id)
    .where(
        hub_collaborations.c.hub_id == sa.bindparam("hub_id", type_=sa.BigInteger),
        users.c.enterprise_id != sa.bindparam("enterprise_id", type_=sa.BigInteger),
    )
    .limit(1)
)
_FIRST = 2**63 - 1
_KEPT_INSIDE = "is_collaboration_restricted_to_enterprise"
"""The setting of a folder that keeps people from outside from being invited to it."""


async def list_items(
    reader: Reader, subject: Subject, hub_id: int, *, list_id: str | None, after: int | None, limit: int
) -> Page:
    """A page of what is in a hub, the latest first: what the subject may see of it, and what is not in the trash.

    Raises as `find_hub`, and NotFound for a `list_id` that is no item list of the hub.
    """
    hub = (await find_hub(reader, subject, hub_id)).hub
    _check_list(hub.id, list_id)
    found: list[HubItem] = []
    before = _FIRST if after is None else after
    for _ in range(ROUNDS):
        rows = await reader.all(_PAGE, hub_id=hub.id, before=before, limit=limit + 1)
        reached = await reach_many(reader, subject, [row.item_id for row in rows])
        for row in rows[:limit]:
            if len(found) == limit:
                return Page(found, before)
            before = row.id
            access = reached.get(row.item_id)
            if access is not None and access.allows(Action.VIEW) and not access.is_trashed:
                found.append(row)
        if len(rows) <= limit:
            return Page(found, None)
        if len(found) == limit:
            break
    return Page(found, before)


async def manage_items(tx: Transaction, subject: Subject, hub_id: int, operations: Sequence[Operation]) -> list[Result]:
    """A unit: add and remove, each operation for itself, in their order; a result for each.

    Raises as `find_hub_to_change`, Forbidden for those who only view the hub, and InvalidParameter for too many operations.
    """
    if len(operations) > MOST_OPERATIONS:
        raise InvalidParameter("operations", f"has {len(operations)} operations; give {MOST_OPERATIONS} at most")
    standing = await find_hub_to_change(tx, subject, hub_id)
    standing.require_editor()
    ids = list(dict.fromkeys(one.item_id for one in operations))
    await lock_trees(tx, *ids)
    reached = await reach_many(tx, subject, ids)
    present = {row.item_id: row for row in await tx.all(_AMONG, hub_id=hub_id, ids=ids)} if ids else {}
    outsider = await tx.value(_OUTSIDER, hub_id=hub_id, enterprise_id=standing.hub.enterprise_id)
    editing = _Editing(tx, standing, reached, present, has_outsiders=outsider is not None)
    results = [await editing.carry_out(one) for one in operations]
    if any(result.error is None for result in results):
        await tx.update(hubs, {"id": hub_id}, updated_by=subject.user_id, updated_at=tx.now)
    return results


async def copy_items(tx: Transaction, subject: Subject, source: Hub, copy: Hub) -> None:
    """Part of a unit that copies a hub: what is in it, as far as the subject could add it to the copy, in its order."""
    ids = [item_id for (item_id,) in await tx.all(_ALL, hub_id=source.id)]
    await lock_trees(tx, *ids)
    reached = await reach_many(tx, subject, ids)
    chosen = [item_id for item_id in ids if item_id in reached and _refusal(reached[item_id], copy) is None]
    await tx.insert_many(hub_items, [_row(tx, copy.id, item_id, subject.user_id) for item_id in chosen])


async def is_kept_inside(reader: Reader, hub_id: int) -> bool:
    """Whether something in a hub, or a folder above it, is open to its own enterprise alone."""
    ids = [item_id for (item_id,) in await reader.all(_ALL, hub_id=hub_id)]
    places = await find_places(reader, 0, ids)
    return any(_KEPT_INSIDE in switched(place.chain) for place in places.values())


class _Editing:
    """Changes what is in one hub."""

    def __init__(
        self,
        tx: Transaction,
        standing: Standing,
        reached: dict[int, Access],
        present: dict[int, HubItem],
        *,
        has_outsiders: bool,
    ) -> None:
        self._tx = tx
        self._hub = standing.hub
        self._user_id = standing.subject.user_id
        self._has_outsiders = has_outsiders
        self._reached = reached
        self._present = present

    async def carry_out(self, one: Operation) -> Result:
        """Do one operation, or say why not."""
        try:
            _check_list(self._hub.id, one.list_id)
            await (self._add(one) if one.action == "add" else self._remove(one))
        except ApiError as refused:
            return Result(one, refused.status, refused.message)
        return Result(one, 200)

    async def _add(self, one: Operation) -> None:
        access = self._reached.get(one.item_id)
        if access is None or access.item.type != one.kind or not access.allows(Action.VIEW):
            raise NotFound(f"There is no {TYPE_NAMES[one.kind]} with id {one.item_id}")
        refusal = _refusal(access, self._hub, has_outsiders=self._has_outsiders)
        if refusal is not None:
            raise refusal
        if one.item_id in self._present:
            raise Conflict(f"The {TYPE_NAMES[one.kind]} {one.item_id} is in the hub already")
        row = _row(self._tx, self._hub.id, one.item_id, self._user_id)
        await self._tx.insert(hub_items, **row)
        self._present[one.item_id] = HubItem(row["id"], one.item_id, one.kind, access.item.name)

    async def _remove(self, one: Operation) -> None:
        present = self._present.get(one.item_id)
        if present is None or present.type != one.kind:
            raise NotFound(f"The {TYPE_NAMES[one.kind]} {one.item_id} is not in the hub")
        await self._tx.delete(hub_items, id=present.id)
        del self._present[one.item_id]


def _row(tx: Transaction, hub_id: int, item_id: int, user_id: int) -> dict[str, int]:
    return {"id": tx.new_id(), "hub_id": hub_id, "item_id": item_id, "added_by": user_id, "added_at": tx.now}


def _refusal(access: Access, hub: Hub, *, has_outsiders: bool = False) -> ApiError | None:
    """Why the subject may not add an item to a hub: whoever sees the hub will see it, so it takes who may invite people."""
    item = access.item
    thing = f"the {TYPE_NAMES[item.type]} {item.id}"
    if access.is_root:
        return BadRequest("A root folder cannot be in a hub: add what is in it")
    if access.is_trashed:
        return NotFound(f"{thing.capitalize()} is in the trash", code="trashed")
    if not access.allows(Action.INVITE):
        return InsufficientPermissions(f"You may not invite people to {thing}, so you may not add it to a hub")
    if item.enterprise_id != hub.enterprise_id:
        return Forbidden(f"{thing.capitalize()} belongs to another enterprise than the hub")
    if has_outsiders and _KEPT_INSIDE in access.settings:
        return Forbidden(f"{thing.capitalize()} is kept in its enterprise, and people from outside view the hub")
    return None


def _check_list(hub_id: int, list_id: str | None) -> None:
    if list_id is not None and list_id != item_list_id(hub_id):
        raise NotFound(f"Hub {hub_id} has no item list {list_id[:100]!r}")
