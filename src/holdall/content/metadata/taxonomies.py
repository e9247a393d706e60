"""Taxonomies of an enterprise and their levels: made, changed and removed by its administrators, read by everybody in it.

https://developer.box.com/guides/metadata/taxonomies/. Whatever changes a taxonomy, its levels or its nodes locks its row.
"""

import re
from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, NotFound
from holdall.base.ids import new_uuid
from holdall.content.identity.locking import lock_enterprise
from holdall.content.identity.subject import Subject
from holdall.content.metadata.errors import already_there
from holdall.content.metadata.scopes import KEY_PATTERN, enterprise_of, is_key, require_administration
from holdall.content.metadata.tables import metadata_nodes, metadata_taxonomies
from holdall.content.metadata.taxonomy_rows import Level, Taxonomy, find_taxonomy_row, page_of_taxonomies
from holdall.content.metadata.templates import check_display_name
from holdall.content.orders import place_order

TAXONOMY_REMOVAL = "remove metadata taxonomy"
"""The workflow that removes what a deleted taxonomy leaves behind."""
MOST_LEVELS = 10

_KEY_LENGTH, _TEXT_LENGTH = 256, 4096


class Named(msgspec.Struct, frozen=True):
    """A taxonomy as the wire names it."""

    namespace: str
    key: str


_ON_LEVEL = query(
    sa.select(metadata_nodes.c.id)
    .where(
        metadata_nodes.c.taxonomy_id == sa.bindparam("taxonomy_id", type_=sa.BigInteger),
        metadata_nodes.c.level == sa.bindparam("level", type_=sa.BigInteger),
    )
    .limit(1)
)


async def find_taxonomy(reader: Reader, subject: Subject, name: Named, *, lock: bool = False) -> Taxonomy:
    """The taxonomy of a namespace and key; raises NotFound, or InvalidParameter for the namespace."""
    try:
        enterprise_id = enterprise_of(subject, name.namespace, "namespace")
    except LookupError:
        enterprise_id = None
    found = None if enterprise_id is None else await find_taxonomy_row(reader, enterprise_id, name.key, lock=lock)
    if found is None:
        raise NotFound(f"There is no metadata taxonomy {name.namespace}.{name.key}")
    return found


async def find_to_change(tx: Transaction, subject: Subject, name: Named) -> Taxonomy:
    """The same, locked, for an administrator; raises Forbidden too."""
    found = await find_taxonomy(tx, subject, name, lock=True)
    require_administration(subject, name.namespace, "taxonomies")
    return found


async def list_taxonomies(
    reader: Reader, subject: Subject, namespace: str, *, after: int, limit: int
) -> Sequence[Taxonomy]:
    """The next taxonomies of a namespace behind the row `after`; there are no global ones.

    Raises InvalidParameter for what is no namespace, and NotFound for another enterprise's.
    """
    try:
        enterprise_id = enterprise_of(subject, namespace, "namespace")
    except LookupError:
        raise NotFound(f"There is no namespace {namespace}") from None
    return [] if enterprise_id is None else await page_of_taxonomies(reader, enterprise_id, after=after, limit=limit)


async def create_taxonomy(
    tx: Transaction, subject: Subject, *, namespace: str, display_name: str, key: str | None
) -> Taxonomy:
    """A unit: make a taxonomy without levels; raises Forbidden, BadRequest, or Conflict for a key that is taken."""
    require_administration(subject, namespace, "taxonomies", "namespace")
    check_display_name(display_name)
    await lock_enterprise(tx, subject.enterprise_id)
    if key is None:
        key = await _free_key(tx, subject, display_name)
    elif not is_key(key, _KEY_LENGTH):
        raise BadRequest(f"key: {key[:_KEY_LENGTH]!r} is no key: {KEY_PATTERN}, {_KEY_LENGTH} characters at most")
    elif await find_taxonomy_row(tx, subject.enterprise_id, key) is not None:
        raise already_there(f"There is a metadata taxonomy {key} already")
    made = Taxonomy(tx.new_id(), new_uuid(), subject.enterprise_id, key, display_name, ())
    await tx.insert(metadata_taxonomies, **msgspec.structs.asdict(made) | {"levels": [], "deleted_at": None})
    return made


async def rename_taxonomy(tx: Transaction, subject: Subject, name: Named, display_name: str) -> Taxonomy:
    """A unit: give a taxonomy another name; its key stays. Raises NotFound, Forbidden or BadRequest."""
    found = await find_to_change(tx, subject, name)
    check_display_name(display_name)
    await tx.update(metadata_taxonomies, {"id": found.id}, display_name=display_name)
    return msgspec.structs.replace(found, display_name=display_name)


async def delete_taxonomy(tx: Transaction, subject: Subject, name: Named) -> None:
    """A unit: remove a taxonomy for good with its levels and nodes, in use or not; raises NotFound or Forbidden.

    From now on nobody sees any of it, on no item either; the rows go in batches, by an order.
    """
    found = await find_to_change(tx, subject, name)
    await tx.update(metadata_taxonomies, {"id": found.id}, deleted_at=tx.now)
    await place_order(tx, TAXONOMY_REMOVAL, found.id)


async def add_levels(
    tx: Transaction, subject: Subject, name: Named, levels: Sequence[tuple[Level, int | None]]
) -> Taxonomy:
    """A unit: put levels below those that there are, each with the index that it was announced with, if it was.

    Raises NotFound, Forbidden or BadRequest.
    """
    found = await find_to_change(tx, subject, name)
    if not levels or len(found.levels) + len(levels) > MOST_LEVELS:
        raise BadRequest(f"A taxonomy has 1 to {MOST_LEVELS} levels; {name.key} has {len(found.levels)}")
    for index, (level, announced) in enumerate(levels, len(found.levels) + 1):
        _check_level(level)
        if announced not in {None, index}:
            raise BadRequest(f"level: {level.display_name!r} would be level {index}, not {announced}")
    return await _with_levels(tx, found, (*found.levels, *(level for level, _ in levels)))


async def change_level(tx: Transaction, subject: Subject, name: Named, index: int, level: Level) -> Taxonomy:
    """A unit: another name for a level, and another description if one is given; raises as `add_levels`."""
    found = await find_to_change(tx, subject, name)
    if not 1 <= index <= len(found.levels):
        raise NotFound(f"The taxonomy {name.key} has no level {index}")
    _check_level(level)
    if level.description is None:
        level = msgspec.structs.replace(level, description=found.levels[index - 1].description)
    return await _with_levels(tx, found, (*found.levels[: index - 1], level, *found.levels[index:]))


async def trim_levels(tx: Transaction, subject: Subject, name: Named) -> Taxonomy:
    """A unit: remove the last level, which must have no nodes; raises NotFound, Forbidden or BadRequest."""
    found = await find_to_change(tx, subject, name)
    if not found.levels:
        raise BadRequest(f"The taxonomy {name.key} has no level to remove")
    if await tx.value(_ON_LEVEL, taxonomy_id=found.id, level=len(found.levels)) is not None:
        raise BadRequest(f"Level {len(found.levels)} of the taxonomy {name.key} has nodes: delete them first")
    return await _with_levels(tx, found, found.levels[:-1])


async def _with_levels(tx: Transaction, taxonomy: Taxonomy, levels: tuple[Level, ...]) -> Taxonomy:
    await tx.update(metadata_taxonomies, {"id": taxonomy.id}, levels=msgspec.to_builtins(levels))
    return msgspec.structs.replace(taxonomy, levels=levels)


def _check_level(level: Level) -> None:
    check_display_name(level.display_name)
    if level.description is not None and len(level.description) > _TEXT_LENGTH:
        raise BadRequest(f"description: has {_TEXT_LENGTH} characters at most")


async def _free_key(tx: Transaction, subject: Subject, display_name: str) -> str:
    """A key made of a name, as in: Sales Regions, sales_regions."""
    key = re.sub(r"[^a-z0-9]", "_", display_name.lower())[: _KEY_LENGTH - 8]
    key = f"_{key}" if key[:1].isdigit() else key
    free, number = key, 1
    while await find_taxonomy_row(tx, subject.enterprise_id, free) is not None:
        free, number = f"{key}_{number}", number + 1
    return free
