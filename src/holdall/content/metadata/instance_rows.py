"""Instances as they are read, with their templates, and as they are written."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.base.ids import new_uuid
from holdall.content.governance.by_metadata import retain_by_metadata
from holdall.content.items.rows import Item
from holdall.content.metadata.tables import metadata_instances, metadata_templates, metadata_values
from holdall.content.metadata.taxonomy_rows import Node, nodes_by_id
from holdall.content.metadata.template_rows import GLOBAL_TEMPLATES, TEMPLATE_COLUMNS, Template, template_of
from holdall.content.metadata.values import Nodes, Stored, rows_of_values, show, stored_nodes


class Instance(msgspec.Struct, frozen=True):
    """A template on an item, and the values there."""

    id: int
    uuid: str
    item_id: int
    stored: Stored
    version: int
    policy_id: int | None
    template: Template
    nodes: Nodes = {}
    """The nodes of taxonomies that are among the values and still there."""

    @property
    def values(self) -> dict[str, Any]:
        """The values by the keys of their fields; nodes by their ids on the wire."""
        return self.tell(attrgetter("uuid"))

    def tell(self, tell: Callable[[Node], Any]) -> dict[str, Any]:
        """The same with nodes told otherwise."""
        return show(self.template, self.stored, self.nodes, tell)


_OWN = ("id", "uuid", "item_id", "stored", "version", "policy_id")


def _instance(*columns: Any) -> Instance:
    own, global_key, rest = columns[: len(_OWN)], columns[len(_OWN)], columns[len(_OWN) + 1 :]
    template = template_of(*rest) if global_key is None else GLOBAL_TEMPLATES[global_key]
    return Instance(**dict(zip(_OWN, own, strict=True)), template=template)


INSTANCES = (
    sa.select(*(metadata_instances.c[name] for name in _OWN), metadata_instances.c.global_key, *TEMPLATE_COLUMNS)
    .outerjoin_from(metadata_instances, metadata_templates, metadata_templates.c.id == metadata_instances.c.template_id)
    .where(metadata_templates.c.deleted_at.is_(None))
    .order_by(metadata_instances.c.id)
)
"""Instances of templates that are there."""

_ENTERPRISE = sa.bindparam("enterprise_id", type_=sa.BigInteger)
_VISIBLE = sa.or_(metadata_templates.c.enterprise_id == _ENTERPRISE, metadata_instances.c.template_id.is_(None))
_ON_ITEMS = query(INSTANCES.where(contains(metadata_instances.c.item_id, "ids"), _VISIBLE), _instance)
_ALL_ON_ITEMS = query(INSTANCES.where(contains(metadata_instances.c.item_id, "ids")), _instance)
_OF_TEMPLATE = query(
    INSTANCES.order_by(None)
    .where(
        metadata_instances.c.template_id == sa.bindparam("template_id", type_=sa.BigInteger),
        metadata_instances.c.item_id > sa.bindparam("after", type_=sa.BigInteger),
    )
    .order_by(metadata_instances.c.item_id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    _instance,
)
_BY_UUID = query(INSTANCES.where(metadata_instances.c.uuid == sa.bindparam("uuid"), _VISIBLE), _instance)


async def instances_on(reader: Reader, item_ids: Iterable[int], enterprise_id: int) -> Sequence[Instance]:
    """The instances on items that somebody of this enterprise may know of, in the order in which they were applied."""
    return await _with_nodes(reader, await reader.all(_ON_ITEMS, ids=list(item_ids), enterprise_id=enterprise_id))


async def all_instances_on(reader: Reader, item_ids: Iterable[int]) -> Sequence[Instance]:
    """The same of every enterprise's templates."""
    return await _with_nodes(reader, await reader.all(_ALL_ON_ITEMS, ids=list(item_ids)))


async def instances_of(reader: Reader, template_id: int, *, after: int, limit: int) -> Sequence[Instance]:
    """The next instances of a template, in the order of the items that they are on."""
    return await reader.all(_OF_TEMPLATE, template_id=template_id, after=after, limit=limit)


async def find_instance_row(reader: Reader, identity: str, enterprise_id: int) -> Instance | None:
    """The instance with this id on the wire, if somebody of this enterprise may know of its template."""
    return await reader.one(_BY_UUID, uuid=identity, enterprise_id=enterprise_id)


async def _with_nodes(reader: Reader, instances: list[Instance]) -> list[Instance]:
    """The instances with their nodes, which are asked for only where a value is one."""
    numbers = [stored_nodes(one.template, one.stored) for one in instances]
    known = await nodes_by_id(reader, set().union(*numbers))
    if not known:
        return instances
    return [
        msgspec.structs.replace(one, nodes={number: known[number] for number in own if number in known})
        for one, own in zip(instances, numbers, strict=True)
    ]


def is_of(instance: Instance, enterprise_id: int | None, template_key: str) -> bool:
    """Whether an instance is of the template of this key, of an enterprise or (None) of all."""
    template = instance.template
    return (template.enterprise_id, template.template_key) == (enterprise_id, template_key)


def new_instance(
    tx: Transaction, item: Item, template: Template, stored: Stored, nodes: Nodes, *, policy_id: int | None = None
) -> Instance:
    """An instance that is not written yet."""
    return Instance(tx.new_id(), new_uuid(), item.id, stored, 0, policy_id, template, nodes)


async def insert_instances(tx: Transaction, instances: Sequence[Instance], enterprise_of: dict[int, int]) -> None:
    """Write new instances with their values; `enterprise_of` says whose each item is."""
    rows = [
        {
            **{name: getattr(one, name) for name in _OWN},
            "enterprise_id": one.template.enterprise_id or enterprise_of[one.item_id],
            "template_id": one.template.id,
            "global_key": None if one.template.id else one.template.template_key,
        }
        for one in instances
    ]
    await tx.insert_many(metadata_instances, rows)
    await _insert_values(tx, instances)
    await retain_by_metadata(tx, instances)


async def rewrite_instance(
    tx: Transaction, before: Instance, stored: Stored, nodes: Nodes, policy_id: int | None = None
) -> Instance:
    """Give an instance other values."""
    changed = msgspec.structs.replace(
        before, stored=stored, nodes=nodes, version=before.version + 1, policy_id=policy_id
    )
    values = {name: getattr(changed, name) for name in ("stored", "version", "policy_id")}
    await tx.update(metadata_instances, {"id": before.id}, **values)
    await tx.delete(metadata_values, instance_id=before.id)
    await _insert_values(tx, [changed])
    await retain_by_metadata(tx, [changed])
    return changed


async def delete_instance_row(tx: Transaction, instance: Instance) -> None:
    """Remove an instance with its values."""
    await tx.delete(metadata_instances, id=instance.id)


async def _insert_values(tx: Transaction, instances: Sequence[Instance]) -> None:
    rows = [{"instance_id": one.id, **row} for one in instances for row in rows_of_values(one.template, one.stored)]
    if rows:
        await tx.insert_many(metadata_values, rows)
