"""Sizes: what a folder holds, how many items it has, and what its owner's storage limit leaves.

They are changed by amounts, in the unit of work that causes them, and never counted again.
"""

import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.base.errors import Forbidden
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.items.tables import items

_delta = sa.bindparam("delta", type_=sa.BigInteger)

_TAKE_SPACE = query(
    sa.update(users)
    .where(
        users.c.id == sa.bindparam("user_id", type_=sa.BigInteger),
        sa.or_(users.c.space_amount < 0, users.c.space_used + _delta <= users.c.space_amount),
        sa.bindparam("file_size", type_=sa.BigInteger) <= users.c.max_upload_size,
    )
    .values(space_used=users.c.space_used + _delta)
)
_FREE_SPACE = query(
    sa.update(users)
    .where(users.c.id == sa.bindparam("user_id", type_=sa.BigInteger))
    .values(space_used=users.c.space_used + _delta)
)
_FIND_LIMITS = query(
    sa.select(users.c.space_amount, users.c.space_used, users.c.max_upload_size).where(
        users.c.id == sa.bindparam("user_id", type_=sa.BigInteger)
    )
)
_GROW_ALL = query(sa.update(items).where(contains(items.c.id, "ids")).values(size=items.c.size + _delta))
_CHANGE_CHILDREN = query(
    sa.update(items)
    .where(items.c.id == sa.bindparam("folder_id", type_=sa.BigInteger))
    .values(
        size=items.c.size + _delta,
        item_count=items.c.item_count + sa.bindparam("count", type_=sa.BigInteger),
        modified_at=sa.bindparam("now", type_=sa.BigInteger),
        modified_by=sa.bindparam("user_id", type_=sa.BigInteger),
    )
)


async def take_space(tx: Transaction, owner_id: int, size: int, *, file_size: int | None = None) -> None:
    """Charge `size` bytes to the owner of a tree; `file_size` is the largest single file among them.

    Raises Forbidden with Box's codes storage_limit_exceeded and file_size_limit_exceeded.
    """
    if not await tx.run(_TAKE_SPACE, user_id=owner_id, delta=size, file_size=size if file_size is None else file_size):
        limits = await tx.one(_FIND_LIMITS, user_id=owner_id)
        assert limits is not None, f"the owner {owner_id} of a tree is no user"
        raise _no_space(size, *limits)


async def check_space(reader: Reader, owner_id: int, size: int, *, file_size: int | None = None) -> None:
    """Raise what `take_space` would for `size` bytes, without charging them."""
    limits = await reader.one(_FIND_LIMITS, user_id=owner_id)
    assert limits is not None, f"the owner {owner_id} of a tree is no user"
    space_amount, space_used, max_upload_size = limits
    if (size if file_size is None else file_size) > max_upload_size or 0 <= space_amount < space_used + size:
        raise _no_space(size, *limits)


async def find_room(reader: Reader, owner_id: int) -> int:
    """How many bytes the largest file has that the owner may still store."""
    limits = await reader.one(_FIND_LIMITS, user_id=owner_id)
    assert limits is not None, f"the owner {owner_id} of a tree is no user"
    space_amount, space_used, max_upload_size = map(int, limits)
    return max_upload_size if space_amount < 0 else max(min(max_upload_size, space_amount - space_used), 0)


async def free_space(tx: Transaction, owner_id: int, size: int) -> None:
    """Give `size` bytes back to the owner of a tree."""
    if size:
        await tx.run(_FREE_SPACE, user_id=owner_id, delta=-size)


async def change_children(
    tx: Transaction, subject: Subject | None, folder_ids: tuple[int, ...], *, size: int, count: int
) -> None:
    """Tell a folder that its active children now are `count` more and `size` bytes larger; those above it grow too.

    `folder_ids` are the folder and all above it, from below. Negative amounts mean less. The folder itself counts as
    modified by the subject, or by nobody.
    """
    user_id = None if subject is None else subject.user_id
    await tx.run(_CHANGE_CHILDREN, folder_id=folder_ids[0], delta=size, count=count, now=tx.now, user_id=user_id)
    await grow(tx, folder_ids[1:], size)


async def grow(tx: Transaction, folder_ids: tuple[int, ...], size: int) -> None:
    """Make each of these folders `size` bytes larger."""
    if size and folder_ids:
        await tx.run(_GROW_ALL, ids=list(folder_ids), delta=size)


def _no_space(size: int, space_amount: int, space_used: int, max_upload_size: int) -> Forbidden:
    if 0 <= space_amount < space_used + size:
        message = f"The owner's storage holds {space_amount} bytes, {space_used} are used and {size} more do not fit"
        return Forbidden(message, code="storage_limit_exceeded")
    message = f"The folder's owner may store files of {max_upload_size} bytes at most"
    return Forbidden(message, code="file_size_limit_exceeded")
