"""What a search is limited to besides its words. Instants in microseconds UTC, sizes in bytes, all bounds inclusive."""

from typing import Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains
from holdall.content.items.tables import ItemType, items, versions

Trash = Literal["non_trashed_only", "trashed_only", "all_items"]

LAST_VERSIONS = 10
"""How far back Box looks for who has updated a file."""


_OF_PLACES = frozenset({"owner_ids", "ancestor_ids", "deleter_ids", "deleted_from", "deleted_to"})


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """The limits of a search; None is no limit."""

    kind: ItemType | None = None
    extensions: tuple[str, ...] | None = None
    """Of files, in lower case and without the dot."""
    created_from: int | None = None
    created_to: int | None = None
    updated_from: int | None = None
    updated_to: int | None = None
    size_from: int | None = None
    size_to: int | None = None
    """A size limits the results to files and folders."""
    owner_ids: tuple[int, ...] | None = None
    updater_ids: tuple[int, ...] | None = None
    ancestor_ids: tuple[int, ...] | None = None
    deleter_ids: tuple[int, ...] | None = None
    deleted_from: int | None = None
    deleted_to: int | None = None
    trash: Trash = "non_trashed_only"

    @property
    def names(self) -> frozenset[str]:
        """The limits that are set; how to look into the trash is always one."""
        return frozenset(name for name in self.__struct_fields__ if getattr(self, name) is not None) - {"trash"}

    @property
    def asks_of_items(self) -> bool:
        """Whether any limit is on an item's own row, wherever it is."""
        return not self.names <= _OF_PLACES

    @property
    def asks_of_removal(self) -> bool:
        """Whether it matters when an item was put in the trash, or by whom."""
        return bool(self.names & {"deleter_ids", "deleted_from", "deleted_to"})

    def parameters(self) -> dict[str, object]:
        """The limits as parameters of a statement."""
        return {name: getattr(self, name) for name in self.names}


def of_items(names: frozenset[str]) -> list[sa.ColumnElement[bool]]:
    """The conditions on an item's own row."""
    bounds = {"created": items.c.created_at, "updated": items.c.modified_at, "size": items.c.size}
    conditions = [bound for name, column in bounds.items() for bound in within(names, name, column)]
    if "kind" in names:
        conditions.append(items.c.type == sa.bindparam("kind", type_=sa.SmallInteger))
    if "extensions" in names:
        conditions += [items.c.type == ItemType.FILE.value, _has_extension()]
    if names & {"size_from", "size_to"}:
        conditions.append(items.c.type != ItemType.WEB_LINK.value)
    if "updater_ids" in names:
        conditions.append(_was_updated())
    return conditions


def within(names: frozenset[str], name: str, column: sa.ColumnElement[int]) -> list[sa.ColumnElement[bool]]:
    """The conditions on a value that has a lower and an upper bound, as far as they are set."""
    conditions: list[sa.ColumnElement[bool]] = []
    if f"{name}_from" in names:
        conditions.append(column >= sa.bindparam(f"{name}_from", type_=sa.BigInteger))
    if f"{name}_to" in names:
        conditions.append(column <= sa.bindparam(f"{name}_to", type_=sa.BigInteger))
    return conditions


def _has_extension() -> sa.ColumnElement[bool]:
    """What follows the last dot of the name is one of the extensions; a dot at the beginning makes none."""
    key = items.c.name_key
    to_dot = sa.func.rtrim(key, sa.func.replace(key, ".", ""))
    extension = sa.func.substr(key, sa.func.length(to_dot) + 1, type_=sa.Text)
    return sa.and_(sa.func.length(to_dot) > 1, contains(extension, "extensions"))


def _was_updated() -> sa.ColumnElement[bool]:
    """By one of the users, now or with one of the file's last versions."""
    latest = versions.alias("latest")
    last = (
        sa.select(sa.func.max(latest.c.number)).where(latest.c.item_id == items.c.id).correlate(items).scalar_subquery()
    )
    made = sa.exists(sa.select(versions.c.id)).where(
        versions.c.item_id == items.c.id,
        contains(versions.c.created_by, "updater_ids"),
        versions.c.number > last - LAST_VERSIONS,
    )
    return sa.or_(contains(items.c.modified_by, "updater_ids"), made)
