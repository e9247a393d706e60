"""Retention policies, their assignments, and the versions that they retain, on the wire."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from holdall.base.clock import format_instant
from holdall.base.db.database import Reader
from holdall.box.views.governance import instant_or_none, versions_with_files
from holdall.box.views.plain import Document, View
from holdall.box.views.users import NOBODY, UserMini, user_minis
from holdall.content.governance.assignments import Assignment, assignments_by_id, count_assignments
from holdall.content.governance.coverage import winner
from holdall.content.governance.listing import Listed
from holdall.content.governance.retentions import INDEFINITE, NO_EXTENSION, RetentionPolicy, retentions_by_id

TARGETS = ("enterprise", "folder", "metadata_template")


class _Row(msgspec.Struct, frozen=True):
    """A policy, and what its fields read besides its own row."""

    policy: RetentionPolicy
    counts: Mapping[str, int]
    people: Mapping[int | None, UserMini]

    @property
    def id(self) -> int:
        return self.policy.id


def _length(row: _Row) -> str:
    return INDEFINITE if row.policy.retention_length is None else str(row.policy.retention_length)


def _extension(row: _Row) -> str:
    return str(row.policy.max_extension_length) if row.policy.max_extension_length else NO_EXTENSION


_MINI = ("policy_name", "retention_length", "disposition_action", "max_extension_length")
_FIELDS = {
    "type": lambda row: "retention_policy",
    "id": lambda row: str(row.policy.id),
    "policy_name": lambda row: row.policy.policy_name,
    "retention_length": _length,
    "disposition_action": lambda row: row.policy.disposition_action,
    "max_extension_length": _extension,
    "description": lambda row: row.policy.description,
    "policy_type": lambda row: row.policy.policy_type,
    "retention_type": lambda row: row.policy.retention_type,
    "status": lambda row: row.policy.status,
    "created_by": lambda row: row.people.get(row.policy.created_by, NOBODY),
    "created_at": lambda row: format_instant(row.policy.created_at),
    "modified_at": lambda row: format_instant(row.policy.modified_at),
    "can_owner_extend_retention": lambda row: row.policy.can_owner_extend_retention,
    "are_owners_notified": lambda row: row.policy.are_owners_notified,
    "custom_notification_recipients": lambda row: [
        row.people[one] for one in row.policy.recipients if one in row.people
    ],
    "assignment_counts": lambda row: {name: row.counts.get(name, 0) for name in TARGETS},
}
RETENTIONS: View[Any] = View(_FIELDS, mini=_MINI, standard=_FIELDS)


async def retentions_to_render(reader: Reader, policies: Sequence[RetentionPolicy]) -> list[_Row]:
    """Policies with what their fields read; two queries for any number."""
    counts = await count_assignments(reader, [one.id for one in policies], of_hold=False)
    people = await user_minis(reader, {one for policy in policies for one in (policy.created_by, *policy.recipients)})
    return [_Row(one, counts.get(one.id, {}), people) for one in policies]


async def render_retention(reader: Reader, policy: RetentionPolicy, fields: tuple[str, ...] | None = None) -> Document:
    """One retention policy."""
    [row] = await retentions_to_render(reader, [policy])
    return RETENTIONS.render(row, fields)


def _mini(policy: RetentionPolicy) -> Document:
    return RETENTIONS.mini(_Row(policy, {}, {}))


class _Assigned(msgspec.Struct, frozen=True):
    assignment: Assignment
    policies: Mapping[int, RetentionPolicy]
    people: Mapping[int | None, UserMini]

    @property
    def id(self) -> int:
        return self.assignment.id


def _assigned_to(row: _Assigned) -> Document:
    target_type = row.assignment.target_type
    return {"type": target_type, "id": None if target_type == "enterprise" else row.assignment.target_id}


_ASSIGNMENT_FIELDS = {
    "type": lambda row: "retention_policy_assignment",
    "id": lambda row: str(row.assignment.id),
    "retention_policy": lambda row: _mini(row.policies[row.assignment.retention_policy_id]),
    "assigned_to": _assigned_to,
    "filter_fields": lambda row: row.assignment.filter_fields or [],
    "assigned_by": lambda row: row.people.get(row.assignment.assigned_by, NOBODY),
    "assigned_at": lambda row: format_instant(row.assignment.assigned_at),
    "start_date_field": lambda row: row.assignment.start_date_field or "upload_date",
}
RETENTION_ASSIGNMENTS: View[Any] = View(_ASSIGNMENT_FIELDS, mini=(), standard=_ASSIGNMENT_FIELDS)


async def retention_assignments_to_render(reader: Reader, assignments: Sequence[Assignment]) -> list[_Assigned]:
    """Assignments with their policies and the people that they name; two queries for any number."""
    ids = {one.retention_policy_id for one in assignments if one.retention_policy_id is not None}
    policies = await retentions_by_id(reader, list(ids))
    people = await user_minis(reader, [one.assigned_by for one in assignments])
    return [_Assigned(one, policies, people) for one in assignments if one.retention_policy_id in policies]


async def render_retention_assignment(
    reader: Reader, assignment: Assignment, fields: tuple[str, ...] | None = None
) -> Document:
    """One assignment of a retention policy."""
    [row] = await retention_assignments_to_render(reader, [assignment])
    return RETENTION_ASSIGNMENTS.render(row, fields)


async def render_retained_files(reader: Reader, listed: Sequence[Listed]) -> list[Document]:
    """The files of versions, each with the version that is retained."""
    found = await versions_with_files(reader, listed)
    return [{**file, "file_version": version} for _, version, file, _ in found]


async def render_retained_versions(reader: Reader, listed: Sequence[Listed]) -> list[Document]:
    """Versions that are retained, with the policy that they follow; a few queries for any number."""
    won = {one.version_id: cover for one in listed if (cover := winner(one.covers)) is not None}
    policies = await retentions_by_id(reader, list({one.retention_policy_id or 0 for one in won.values()}))
    ids = {one.assignment_id for one in won.values()}
    since = {one.id: one.assigned_at for one in await assignments_by_id(reader, ids)}
    documents = []
    for one, version, file, made_at in await versions_with_files(reader, listed):
        cover = won[one.version_id]
        policy = policies.get(cover.retention_policy_id or 0)
        if policy is None:
            continue  # it was deleted a moment ago
        documents.append(
            {
                "type": "file_version_retention",
                "id": str(one.version_id),
                "file_version": version,
                "file": file,
                "applied_at": format_instant(max(made_at, since.get(cover.assignment_id, made_at))),
                "disposition_at": instant_or_none(cover.ends_at),
                "winning_retention_policy": _mini(policy),
            }
        )
    return documents
