"""Archives of an enterprise: made, listed, changed and removed by its administrators.

https://developer.box.com/guides/archives. An archive is a folder in the root of an account that nobody signs in as; what comes
into it, and leaves it, is moved as anything is.
"""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa
from msgspec import UNSET, UnsetType

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import (
    BadRequest,
    Conflict,
    InsufficientPermissions,
    InsufficientScope,
    InvalidParameter,
    NotFound,
)
from holdall.content.access import Access, Action, reach, reach_to_change
from holdall.content.access.actions import actions_of_scopes
from holdall.content.access.place import ARCHIVE
from holdall.content.archives.tables import archives
from holdall.content.identity.locking import lock_enterprise
from holdall.content.identity.provision import SERVICE_DOMAIN, create_user
from holdall.content.identity.scopes import holds
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.items.making import insert_item, new_item
from holdall.content.items.names import check_name, name_key
from holdall.content.items.news import announce
from holdall.content.items.space import change_children
from holdall.content.items.tables import ItemType, items
from holdall.content.items.trash import discard
from holdall.content.storage_policies.assignments import assign_new_owner

NAME_LIMIT, DESCRIPTION_LIMIT = 100, 255
LARGEST_FILE = 2**62
UNLIMITED = -1


class Archive(msgspec.Struct, frozen=True):
    """An archive; `size` is that of all current versions in it, in bytes."""

    id: int
    name: str
    description: str
    size: int
    owner_id: int


_ENTERPRISE = sa.bindparam("enterprise_id", type_=sa.BigInteger)
_ARCHIVES = sa.select(items.c.id, items.c.name, items.c.description, items.c.size, archives.c.owner_id).join_from(
    archives, items, items.c.id == archives.c.id
)
_LIST = query(
    _ARCHIVES.where(archives.c.enterprise_id == _ENTERPRISE, archives.c.id > sa.bindparam("after", type_=sa.BigInteger))
    .order_by(archives.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=Archive,
)
_FIND = query(
    _ARCHIVES.where(archives.c.enterprise_id == _ENTERPRISE, archives.c.id == sa.bindparam("id", type_=sa.BigInteger)),
    into=Archive,
)
_NAMED = query(
    sa.select(archives.c.id).where(
        archives.c.enterprise_id == _ENTERPRISE, archives.c.name_key == sa.bindparam("name_key", type_=sa.Text)
    )
)
_ROOT_OF = query(sa.select(users.c.root_id).where(users.c.id == sa.bindparam("user_id", type_=sa.BigInteger)))
_IN_TRASH = query(
    sa.select(items.c.id).where(items.c.trash_owner_id == sa.bindparam("owner_id", type_=sa.BigInteger)).limit(1)
)


async def list_archives(reader: Reader, subject: Subject, *, after: int, limit: int) -> Sequence[Archive]:
    """The archives of the enterprise with an id beyond `after`, by id; raises InsufficientPermissions."""
    _require_admin(subject)
    return await reader.all(_LIST, enterprise_id=subject.enterprise_id, after=after, limit=limit)


async def create_archive(
    tx: Transaction,
    subject: Subject,
    *,
    name: str,
    description: str,
    storage_policy: str | None,
    policies: Sequence[str],
) -> Archive:
    """A unit: make an empty archive, whose bytes go where the storage policy says; `policies` are those there are.

    Raises InsufficientPermissions, InsufficientScope, InvalidParameter, and Conflict for a name that is taken.
    """
    _require_admin(subject)
    if Action.UPLOAD not in actions_of_scopes(subject.scopes):
        raise InsufficientScope("The token's scopes do not allow to make an archive: it takes root_readwrite too")
    await _check(tx, subject, name, description, own_id=None)
    owner_id = await create_user(
        tx,
        enterprise_id=subject.enterprise_id,
        login=f"Archive_{tx.new_id()}@{SERVICE_DOMAIN}",
        name=name,
        kind="archive",
        space_amount=UNLIMITED,
        max_upload_size=LARGEST_FILE,
        deleted_at=tx.now,  # it owns, and is nobody
    )
    if storage_policy is not None:
        if not holds(subject.scopes, "manage_managed_users"):
            raise InsufficientPermissions("To give an archive a storage policy takes the scope manage_managed_users")
        await assign_new_owner(tx, subject.enterprise_id, owner_id, storage_policy, policies)
    archive = await _make_folder(tx, subject, owner_id, name, description)
    await tx.insert(
        archives, id=archive.id, enterprise_id=subject.enterprise_id, owner_id=owner_id, name_key=name_key(name)
    )
    return archive


async def change_archive(
    tx: Transaction,
    subject: Subject,
    archive_id: int,
    *,
    name: str | UnsetType = UNSET,
    description: str | UnsetType = UNSET,
) -> Archive:
    """A unit: call or describe an archive otherwise; the name of its account stays, as at Box.

    Raises InsufficientPermissions, InsufficientScope, NotFound, InvalidParameter, and Conflict for a name that is taken.
    """
    access, found = await _reach_archive(tx, subject, archive_id)
    new_name = found.name if name is UNSET else name
    new_description = found.description if description is UNSET else description
    await _check(tx, subject, new_name, new_description, own_id=archive_id)
    if (new_name, new_description) == (found.name, found.description):
        return found
    item = msgspec.structs.replace(
        access.item,
        name=new_name,
        name_key=name_key(new_name),
        description=new_description,
        sequence=access.item.sequence + 1,
        modified_by=subject.user_id,
        modified_at=tx.now,
    )
    await tx.update(items, {"id": archive_id}, **msgspec.structs.asdict(item))
    await tx.update(archives, {"id": archive_id}, name_key=item.name_key)
    changed = access.with_item(item)
    if new_name != found.name:
        await announce(tx, changed, "ITEM_RENAME", old_name=found.name)
    if new_description != found.description:
        await announce(tx, changed, "ITEM_MODIFY", fields=["description"])
    return msgspec.structs.replace(found, name=new_name, description=new_description)


async def remove_archive(tx: Transaction, subject: Subject, archive_id: int) -> None:
    """A unit: remove an empty archive for good.

    At Box the API does so for nobody but its own support; here it does for service accounts. Raises
    InsufficientPermissions for everybody else, InsufficientScope, NotFound, and BadRequest (folder_not_empty).
    """
    access, found = await _reach_archive(tx, subject, archive_id)
    if subject.kind != "service":
        raise InsufficientPermissions(
            f"Archive {archive_id} cannot be removed by a user: ask with the token of an application's service account"
        )
    if access.item.item_count or await tx.value(_IN_TRASH, owner_id=found.owner_id) is not None:
        raise BadRequest(
            f"Archive {archive_id} is not empty: move or delete what is in it first", code="folder_not_empty"
        )
    await announce(tx, access, "ITEM_TRASH")
    await discard(tx, archive_id, None)
    await discard(tx, access.folder_ids[-1], None)
    await tx.delete(archives, id=archive_id)
    await announce(tx, access, "DELETE", is_permanent=True)


async def _make_folder(tx: Transaction, subject: Subject, owner_id: int, name: str, description: str) -> Archive:
    """The folder of an archive, in the root of its account."""
    root_id = await tx.value(_ROOT_OF, user_id=owner_id)
    as_owner = msgspec.structs.replace(subject, user_id=owner_id, root_id=root_id, restriction=None)
    root = msgspec.structs.replace(await reach(tx, as_owner, root_id, ItemType.FOLDER), subject=subject)
    folder = new_item(tx, root, ItemType.FOLDER, name, description=description, options={ARCHIVE: True})
    await insert_item(tx, folder)
    access = root.child(folder)
    await change_children(tx, subject, access.folder_ids, size=0, count=1)
    await announce(tx, access, "ITEM_CREATE")
    return Archive(folder.id, name, description, 0, owner_id)


async def _reach_archive(tx: Transaction, subject: Subject, archive_id: int) -> tuple[Access, Archive]:
    """An archive to change, and the access to its folder, whose tree stays still."""
    _require_admin(subject)
    access = await reach_to_change(tx, subject, archive_id, ItemType.FOLDER, Action.UPLOAD)
    found = await tx.one(_FIND, enterprise_id=subject.enterprise_id, id=archive_id)
    if found is None:
        raise NotFound(f"There is no archive {archive_id}")
    return access, found


def _require_admin(subject: Subject) -> None:
    subject.require_admin("see and change its archives")


async def _check(tx: Transaction, subject: Subject, name: str, description: str, *, own_id: int | None) -> None:
    check_name(name)
    if len(name) > NAME_LIMIT:
        raise InvalidParameter("name", f"has {len(name)} characters; the name of an archive has {NAME_LIMIT} at most")
    if len(description) > DESCRIPTION_LIMIT or "\0" in description:
        raise InvalidParameter("description", f"must have at most {DESCRIPTION_LIMIT} characters, and no NUL")
    await lock_enterprise(tx, subject.enterprise_id)  # names are unique in it
    taken = await tx.value(_NAMED, enterprise_id=subject.enterprise_id, name_key=name_key(name))
    if taken not in {None, own_id}:
        raise Conflict(f"An archive with the name {name!r} exists already: choose another name")
