"""What mappings of all services have in common: who keeps them, and which folders may be mapped.

The account that acts for the integration needs the rights of a co-owner, or it could not let anybody in.
"""

from typing import Any

import sqlalchemy as sa

from holdall.base.db import Transaction
from holdall.base.errors import BadRequest, NotFound
from holdall.content.access import Role, reach_active
from holdall.content.access.explain import subject_for
from holdall.content.identity.applications import find_application_by_id
from holdall.content.identity.locking import lock_enterprise
from holdall.content.identity.subject import Subject
from holdall.content.identity.users import find_colleague
from holdall.content.items.rows import FIND_ITEMS
from holdall.content.items.tables import ItemType


def require_admin(subject: Subject) -> None:
    """Raise InsufficientPermissions unless the subject administrates its enterprise."""
    subject.require_admin("see and change its integration mappings")


def unless_none(column: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[bool]:
    """The condition that a column has the value of the parameter, which holds for all where that is None."""
    wanted = sa.bindparam(name, type_=column.type)
    return sa.or_(wanted.is_(None), column == wanted)


async def one_at_a_time(tx: Transaction, subject: Subject) -> None:
    """Let mappings of the enterprise be written by one unit at a time, so that nothing is mapped twice."""
    await lock_enterprise(tx, subject.enterprise_id)


async def require_folder(tx: Transaction, subject: Subject, folder_id: int) -> int:
    """The folder's id, where the application's service account owns it or is a co-owner.

    Raises NotFound, and BadRequest with Box's codes BOX_FOLDER_EXTERNALLY_OWNED and
    SERVICE_ACCOUNT_IS_NOT_A_COOWNER_OR_OWNER.
    """
    service = await _service_account(tx, subject)
    try:
        access = await reach_active(tx, service, folder_id, ItemType.FOLDER)
    except NotFound:
        (found, *_) = [*await tx.all(FIND_ITEMS, ids=[folder_id]), None]
        is_own = found is not None and found.type == ItemType.FOLDER and found.enterprise_id == subject.enterprise_id
        if not is_own or found is None or found.trashed_at is not None:
            raise
        raise _not_co_owner(service, folder_id) from None
    if access.is_root:
        raise BadRequest("A root folder cannot be mapped")
    if access.item.enterprise_id != subject.enterprise_id:
        message = f"Folder {folder_id} belongs to another enterprise"
        raise BadRequest(message, code="BOX_FOLDER_EXTERNALLY_OWNED")
    if access.role not in {Role.OWNER, Role.CO_OWNER}:
        raise _not_co_owner(service, folder_id)
    return access.item.id


async def _service_account(tx: Transaction, subject: Subject) -> Subject:
    """Who acts for the integration: the service account of the application that asks, or whoever asks without one."""
    application = await find_application_by_id(tx, subject.application_id)
    if application is None or application.service_account_id is None:
        return subject
    return subject_for(await find_colleague(tx, subject, application.service_account_id))


def _not_co_owner(service: Subject, folder_id: int) -> BadRequest:
    message = (
        f"{service.name} ({service.login}) must be a co-owner of folder {folder_id} or own it: invite that account"
    )
    return BadRequest(message, code="SERVICE_ACCOUNT_IS_NOT_A_COOWNER_OR_OWNER")
