"""Finds an item with its ancestors and decides what the subject may do to it: one query, whatever the depth.

Everything that grants or takes rights is read by that query and weighed in `_decide`; handlers only name an action.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.base.errors import Forbidden, InsufficientPermissions, InsufficientScope, NotFound
from holdall.content.access.actions import (
    CONTENT_CHANGES,
    CONTENT_MANAGER_SCOPES,
    ROLE_ACTIONS,
    STATUS_FORBIDS,
    Action,
    Role,
    actions_of_scopes,
)
from holdall.content.identity.subject import Subject
from holdall.content.items.rows import ITEM_COLUMNS, TYPE_NAMES, Item
from holdall.content.items.tables import ItemType, items

ROOT_ALIAS = 0
"""The id by which every user speaks of their own root folder."""


class Step(msgspec.Struct, frozen=True):
    """A folder on the way from an item up to the root of its tree."""

    id: int
    parent_id: int | None
    owner_id: int | None
    name: str
    sequence: int
    trashed_at: int | None
    trash_owner_id: int | None
    purge_at: int | None


class Access(msgspec.Struct, frozen=True):
    """An item that the subject may know of: where it is, whose it is, and what the subject may do to it."""

    subject: Subject
    item: Item
    path: tuple[Step, ...]
    """The ancestors that the subject may see, from the root down, without the item itself."""
    folder_ids: tuple[int, ...]
    """The ids of all ancestors, from the parent up."""
    owner_id: int
    role: Role
    allowed: frozenset[Action]
    reasons: tuple[str, ...]
    """Why the subject may do what it may, and why not the rest: one sentence each."""
    trash: Step | None
    """The nearest item, itself or an ancestor, that was put in the trash."""
    locked: bool = False
    """Another user holds a lock on the file."""

    @property
    def is_trashed(self) -> bool:
        """Whether the item is in the trash, by itself or with a folder above it."""
        return self.trash is not None

    @property
    def is_root(self) -> bool:
        """Whether the item is a user's root folder."""
        return self.item.parent_id is None and self.item.owner_id is not None and not self.is_trashed

    def allows(self, action: Action) -> bool:
        """Whether the subject may do this to the item."""
        return action in self.allowed

    def require(self, action: Action) -> None:
        """Raise Forbidden unless the subject may do this to the item."""
        if self.allows(action):
            return
        thing = f"the {TYPE_NAMES[self.item.type]} {self.item.id}"
        if action not in actions_of_scopes(self.subject.scopes):
            raise InsufficientScope(f"The token's scopes do not allow to {action.name.lower()} {thing}")
        if self.locked and action in ROLE_ACTIONS[self.role]:
            raise Forbidden(f"Another user has locked {thing}", code="access_denied_item_locked")
        raise InsufficientPermissions(f"You may not {action.name.lower().replace('_', ' ')} {thing}")

    def require_active(self) -> None:
        """Raise NotFound with the code trashed where the item is in the trash."""
        if self.trash is not None:
            raise NotFound(f"The {TYPE_NAMES[self.item.type]} {self.item.id} is in the trash", code="trashed")

    def allowed_on(self, item: Item, now: int) -> frozenset[Action]:
        """What the subject may do to an item in the same place as this one, whose lock may be another's."""
        return self.allowed if item.lock is None else _under_lock(self.subject, self.role, item, self.allowed, now)[0]

    def with_item(self, item: Item) -> "Access":
        """The same access to a later state of the item in the same place."""
        return msgspec.structs.replace(self, item=item)

    def child(self, item: Item) -> "Access":
        """The access to something directly in this folder."""
        step = _step_of(self.item)
        return msgspec.structs.replace(
            self, item=item, path=(*self.path, step), folder_ids=(self.item.id, *self.folder_ids), locked=False
        )

    def trash_of_root(self) -> "Access":
        """The access to what is in the trash of the user whose root folder this is."""
        return msgspec.structs.replace(self, path=(), folder_ids=(), trash=_step_of(self.item))


_BRIEF = [items.c[name] for name in Step.__struct_fields__]
_up = (
    sa.select(sa.literal(0).label("depth"), *_BRIEF)
    .where(items.c.id == sa.bindparam("item_id", type_=sa.BigInteger))
    .cte("up", recursive=True)
)
_up = _up.union_all(sa.select(_up.c.depth + 1, *_BRIEF).join_from(_up, items, items.c.id == _up.c.parent_id))
_own = items.alias("own")

_FIND_PLACE = query(
    sa.select(*_up.c, *(_own.c[column.name] for column in ITEM_COLUMNS)).select_from(
        _up.outerjoin(_own, sa.and_(_own.c.id == _up.c.id, _up.c.depth == 0))
    )
)
"""A row for each step from the item up to its root; the item's own columns follow in the first."""

_up_many = sa.select(items.c.id, items.c.parent_id).where(contains(items.c.id, "ids")).cte("up_many", recursive=True)
_up_many = _up_many.union(
    sa.select(items.c.id, items.c.parent_id).join_from(_up_many, items, items.c.id == _up_many.c.parent_id)
)
_FIND_ROOTS = query(sa.select(_up_many.c.id).where(_up_many.c.parent_id.is_(None)))
_LOCK_ITEMS = query(sa.select(items.c.id).where(contains(items.c.id, "ids")).order_by(items.c.id).with_for_update())

_STEP_FIELDS = len(Step.__struct_fields__)


async def reach(reader: Reader, subject: Subject, item_id: int, kind: ItemType | None = None) -> Access:
    """The item with this id, in the trash or not, and what the subject may do to it.

    Raises NotFound where there is none, it is of another kind, or the subject may not know of it. The id 0 is the
    subject's own root folder.
    """
    rows = await reader.all(_FIND_PLACE, item_id=_own_root(subject, item_id))
    access = _decide(subject, sorted(rows, key=_depth), reader.now) if rows else None
    if access is None or (kind is not None and access.item.type != kind):
        raise NotFound(f"There is no {TYPE_NAMES[kind] if kind is not None else 'item'} with id {item_id}")
    return access


async def reach_active(
    reader: Reader, subject: Subject, item_id: int, kind: ItemType | None = None, action: Action = Action.VIEW
) -> Access:
    """The same for an item that is not in the trash and that the subject may do `action` to.

    Raises NotFound (with the code trashed for what is in the trash) or Forbidden.
    """
    access = await reach(reader, subject, item_id, kind)
    access.require_active()
    access.require(action)
    return access


async def reach_to_change(
    tx: Transaction, subject: Subject, item_id: int, kind: ItemType | None, action: Action
) -> Access:
    """The same inside a unit of work: until it commits, no other unit changes the tree that the item is in."""
    await lock_trees(tx, _own_root(subject, item_id))
    return await reach_active(tx, subject, item_id, kind, action)


async def lock_trees(tx: Transaction, *item_ids: int) -> None:
    """Keep the trees of these items as they are until the unit commits, by a lock on the row of each root.

    SQLite writes one unit at a time anyway. Elsewhere a tree may change hands while we wait for it, so we look again.
    """
    if tx.dialect == "sqlite":
        return
    locked: set[int] = set()
    while True:
        roots = {root for (root,) in await tx.all(_FIND_ROOTS, ids=list(item_ids))}
        if roots <= locked:
            return
        await tx.all(_LOCK_ITEMS, ids=sorted(roots - locked))
        locked |= roots


def _own_root(subject: Subject, item_id: int) -> int:
    return subject.root_id if item_id == ROOT_ALIAS else item_id


def _depth(row: Sequence[Any]) -> int:
    depth: int = row[0]
    return depth


def _decide(subject: Subject, rows: list[tuple[Any, ...]], now: int) -> Access | None:
    """What the subject may do to the item of the first row; None where it may not know of it."""
    item = Item(*rows[0][1 + _STEP_FIELDS :])
    chain = [Step(*row[1 : 1 + _STEP_FIELDS]) for row in rows]
    root = chain[-1]
    owner_id = root.owner_id
    if owner_id is None or (root.trashed_at is not None and root.trash_owner_id is None):
        return None  # being removed, or being copied
    role = _role(subject, item, owner_id)
    visible = _visible(subject, chain)
    if role is None or visible is None:
        return None
    reasons = [f"user {subject.user_id} is the {role.value} of item {item.id}"]
    allowed = ROLE_ACTIONS[role] & actions_of_scopes(subject.scopes) - STATUS_FORBIDS.get(subject.status, frozenset())
    allowed, holder = _under_lock(subject, role, item, allowed, now)
    if holder is not None:
        reasons.append(f"user {holder} has locked item {item.id}")
    return Access(
        subject=subject,
        item=item,
        path=tuple(reversed(visible)),
        folder_ids=tuple(step.id for step in chain[1:]),
        owner_id=owner_id,
        role=role,
        allowed=allowed,
        reasons=tuple(reasons),
        trash=next((step for step in chain if step.trashed_at is not None), None),
        locked=holder is not None,
    )


def _under_lock(
    subject: Subject, role: Role, item: Item, allowed: frozenset[Action], now: int
) -> tuple[frozenset[Action], int | None]:
    """What another user's lock leaves of the allowed actions, and that user; the owner of the file may unlock it."""
    lock = item.active_lock(now)
    if lock is None or lock.created_by == subject.user_id:
        return allowed, None
    forbidden = CONTENT_CHANGES - {Action.LOCK} if role is Role.OWNER else CONTENT_CHANGES
    if lock.is_download_prevented:
        forbidden |= {Action.DOWNLOAD}
    return allowed - forbidden, lock.created_by


def _role(subject: Subject, item: Item, owner_id: int) -> Role | None:
    if owner_id == subject.user_id:
        return Role.OWNER
    if (
        subject.is_admin
        and item.enterprise_id == subject.enterprise_id
        and not CONTENT_MANAGER_SCOPES.isdisjoint(subject.scopes)
    ):
        return Role.CONTENT_MANAGER
    return None


def _visible(subject: Subject, chain: list[Step]) -> list[Step] | None:
    """The ancestors that the subject may see, from the parent up; None where the item is beyond the token's limits.

    A token that is limited to a folder sees that folder directly in All Files.
    """
    restriction = subject.restriction
    if restriction is None:
        return chain[1:]
    if restriction.item_id is None:
        return None
    for position, step in enumerate(chain):
        if step.id == restriction.item_id:
            top = chain[1 : position + 1]
            return top if position == len(chain) - 1 else [*top, chain[-1]]
    return None


def _step_of(item: Item) -> Step:
    return Step(
        id=item.id,
        parent_id=item.parent_id,
        owner_id=item.owner_id,
        name=item.name,
        sequence=item.sequence,
        trashed_at=item.trashed_at,
        trash_owner_id=item.trash_owner_id,
        purge_at=item.purge_at,
    )
