"""What retention policies are assigned to: folders, the enterprise's new content, files with a metadata template.

https://developer.box.com/reference/resources/retention-policy-assignment/
"""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.clock import EARLIEST, LATEST
from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Conflict, InvalidParameter, NotFound
from holdall.base.ids import number_in
from holdall.content.governance.assignments import (
    ENDING,
    Assignment,
    assignments_to,
    find_assignment,
    page_of_assignments,
)
from holdall.content.governance.by_metadata import APPLYING, UPLOAD_DATE
from holdall.content.governance.people import require_governor
from holdall.content.governance.places import is_within_reach, put_place
from holdall.content.governance.retentions import (
    RetentionPolicy,
    find_retention,
    lock_retention,
    require_modifiable,
    retentions_by_id,
    tell_retention,
)
from holdall.content.governance.tables import governance_assignments
from holdall.content.identity.subject import Subject
from holdall.content.items.tables import ItemType, items
from holdall.content.metadata.template_rows import WITH_OPTIONS, Template, find_row_by_uuid
from holdall.content.orders import place_order

TargetType = Literal["enterprise", "folder", "metadata_template"]

_FIND_FOLDER = query(
    sa.select(items.c.parent_id).where(
        items.c.id == sa.bindparam("folder_id", type_=sa.BigInteger),
        items.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
        items.c.type == ItemType.FOLDER.value,
    )
)


class Target(msgspec.Struct, frozen=True):
    """What to retain, as the wire names it."""

    type: TargetType
    id: str | None = None
    filter_fields: tuple[tuple[str, str], ...] = ()
    """The field and the value of a template that a file must have, by their ids."""
    start_date_field: str | None = None


async def assign_retention(tx: Transaction, subject: Subject, policy_id: int, target: Target) -> Assignment:
    """A unit: retain something from now on; of a metadata template, as soon as background work has found it.

    Raises NotFound for the policy or the target, InsufficientPermissions, BadRequest, or Conflict where something as long is
    assigned to it already.
    """
    policy = await lock_retention(tx, subject, policy_id)
    if policy.retired_at is not None:
        raise BadRequest(f"The retention policy {policy_id} is retired, so it takes nothing new in")
    target_id, folder_id = await _find_target(tx, subject, policy, target)
    await _require_longer(tx, subject, policy, target, target_id)
    assignment = Assignment(
        id=tx.new_id(),
        enterprise_id=subject.enterprise_id,
        legal_hold_policy_id=None,
        retention_policy_id=policy.id,
        target_type=target.type,
        target_id=target_id,
        assigned_by=subject.user_id,
        assigned_at=tx.now,
        covers_from=tx.now if target.type == "enterprise" else EARLIEST,
        covers_until=LATEST,
        is_ongoing=True,
        applied_at=None if target.type == "metadata_template" else tx.now,
        deleted_at=None,
        filter_fields=_filters(target),
        start_date_field=target.start_date_field,
        notified_until=0,
        look_at=0,
    )
    await tx.insert(governance_assignments, **msgspec.structs.asdict(assignment))
    if folder_id is not None:
        await put_place(tx, assignment.id, folder_id)
    if assignment.applied_at is None:
        await place_order(tx, APPLYING, assignment.id)
    told = {"assignment_id": assignment.id, "assigned_to": {"type": target.type, "id": target_id}}
    await tell_retention(tx, subject, "RETENTION_POLICY_ASSIGNMENT_ADD", policy, **told)
    return assignment


async def find_retention_assignment(reader: Reader, subject: Subject, assignment_id: int) -> Assignment:
    """An assignment; raises InsufficientPermissions or NotFound."""
    assignment = await find_assignment(reader, subject.enterprise_id, assignment_id)
    if assignment is None or assignment.retention_policy_id is None or assignment.deleted_at is not None:
        raise NotFound(f"There is no retention policy assignment with id {assignment_id}")
    require_governor(subject)
    return assignment


async def list_retention_assignments(
    reader: Reader, subject: Subject, policy_id: int, *, target_type: str | None = None, after: int = 0, limit: int
) -> Sequence[Assignment]:
    """The next assignments of a policy; raises NotFound or InsufficientPermissions."""
    await find_retention(reader, subject, policy_id)
    return await page_of_assignments(
        reader, policy_id, of_hold=False, target_type=target_type, after=after, limit=limit
    )


async def end_retention_assignment(tx: Transaction, subject: Subject, assignment_id: int) -> None:
    """A unit: retain something no more; raises NotFound, InsufficientPermissions, or Forbidden.

    Forbidden is where the policy is not modifiable.
    """
    assignment = await find_retention_assignment(tx, subject, assignment_id)
    assert assignment.retention_policy_id is not None
    policy = await lock_retention(tx, subject, assignment.retention_policy_id)
    await find_retention_assignment(tx, subject, assignment_id)
    require_modifiable(policy, "taken away from something")
    await tx.update(governance_assignments, {"id": assignment.id}, deleted_at=tx.now)
    await tell_retention(tx, subject, "DATA_RETENTION_REMOVE_RETENTION", policy, assignment_id=assignment.id)
    await place_order(tx, ENDING)


async def _find_target(
    tx: Transaction, subject: Subject, policy: RetentionPolicy, target: Target
) -> tuple[str, int | None]:
    """The id of a target, and the folder that it is; raises NotFound and BadRequest."""
    if target.type != "metadata_template":
        if target.start_date_field is not None:
            raise InvalidParameter("start_date_field", "is for metadata templates alone")
        if target.filter_fields:
            raise InvalidParameter("filter_fields", "is for metadata templates alone")
    if target.type == "enterprise":
        if target.id is not None:
            raise InvalidParameter("assign_to.id", "must be left out for the enterprise, which is the token's")
        return str(subject.enterprise_id), None
    if target.id is None:
        raise InvalidParameter("assign_to.id", "is required")
    if target.type == "folder":
        return target.id, await _find_folder(tx, subject, target.id)
    template = await find_row_by_uuid(tx, subject.enterprise_id, target.id)
    if template is None or template.enterprise_id is None:
        raise NotFound(f"There is no metadata template with id {target.id} in the enterprise")
    _check_fields(template, target, policy)
    return target.id, None


async def _find_folder(tx: Transaction, subject: Subject, text: str) -> int:
    missing = NotFound(f"There is no folder with id {text} in the enterprise")
    folder_id = number_in(text)
    if folder_id is None:
        raise missing
    found = await tx.one(_FIND_FOLDER, folder_id=folder_id, enterprise_id=subject.enterprise_id)
    if folder_id == 0 or (found is not None and found[0] is None):
        raise BadRequest("A root folder cannot be retained: name the folders in it, or the enterprise")
    if found is None or not await is_within_reach(tx, folder_id):
        raise missing
    return folder_id


def _check_fields(template: Template, target: Target, policy: RetentionPolicy) -> None:
    fields = {field.id: field for field in template.fields}
    if len(target.filter_fields) > 1:
        raise InvalidParameter("filter_fields", "names one field and value at most")
    for field_id, value in target.filter_fields:
        field = fields.get(field_id)
        if field is None or field.type not in WITH_OPTIONS:
            raise InvalidParameter("filter_fields", f"{field_id!r} is no field with options of the template")
        if not any(option.id == value for option in field.options):
            raise InvalidParameter("filter_fields", f"{value!r} is no option of the field {field.key}")
    if target.start_date_field is None:
        return
    if policy.retention_length is None:
        raise InvalidParameter("start_date_field", "makes no difference to an indefinite policy")
    start = fields.get(target.start_date_field)
    if target.start_date_field != UPLOAD_DATE and (start is None or start.type != "date"):
        raise InvalidParameter("start_date_field", f"{target.start_date_field!r} is no date field of the template")


def _filters(target: Target) -> list[dict[str, Any]] | None:
    return [{"field": field, "value": value} for field, value in target.filter_fields] or None


async def _require_longer(
    tx: Transaction, subject: Subject, policy: RetentionPolicy, target: Target, target_id: str
) -> None:
    """Raise Conflict where the target is retained as long already, by this policy or another."""
    present = [
        one
        for one in await assignments_to(tx, subject.enterprise_id, target.type, target_id)
        if one.retention_policy_id is not None and one.filter_fields == _filters(target)
    ]
    others = await retentions_by_id(tx, [one.retention_policy_id or 0 for one in present])
    for other in others.values():
        if other.id == policy.id or _days(other) >= _days(policy):
            raise Conflict(f"The retention policy {other.id}, which is as long or longer, is assigned to it already")


def _days(policy: RetentionPolicy) -> float:
    return float("inf") if policy.retention_length is None else policy.retention_length
