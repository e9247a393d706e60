"""Gives everything that one user owns to another, as a folder in the other's account.

https://developer.box.com/reference/put-users-id-folders-0/
"""

from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.errors import BadRequest, InsufficientPermissions
from holdall.content.access import Access, lock_trees, reach
from holdall.content.barriers.errors import blocked
from holdall.content.barriers.walls import is_barred
from holdall.content.governance.carrying import carry_out_of
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.identity.users import User, find_colleague
from holdall.content.items.making import insert_item, new_item
from holdall.content.items.news import announce
from holdall.content.items.siblings import free_name
from holdall.content.items.space import change_children
from holdall.content.items.tables import ItemType, items
from holdall.content.mail import post_mail

_FROM = sa.bindparam("source", type_=sa.BigInteger)
_TO = sa.bindparam("target", type_=sa.BigInteger)
_AMOUNT = sa.bindparam("amount", type_=sa.BigInteger)

_MOVE_CHILDREN = query(sa.update(items).where(items.c.parent_id == _FROM).values(parent_id=_TO))
_EMPTY_ROOT = query(sa.update(items).where(items.c.id == _FROM).values(size=0, item_count=0))
_GIVE_TRASH = query(sa.update(items).where(items.c.trash_owner_id == _FROM).values(trash_owner_id=_TO))
_CHANGE_USED = query(
    sa.update(users)
    .where(users.c.id == sa.bindparam("user_id", type_=sa.BigInteger))
    .values(space_used=users.c.space_used + _AMOUNT)
)


async def transfer_content(
    tx: Transaction, subject: Subject, source_id: int, target_id: int, *, notify: bool = False
) -> Access:
    """A unit: move all that one user owns, the trash included, into a new folder of another user's.

    `notify` tells the new owner by mail. Answers the access of the new owner to that folder. The other's storage limit does not stop it, as at Box. Raises
    NotFound for a user, InsufficientPermissions, BarrierBlocks, and BadRequest where both are the same.
    """
    source, target = await find_colleague(tx, subject, source_id), await find_colleague(tx, subject, target_id)
    _check(subject, source, target)
    await lock_trees(tx, source.root_id, target.root_id)
    as_source = await reach(tx, _speaking_for(subject, source), 0, ItemType.FOLDER)
    as_target = await reach(tx, _speaking_for(subject, target), 0, ItemType.FOLDER)
    root = as_source.item
    if await is_barred(tx, target.id, source.id):
        restricted = {"type": "user", "id": str(target.id)}
        message = f"user {target.id} is kept from what belongs to user {source.id}"
        told: dict[str, Any] = {"item": root, "owner_id": source.id, "restricted_user": restricted}
        raise blocked(subject, "ITEM_OWNER_TRANSFER", message, **told)
    name = await free_name(tx, as_target.item.id, f"{source.name}'s Files and Folders")
    folder = new_item(tx, as_target, ItemType.FOLDER, name, size=root.size, item_count=root.item_count)
    await insert_item(tx, folder)
    await tx.run(_MOVE_CHILDREN, source=root.id, target=folder.id)
    await carry_out_of(tx, folder.id, {root.id})
    await tx.run(_EMPTY_ROOT, source=root.id)
    await tx.run(_GIVE_TRASH, source=source.id, target=target.id)
    await tx.run(_CHANGE_USED, user_id=source.id, amount=-source.space_used)
    await tx.run(_CHANGE_USED, user_id=target.id, amount=source.space_used)
    access = as_target.child(folder)
    await change_children(tx, access.subject, access.folder_ids, size=folder.size, count=1)
    await announce(tx, access, "CHANGE_FOLDER_OWNER", old_owner_id=source.id)
    if notify:
        await post_mail(
            tx,
            enterprise_id=subject.enterprise_id,
            recipient=target.login,
            template="content_transfer",
            source=source.name,
            folder=name,
        )
    return access


def _check(subject: Subject, source: User, target: User) -> None:
    if not subject.is_admin:
        raise InsufficientPermissions("Only an administrator may transfer the content of users")
    if source.id == target.id:
        raise BadRequest("The content belongs to that user already")
    for user in (source, target):
        if subject.role != "admin" and user.role != "user" and user.id != subject.user_id:
            raise InsufficientPermissions("Cannot transfer files from/to higher privileged accounts")


def _speaking_for(subject: Subject, user: User) -> Subject:
    """The subject in the place of a user of its enterprise: an administrator acts on both accounts here."""
    return msgspec.structs.replace(
        subject, user_id=user.id, root_id=user.root_id, role=user.role, status="active", restriction=None
    )
