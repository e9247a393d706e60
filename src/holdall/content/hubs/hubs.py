"""Making, changing, copying and deleting hubs.

https://developer.box.com/reference/v2025.0/resources/hub/ (limits), https://developer.box.com/guides/hubs-api/.
"""

from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET, UnsetType

from holdall.base.db import Database, Transaction, query
from holdall.base.errors import InsufficientPermissions, InvalidParameter
from holdall.content.hubs.contents import copy_items
from holdall.content.hubs.standing import (
    SETTINGS,
    CopyAccess,
    Hub,
    Standing,
    check_may_make,
    find_hub,
    find_hub_to_change,
    values_of,
)
from holdall.content.hubs.tables import hub_collaborations, hubs
from holdall.content.identity.subject import Subject
from holdall.content.items.names import name_key

LONGEST_TITLE = 50
LONGEST_DESCRIPTION = 10_000

_NOTE_VIEW = query(
    sa.update(hubs)
    .where(hubs.c.id == sa.bindparam("hub_id", type_=sa.BigInteger))
    .values(view_count=hubs.c.view_count + 1, accessed_at=sa.bindparam("at", type_=sa.BigInteger))
)


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be different about a hub; what is UNSET stays."""

    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    is_ai_enabled: bool | UnsetType = UNSET
    is_collaboration_restricted_to_enterprise: bool | UnsetType = UNSET
    can_non_owners_invite: bool | UnsetType = UNSET
    can_shared_link_be_created: bool | UnsetType = UNSET
    can_public_shared_link_be_created: bool | UnsetType = UNSET
    copy_hub_access: CopyAccess | UnsetType = UNSET


async def create_hub(tx: Transaction, subject: Subject, title: str, description: str) -> Hub:
    """A unit: make a hub, of which the subject is the co-owner; raises InvalidParameter, InsufficientScope and Forbidden."""
    check_may_make(subject)
    return await _insert(tx, subject, title, description, dict(SETTINGS))


async def view_hub(db: Database, subject: Subject, hub_id: int) -> Hub:
    """The hub, which has been looked at once more; raises as `find_hub`."""
    return await db.write(_view, subject, hub_id)


async def change_hub(tx: Transaction, subject: Subject, hub_id: int, change: Change) -> Hub:
    """A unit: editors change title and description, co-owners the settings.

    Raises NotFound, Forbidden, InvalidParameter.
    """
    standing = await find_hub_to_change(tx, subject, hub_id)
    values = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    standing.require_editor()
    if not SETTINGS.keys().isdisjoint(values):
        standing.require_manager("change the settings of")
    hub = standing.hub
    if values:
        texts = _texts(values.pop("title", hub.title), values.pop("description", hub.description))
        await tx.update(hubs, {"id": hub.id}, **texts, **values, updated_by=subject.user_id, updated_at=tx.now)
    return (await find_hub(tx, subject, hub_id)).hub


async def delete_hub(tx: Transaction, subject: Subject, hub_id: int) -> None:
    """A unit: end a hub; what is in it stays where it is. Raises NotFound and Forbidden."""
    (await find_hub_to_change(tx, subject, hub_id)).require_manager("delete")
    await tx.delete(hubs, id=hub_id)


async def copy_hub(
    tx: Transaction,
    subject: Subject,
    hub_id: int,
    *,
    title: str | UnsetType,
    description: str | UnsetType,
    include_items: bool,
) -> Hub:
    """A unit: make a hub in the subject's enterprise with another's texts and settings, and without its collaborators.

    Of the items those are copied that the subject could add to the copy. Raises as `create_hub`, NotFound, and
    InsufficientPermissions where the hub's co-owners let the subject make no copies.
    """
    check_may_make(subject)
    standing = await find_hub(tx, subject, hub_id)
    _check_copy(standing)
    hub = standing.hub
    made = await _insert(
        tx,
        subject,
        hub.title if title is UNSET else title,
        hub.description if description is UNSET else description,
        values_of(hub),
    )
    if include_items:
        await copy_items(tx, subject, hub, made)
    return made


def _check_copy(standing: Standing) -> None:
    hub = standing.hub
    is_stranger = standing.subject.enterprise_id != hub.enterprise_id
    if hub.copy_hub_access == "none" or (hub.copy_hub_access == "company" and is_stranger):
        whom = "nobody" if hub.copy_hub_access == "none" else "only users of its enterprise"
        raise InsufficientPermissions(f"Hub {hub.id} may be copied by {whom}: its co-owners decide (copy_hub_access)")


async def _insert(tx: Transaction, subject: Subject, title: str, description: str, settings: dict[str, Any]) -> Hub:
    hub_id = tx.new_id()
    await tx.insert(
        hubs,
        id=hub_id,
        enterprise_id=subject.enterprise_id,
        **_texts(title, description),
        created_by=subject.user_id,
        updated_by=subject.user_id,
        created_at=tx.now,
        updated_at=tx.now,
        accessed_at=tx.now,
        view_count=0,
        **settings,
    )
    await tx.insert(
        hub_collaborations,
        id=tx.new_id(),
        hub_id=hub_id,
        user_id=subject.user_id,
        role="co-owner",
        created_by=subject.user_id,
        created_at=tx.now,
    )
    return (await find_hub(tx, subject, hub_id)).hub


def _texts(title: str, description: str) -> dict[str, str]:
    """The columns of a hub's texts; raises InvalidParameter for what cannot be one."""
    if not 1 <= len(title.strip()) <= len(title) <= LONGEST_TITLE:
        raise InvalidParameter("title", f"must have 1 to {LONGEST_TITLE} characters")
    if len(description) > LONGEST_DESCRIPTION:
        raise InvalidParameter("description", f"must have {LONGEST_DESCRIPTION} characters at most")
    return {
        "title": title,
        "title_key": name_key(title),
        "description": description,
        "description_key": name_key(description),
    }


async def _view(tx: Transaction, subject: Subject, hub_id: int) -> Hub:
    await find_hub(tx, subject, hub_id)
    await tx.run(_NOTE_VIEW, hub_id=hub_id, at=tx.now)
    return (await find_hub(tx, subject, hub_id)).hub
