"""Information barriers on the wire: the barrier, its reports, and what its segments are made of."""

from typing import Any

from holdall.base.clock import format_instant
from holdall.box.views.plain import Document, SparseView, View
from holdall.content.barriers.barriers import Barrier
from holdall.content.barriers.members import Member
from holdall.content.barriers.reports import Report
from holdall.content.barriers.restrictions import Restriction
from holdall.content.barriers.segments import Segment


def _user(user_id: int) -> Document:
    return {"type": "user", "id": str(user_id)}


def _barrier(barrier_id: int) -> Document:
    return {"type": "shield_information_barrier", "id": str(barrier_id)}


def _segment(segment_id: int) -> Document:
    return {"type": "shield_information_barrier_segment", "id": str(segment_id)}


_HISTORY: dict[str, Any] = {
    "created_at": lambda one: format_instant(one.created_at),
    "created_by": lambda one: _user(one.created_by),
    "updated_at": lambda one: format_instant(one.updated_at),
    "updated_by": lambda one: _user(one.updated_by),
}


def _enabled_by(barrier: Barrier) -> Document | None:
    return None if barrier.enabled_at is None or barrier.enabled_by is None else _user(barrier.enabled_by)


def _details(report: Report) -> Document | None:
    return None if report.folder_id is None else {"details": {"folder_id": str(report.folder_id)}}


_BARRIER: dict[str, Any] = {
    "type": lambda barrier: "shield_information_barrier",
    "id": lambda barrier: str(barrier.id),
    "enterprise": lambda barrier: {"type": "enterprise", "id": str(barrier.enterprise_id)},
    "status": lambda barrier: barrier.status,
    **_HISTORY,
    "enabled_at": lambda barrier: None if barrier.enabled_at is None else format_instant(barrier.enabled_at),
    "enabled_by": _enabled_by,
}
_REPORT: dict[str, Any] = {
    "type": lambda report: "shield_information_barrier_report",
    "id": lambda report: str(report.id),
    "shield_information_barrier": lambda report: {"shield_information_barrier": _barrier(report.barrier_id)},
    "status": lambda report: report.status,
    "details": _details,
    "created_at": _HISTORY["created_at"],
    "created_by": _HISTORY["created_by"],
    "updated_at": _HISTORY["updated_at"],
}
_OF_SEGMENT: dict[str, Any] = {
    "type": lambda segment: "shield_information_barrier_segment",
    "id": lambda segment: str(segment.id),
    "shield_information_barrier": lambda segment: _barrier(segment.barrier_id),
    "name": lambda segment: segment.name,
    "description": lambda segment: segment.description,
    **_HISTORY,
}
_MEMBER: dict[str, Any] = {
    "type": lambda member: "shield_information_barrier_segment_member",
    "id": lambda member: str(member.id),
    "shield_information_barrier": lambda member: _barrier(member.barrier_id),
    "shield_information_barrier_segment": lambda member: _segment(member.segment_id),
    "user": lambda member: _user(member.user_id),
    **_HISTORY,
}
_RESTRICTION: dict[str, Any] = {
    "type": lambda restriction: "shield_information_barrier_segment_restriction",
    "id": lambda restriction: str(restriction.id),
    "shield_information_barrier": lambda restriction: _barrier(restriction.barrier_id),
    "shield_information_barrier_segment": lambda restriction: _segment(restriction.segment_id),
    "restricted_segment": lambda restriction: _segment(restriction.restricted_segment_id),
    **_HISTORY,
}

BARRIER = SparseView[Barrier](_BARRIER, mini=(), standard=_BARRIER)
REPORT = SparseView[Report](_REPORT, mini=(), standard=_REPORT)
SEGMENT = View[Segment](_OF_SEGMENT, mini=(), standard=_OF_SEGMENT)
MEMBER = View[Member](_MEMBER, mini=("user",), standard=_MEMBER)
RESTRICTION = View[Restriction](_RESTRICTION, mini=(), standard=_RESTRICTION)
