"""Legal holds and retention on the wire."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.clock import LATEST, format_instant
from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.box.views.file_versions import render_versions
from holdall.box.views.plain import Document, View
from holdall.box.views.users import NOBODY, UserMini, user_minis
from holdall.content.governance.assignments import Assignment, assignments_by_id, count_assignments
from holdall.content.governance.holds import HoldPolicy
from holdall.content.governance.listing import Listed, Position, write_position
from holdall.content.items.rows import FIND_ITEMS, VERSION_COLUMNS, Item, Version, version_mini
from holdall.content.items.siblings import mini_of
from holdall.content.items.tables import versions

HOLD_TARGETS = ("user", "folder", "file", "file_version", "ownership", "interactions")


def instant_or_none(instant: int | None) -> str | None:
    """An instant as it is written; None where there is none, or none that is known."""
    return None if instant is None or instant >= LATEST else format_instant(instant)


class _Hold(msgspec.Struct, frozen=True):
    """A legal hold policy, and what its fields read besides its own row."""

    policy: HoldPolicy
    counts: Mapping[str, int]
    maker: UserMini

    @property
    def id(self) -> int:
        return self.policy.id


_HOLD_FIELDS = {
    "type": lambda row: "legal_hold_policy",
    "id": lambda row: str(row.policy.id),
    "policy_name": lambda row: row.policy.policy_name,
    "description": lambda row: row.policy.description,
    "status": lambda row: row.policy.status,
    "assignment_counts": lambda row: {name: row.counts.get(name, 0) for name in HOLD_TARGETS},
    "is_ongoing": lambda row: row.policy.is_ongoing,
    "created_by": lambda row: row.maker,
    "created_at": lambda row: format_instant(row.policy.created_at),
    "modified_at": lambda row: format_instant(row.policy.modified_at),
    "deleted_at": lambda row: instant_or_none(row.policy.deleted_at),
    "filter_started_at": lambda row: row.policy.filter_started_at,
    "filter_ended_at": lambda row: row.policy.filter_ended_at,
    "release_notes": lambda row: row.policy.release_notes,
}
HOLDS: View[Any] = View(_HOLD_FIELDS, mini=(), standard=_HOLD_FIELDS)


async def holds_to_render(reader: Reader, policies: Sequence[HoldPolicy]) -> list[_Hold]:
    """Policies with what their fields read; two queries for any number."""
    counts = await count_assignments(reader, [one.id for one in policies], of_hold=True)
    people = await user_minis(reader, [one.created_by for one in policies])
    return [_Hold(one, counts.get(one.id, {}), people.get(one.created_by, NOBODY)) for one in policies]


async def render_hold(reader: Reader, policy: HoldPolicy) -> Document:
    """One legal hold policy."""
    [row] = await holds_to_render(reader, [policy])
    return HOLDS.render(row)


class _Assigned(msgspec.Struct, frozen=True):
    assignment: Assignment
    people: Mapping[int | None, UserMini]

    @property
    def id(self) -> int:
        return self.assignment.id


_HOLD_ASSIGNMENT_FIELDS = {
    "type": lambda row: "legal_hold_policy_assignment",
    "id": lambda row: str(row.assignment.id),
    "legal_hold_policy": lambda row: {
        "type": "legal_hold_policy",
        "id": str(row.assignment.legal_hold_policy_id),
    },
    "assigned_to": lambda row: {"type": row.assignment.target_type, "id": row.assignment.target_id},
    "assigned_by": lambda row: row.people.get(row.assignment.assigned_by, NOBODY),
    "assigned_at": lambda row: format_instant(row.assignment.assigned_at),
    "deleted_at": lambda row: instant_or_none(row.assignment.deleted_at),
}
HOLD_ASSIGNMENTS: View[Any] = View(_HOLD_ASSIGNMENT_FIELDS, mini=(), standard=_HOLD_ASSIGNMENT_FIELDS)


async def assigned_to_render(reader: Reader, assignments: Sequence[Assignment]) -> list[_Assigned]:
    """Assignments with the people that they name; one query."""
    people = await user_minis(reader, [one.assigned_by for one in assignments])
    return [_Assigned(one, people) for one in assignments]


async def render_hold_assignment(reader: Reader, assignment: Assignment) -> Document:
    """One assignment of a legal hold policy."""
    [row] = await assigned_to_render(reader, [assignment])
    return HOLD_ASSIGNMENTS.render(row)


_FILE_MINI = ("type", "id", "etag", "sequence_id", "name", "sha1", "file_version")


def _mini_field(name: str) -> Callable[[Item], Any]:
    return lambda item: mini_of(item).get(name)


_FILE_FIELDS: dict[str, Callable[[Item], Any]] = {
    **{name: _mini_field(name) for name in _FILE_MINI},
    "description": lambda item: item.description,
    "size": lambda item: item.size,
    "created_at": lambda item: format_instant(item.created_at),
    "modified_at": lambda item: format_instant(item.modified_at),
    "content_created_at": lambda item: instant_or_none(item.content_created_at),
    "content_modified_at": lambda item: instant_or_none(item.content_modified_at),
    "trashed_at": lambda item: instant_or_none(item.trashed_at),
}
_FILES: View[Item] = View(_FILE_FIELDS, mini=_FILE_MINI, standard=_FILE_MINI)
"""Files as those who govern see them, whatever they may do with them."""

_FIND_VERSIONS = query(sa.select(*VERSION_COLUMNS).where(contains(versions.c.id, "ids")), into=Version)


async def kept_files(reader: Reader, listed: Sequence[Listed]) -> dict[int, Item]:
    """The files of versions, by id; one query."""
    return {item.id: item for item in await reader.all(FIND_ITEMS, ids=list({one.file_id for one in listed}))}


async def kept_contents(reader: Reader, version_ids: Iterable[int]) -> dict[int, Version]:
    """Versions by id; one query."""
    return {one.id: one for one in await reader.all(_FIND_VERSIONS, ids=list(version_ids))}


async def render_files(
    reader: Reader, listed: Sequence[Listed], fields: tuple[str, ...] | None = None
) -> list[Document]:
    """The files of versions, in their order."""
    files = await kept_files(reader, listed)
    return [_FILES.render(files[one.file_id], fields) for one in listed if one.file_id in files]


async def render_past_versions(
    reader: Reader, listed: Sequence[Listed], fields: tuple[str, ...] | None, *, retention: int
) -> list[Document]:
    """The versions themselves; `retention` is how many seconds the trash keeps them."""
    found = await kept_contents(reader, [one.version_id for one in listed])
    ordered = [found[one.version_id] for one in listed if one.version_id in found]
    return await render_versions(reader, ordered, fields, retention=retention)


async def versions_with_files(reader: Reader, listed: Sequence[Listed]) -> list[tuple[Listed, Document, Document, int]]:
    """Each version with its mini, the mini of its file, and when it was made; two queries for any number."""
    files, found = await kept_files(reader, listed), await kept_contents(reader, [one.version_id for one in listed])
    return [
        (one, version_mini(version.id, version.sha1), _FILES.mini(files[one.file_id]), version.created_at)
        for one in listed
        if one.file_id in files and (version := found.get(one.version_id)) is not None
    ]


async def render_hold_versions(reader: Reader, listed: Sequence[Listed]) -> list[Document]:
    """Versions that are on hold, with the assignments that hold them; a few queries for any number."""
    ids = {cover.assignment_id for one in listed for cover in one.covers if cover.is_hold}
    rows = await assigned_to_render(reader, await assignments_by_id(reader, ids))
    assigned = {row.id: HOLD_ASSIGNMENTS.render(row) for row in rows}
    return [
        {
            "type": "file_version_legal_hold",
            "id": str(one.version_id),
            "file_version": version,
            "file": file,
            "legal_hold_policy_assignments": [
                assigned[number] for number in sorted({c.assignment_id for c in one.covers}) if number in assigned
            ],
            "deleted_at": None,
        }
        for one, version, file, _ in await versions_with_files(reader, listed)
    ]


def page_of(entries: list[Document], limit: int, position: Position | None) -> Document:
    """A page of what is kept."""
    return {
        "entries": entries,
        "limit": limit,
        "next_marker": None if position is None else write_position(position),
        "prev_marker": None,
    }
