"""Cascade policies: an instance on a folder that everything below it gets as well.

https://developer.box.com/guides/metadata/cascades/. Whoever may edit the folder makes, applies and removes its policies; those of
an enterprise are for the people in it to see.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.base.errors import Forbidden, NotFound
from holdall.base.ids import new_uuid
from holdall.content.access import Access, Action, Role, reach_active, reach_to_change
from holdall.content.identity.subject import Subject
from holdall.content.items.news import announce
from holdall.content.items.tables import ItemType
from holdall.content.metadata.errors import already_there, no_instance
from holdall.content.metadata.instance_rows import instances_on, is_of
from holdall.content.metadata.tables import cascade_policies, metadata_templates
from holdall.content.metadata.template_rows import GLOBAL_TEMPLATES, TEMPLATE_COLUMNS, Template, template_of
from holdall.content.metadata.templates import find_template
from holdall.content.orders import place_order

CASCADE = "cascade metadata"
"""The workflow that carries a policy out; its arguments: the policy, how to resolve conflicts, the folder to begin with."""

Resolution = Literal["none", "overwrite"]


class Policy(msgspec.Struct, frozen=True):
    """A policy and its template."""

    id: int
    uuid: str
    enterprise_id: int
    folder_id: int
    template: Template


_OWN = ("id", "uuid", "enterprise_id", "folder_id")


def _policy(*columns: Any) -> Policy:
    own, global_key, rest = columns[: len(_OWN)], columns[len(_OWN)], columns[len(_OWN) + 1 :]
    template = template_of(*rest) if global_key is None else GLOBAL_TEMPLATES[global_key]
    return Policy(**dict(zip(_OWN, own, strict=True)), template=template)


_POLICIES = (
    sa.select(*(cascade_policies.c[name] for name in _OWN), cascade_policies.c.global_key, *TEMPLATE_COLUMNS)
    .outerjoin_from(cascade_policies, metadata_templates, metadata_templates.c.id == cascade_policies.c.template_id)
    .where(metadata_templates.c.deleted_at.is_(None))
    .order_by(cascade_policies.c.id)
)
_BY_UUID = query(
    _POLICIES.where(
        cascade_policies.c.uuid == sa.bindparam("uuid"),
        cascade_policies.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
    ),
    _policy,
)
_BY_ID = query(_POLICIES.where(cascade_policies.c.id == sa.bindparam("policy_id", type_=sa.BigInteger)), _policy)
_OF_FOLDERS = query(_POLICIES.where(contains(cascade_policies.c.folder_id, "ids")), _policy)


async def policies_of(reader: Reader, folder_ids: Iterable[int]) -> Sequence[Policy]:
    """The policies of some folders, whoever made them, the oldest first."""
    return await reader.all(_OF_FOLDERS, ids=list(folder_ids))


async def find_policy_row(reader: Reader, policy_id: int) -> Policy | None:
    """The policy with this id, whoever may see it; None where it or its template is gone."""
    return await reader.one(_BY_ID, policy_id=policy_id)


async def create_policy(tx: Transaction, subject: Subject, folder_id: int, *, scope: str, template_key: str) -> Policy:
    """A unit: let what is below a folder have an instance as the folder has it, now or as soon as it does.

    Raises NotFound for folder and template, Forbidden (for a root folder too), or Conflict.
    """
    access = await _reach_to_change(tx, subject, folder_id)
    template = await find_template(tx, subject, scope, template_key)
    if any(_same(one.template, template) for one in await policies_of(tx, [folder_id])):
        raise already_there(f"Folder {folder_id} has a cascade policy for {template.scope}.{template_key} already")
    policy = Policy(tx.new_id(), new_uuid(), subject.enterprise_id, folder_id, template)
    await tx.insert(
        cascade_policies,
        **{name: getattr(policy, name) for name in _OWN},
        template_id=template.id,
        global_key=None if template.id else template.template_key,
    )
    await _tell(tx, access, "METADATA_CASCADE_POLICY_CREATE", policy)
    await place_order(tx, CASCADE, policy.id, "none", folder_id)
    return policy


async def find_policy(reader: Reader, subject: Subject, identity: str) -> Policy:
    """A policy; raises NotFound where there is none that the subject may see."""
    policy = await _find(reader, subject, identity)
    await _reach(reader, subject, policy)
    return policy


async def list_policies(
    reader: Reader, subject: Subject, folder_id: int, owner_enterprise_id: int | None
) -> list[Policy]:
    """The policies of a folder, the oldest first; raises NotFound, or Forbidden for a root folder."""
    access = await reach_active(reader, subject, folder_id, ItemType.FOLDER)
    if access.is_root:
        raise Forbidden("A root folder has no cascade policies")
    if access.role is Role.PATH_VIEWER or owner_enterprise_id not in {None, subject.enterprise_id}:
        return []
    found = await policies_of(reader, [access.item.id])
    return [policy for policy in found if policy.enterprise_id == subject.enterprise_id]


async def delete_policy(tx: Transaction, subject: Subject, identity: str) -> None:
    """A unit: end a policy; what came by it stays. Raises NotFound or Forbidden."""
    policy, _ = await _find_to_change(tx, subject, identity)
    await tx.delete(cascade_policies, id=policy.id)


async def apply_policy(tx: Transaction, subject: Subject, identity: str, resolution: Resolution) -> None:
    """A unit: carry a policy out on all that is there already.

    Where an instance is in the way, it stays, or is overwritten. Raises Forbidden, and NotFound (instance_not_found where
    the folder has no instance).
    """
    policy, access = await _find_to_change(tx, subject, identity)
    instances = await instances_on(tx, [policy.folder_id], subject.enterprise_id)
    template = policy.template
    if not any(is_of(one, template.enterprise_id, template.template_key) for one in instances):
        raise no_instance(f"Folder {policy.folder_id} has no instance of {template.scope}.{template.template_key}")
    await _tell(tx, access, "METADATA_CASCADE_POLICY_APPLY", policy, conflict_resolution=resolution)
    await place_order(tx, CASCADE, policy.id, resolution, policy.folder_id)


def _same(one: Template, other: Template) -> bool:
    return (one.id, one.template_key) == (other.id, other.template_key)


async def _find(reader: Reader, subject: Subject, identity: str) -> Policy:
    policy = await reader.one(_BY_UUID, uuid=identity, enterprise_id=subject.enterprise_id)
    if policy is None:
        raise no_instance(f"There is no cascade policy with id {identity}")
    return policy


async def _reach(reader: Reader, subject: Subject, policy: Policy) -> Access:
    """The folder of a policy: whoever may not know of it knows none of its policies."""
    try:
        return await reach_active(reader, subject, policy.folder_id, ItemType.FOLDER)
    except NotFound:
        raise no_instance(f"There is no cascade policy with id {policy.uuid}") from None


async def _find_to_change(tx: Transaction, subject: Subject, identity: str) -> tuple[Policy, Access]:
    policy = await _find(tx, subject, identity)
    access = await _reach(tx, subject, policy)
    access.require(Action.EDIT)
    return policy, access


async def _reach_to_change(tx: Transaction, subject: Subject, folder_id: int) -> Access:
    access = await reach_to_change(tx, subject, folder_id, ItemType.FOLDER, Action.EDIT)
    if access.is_root:
        raise Forbidden("A root folder has no cascade policies")
    return access


async def _tell(tx: Transaction, access: Access, event_type: str, policy: Policy, **more: Any) -> None:
    told = {"id": policy.uuid, "scope": policy.template.scope, "template_key": policy.template.template_key}
    await announce(tx, access, event_type, cascade_policy={**told, **more})
