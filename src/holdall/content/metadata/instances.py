"""Instances on files and folders: applied, read, changed and taken away.

Whoever sees an item reads its metadata, of global templates and of those of their own enterprise. Who writes it is in the
table of roles that `content.access.actions` cites.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from holdall.base.db import Transaction
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Forbidden, MethodNotAllowed, NotFound, PreconditionFailed
from holdall.base.json_patch import PatchError, Step, TestFailed, apply_patch
from holdall.content.access import Access, Action, Role, reach, reach_active, reach_to_change
from holdall.content.identity.subject import Subject
from holdall.content.items.rows import TYPE_NAMES
from holdall.content.items.tables import ItemType
from holdall.content.metadata.errors import already_there, no_instance
from holdall.content.metadata.following import order_cascades
from holdall.content.metadata.instance_rows import (
    Instance,
    delete_instance_row,
    find_instance_row,
    insert_instances,
    instances_on,
    is_of,
    new_instance,
    rewrite_instance,
)
from holdall.content.metadata.scopes import enterprise_of
from holdall.content.metadata.taxonomy_rows import nodes_by_uuid
from holdall.content.metadata.telling import tell
from holdall.content.metadata.template_rows import Template
from holdall.content.metadata.templates import find_template
from holdall.content.metadata.values import Nodes, named_nodes, store

OnItem = tuple[Access, Instance]


class Place(msgspec.Struct, frozen=True):
    """Where an instance is, or shall be: an item, and the template as the wire names it."""

    item_id: int
    kind: ItemType
    scope: str
    template_key: str


async def list_instances(
    reader: Reader, subject: Subject, item_id: int, kind: ItemType
) -> tuple[Access, Sequence[Instance]]:
    """Everything on an item that the subject may read; raises NotFound, or Forbidden for a root folder."""
    access = await reach_active(reader, subject, item_id, kind)
    if access.is_root:
        raise Forbidden("A root folder has no metadata")
    return access, await _readable(reader, access)


async def find_instance(reader: Reader, subject: Subject, place: Place) -> OnItem:
    """One instance; raises NotFound (instance_not_found where the template is not on the item), or MethodNotAllowed."""
    access = await reach_active(reader, subject, place.item_id, place.kind)
    _refuse_root(access)
    return access, await _one_of(reader, access, place)


async def find_template_of_instance(reader: Reader, subject: Subject, identity: str) -> Template | None:
    """The template of the instance with this id, None where there is none on anything that the subject sees."""
    instance = await find_instance_row(reader, identity, subject.enterprise_id)
    if instance is None:
        return None
    try:
        access = await reach(reader, subject, instance.item_id)
    except NotFound:
        return None
    return None if access.is_trashed or access.role is Role.PATH_VIEWER else instance.template


async def apply_instance(tx: Transaction, subject: Subject, place: Place, values: Mapping[str, Any]) -> OnItem:
    """A unit: apply a template to an item; raises NotFound for either, Forbidden, BadRequest, or Conflict."""
    access = await _reach_to_change(tx, subject, place)
    template = await find_template(tx, subject, place.scope, place.template_key)
    present = await instances_on(tx, [access.item.id], subject.enterprise_id)
    if any(is_of(one, template.enterprise_id, template.template_key) for one in present):
        raise already_there(f"{_name(access)} has an instance of {template.scope}.{template.template_key} already")
    nodes = await _nodes_in(tx, template, values)
    instance = new_instance(tx, access.item, template, store(template, values, nodes, {}), nodes)
    await insert_instances(tx, [instance], {access.item.id: access.item.enterprise_id})
    await tell(tx, access, "METADATA_INSTANCE_CREATE", instance)
    await order_cascades(tx, access.item, instance)
    return access, instance


async def change_instance(tx: Transaction, subject: Subject, place: Place, steps: Sequence[Step]) -> OnItem:
    """A unit: change an instance by JSON Patch, wholly or not at all.

    Raises NotFound, Forbidden, BadRequest, and PreconditionFailed where a step `test` finds another value.
    """
    access = await _reach_to_change(tx, subject, place)
    instance = await _one_of(tx, access, place)
    values = _patched(instance, steps)
    nodes = await _nodes_in(tx, instance.template, values)
    stored = store(instance.template, values, nodes, instance.stored)
    changed = await rewrite_instance(tx, instance, stored, nodes)
    await tell(tx, access, "METADATA_INSTANCE_UPDATE", changed)
    await order_cascades(tx, access.item, changed)
    return access, changed


async def remove_instance(tx: Transaction, subject: Subject, place: Place) -> None:
    """A unit: take an instance away; raises NotFound or Forbidden."""
    access = await _reach_to_change(tx, subject, place)
    instance = await _one_of(tx, access, place)
    await delete_instance_row(tx, instance)
    await tell(tx, access, "METADATA_INSTANCE_DELETE", instance)


async def _nodes_in(reader: Reader, template: Template, values: Mapping[str, Any]) -> Nodes:
    found = await nodes_by_uuid(reader, named_nodes(template, values))
    return {node.id: node for node in found.values()}


async def _readable(reader: Reader, access: Access) -> Sequence[Instance]:
    if access.role is Role.PATH_VIEWER:
        return []  # sees the way to something below, and nothing else
    return await instances_on(reader, [access.item.id], access.subject.enterprise_id)


async def _one_of(reader: Reader, access: Access, place: Place) -> Instance:
    missing = no_instance(f"{_name(access)} has no instance of {place.scope}.{place.template_key}")
    try:
        enterprise_id = enterprise_of(access.subject, place.scope)
    except LookupError:
        raise missing from None
    for instance in await _readable(reader, access):
        if is_of(instance, enterprise_id, place.template_key):
            return instance
    raise missing


async def _reach_to_change(tx: Transaction, subject: Subject, place: Place) -> Access:
    access = await reach_to_change(tx, subject, place.item_id, place.kind, Action.EDIT_METADATA)
    _refuse_root(access)
    return access


def _refuse_root(access: Access) -> None:
    if access.is_root:
        raise MethodNotAllowed("A root folder has no metadata")


def _patched(instance: Instance, steps: Sequence[Step]) -> Mapping[str, Any]:
    try:
        changed = apply_patch(instance.values, steps)
    except TestFailed as error:
        raise PreconditionFailed(str(error)) from None
    except PatchError as error:
        raise BadRequest(str(error)) from None
    if not isinstance(changed, dict):
        raise BadRequest("The whole instance cannot be replaced by something that is no object")
    return changed


def _name(access: Access) -> str:
    return f"The {TYPE_NAMES[access.item.type]} {access.item.id}"
