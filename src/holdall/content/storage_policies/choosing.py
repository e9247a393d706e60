"""Into which store new bytes go, and whether every store that is needed is there."""

from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.content.identity.tables import users
from holdall.content.storage_policies.tables import storage_policy_assignments
from holdall.storage import Stores, StoreUnavailable
from holdall.storage.tables import blobs, known_stores

_ANY = query(sa.select(storage_policy_assignments.c.id).limit(1))
_STORE_OF = query(
    sa.select(storage_policy_assignments.c.store)
    .where(
        sa.or_(
            storage_policy_assignments.c.id == sa.bindparam("own", type_=sa.Text),
            storage_policy_assignments.c.id
            == sa.select(sa.literal("enterprise_") + sa.cast(users.c.enterprise_id, sa.Text))
            .where(users.c.id == sa.bindparam("user_id", type_=sa.BigInteger))
            .scalar_subquery(),
        )
    )
    .order_by(storage_policy_assignments.c.user_id.is_(None))
    .limit(1)
)
_KNOWN = query(sa.select(known_stores.c.name))
_NAME = sa.bindparam("store", type_=sa.Text)
_IN_USE = query(
    sa.select(
        sa.exists(sa.select(sa.literal(1)).where(blobs.c.store == _NAME)),
        sa.select(sa.func.count()).where(storage_policy_assignments.c.store == _NAME).scalar_subquery(),
    )
)
_BLOBS = query(
    sa.select(blobs.c.store, sa.func.count(), sa.cast(sa.func.sum(blobs.c.size), sa.BigInteger))
    .where(blobs.c.store.is_not(None))
    .group_by(blobs.c.store)
)
_ASSIGNED = query(
    sa.select(storage_policy_assignments.c.store, sa.func.count()).group_by(storage_policy_assignments.c.store)
)
_REMEMBER = query(sa.text("INSERT INTO known_stores (name) VALUES (:name) ON CONFLICT DO NOTHING"))
_FORGET = query(sa.delete(known_stores).where(contains(known_stores.c.name, "names")))


class Usage(msgspec.Struct, frozen=True):
    """What is in a store (`bytes`, and `assignments` of its policy), and whether the settings name it."""

    store: str
    blobs: int
    bytes: int
    assignments: int
    is_named: bool


async def usage_of_stores(reader: Reader, named: Iterable[str]) -> list[Usage]:
    """Every store that is named or needed, those that are named first; it counts all blobs."""
    names = list(named)
    held = {store: (count, size) for store, count, size in await reader.all(_BLOBS)}
    assigned = dict(await reader.all(_ASSIGNED))
    others = sorted((held.keys() | assigned.keys()) - set(names))
    return [
        Usage(name, *held.get(name, (0, 0)), assignments=assigned.get(name, 0), is_named=name in names)
        for name in (*names, *others)
    ]


async def are_assigned(reader: Reader, stores: Stores) -> bool:
    """Whether it may matter whose content it is: there are several policies, and one of them is assigned."""
    return len(stores.policies) > 1 and await reader.value(_ANY) is not None


async def store_of(reader: Reader, owner_id: int) -> str | None:
    """The store of what comes into the tree of a user: the user's own policy, or the enterprise's; None is the default."""
    store: str | None = await reader.value(_STORE_OF, user_id=owner_id, own=f"user_{owner_id}")
    return store


async def require_stores(db: Database, stores: Stores) -> None:
    """Remember the stores there are; raises StoreUnavailable where one is gone from the settings that is still needed."""
    known = {name for (name,) in await db.all(_KNOWN)}
    gone = sorted(known - set(stores))
    for name in gone:
        ((has_blobs, assignments),) = await db.all(_IN_USE, store=name)
        if has_blobs or assignments:
            needed_by = [
                *(["blobs are in it"] if has_blobs else []),
                *([f"{assignments} storage policy assignments name it"] if assignments else []),
            ]
            raise StoreUnavailable(
                f"the settings name no store {name!r}, but {' and '.join(needed_by)}: "
                f"put {name}=PLACE back into HOLDALL_STORAGE_POLICIES"
            )
    new = sorted(set(stores.policies) - known)
    if gone or new:
        await db.write(_remember, gone, new)


async def _remember(tx: Transaction, gone: list[str], new: list[str]) -> None:
    await tx.run(_FORGET, names=gone)
    for name in new:
        await tx.run(_REMEMBER, name=name)
