"""Retention by metadata: files become places of an assignment when its template is applied to them.

They stay so when the template is taken away or gets other values, as at Box. What is written here is part of the unit that
writes the instances.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import sqlalchemy as sa

from holdall.base.clock import LATEST, parse_instant
from holdall.base.db import Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.content.governance.assignments import ASSIGNMENT_COLUMNS, Assignment
from holdall.content.governance.places import put_place
from holdall.content.governance.tables import governance_assignments
from holdall.content.items.tables import ItemType, items
from holdall.content.metadata.template_rows import Template

APPLYING = "apply retention"
"""The workflow that finds the files which a template is on already; its argument: the assignment."""
UPLOAD_DATE = "upload_date"


class OnFile(Protocol):
    """An instance of a template."""

    @property
    def item_id(self) -> int:
        """The item."""

    @property
    def template(self) -> Template:
        """The template."""

    @property
    def stored(self) -> dict[str, Any]:
        """The values, by the numbers of the fields."""


_OF_TEMPLATE = query(
    sa.select(*ASSIGNMENT_COLUMNS).where(
        governance_assignments.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
        governance_assignments.c.target_type == "metadata_template",
        governance_assignments.c.target_id == sa.bindparam("uuid", type_=sa.Text),
        governance_assignments.c.deleted_at.is_(None),
    ),
    into=Assignment,
)
_FILES = query(
    sa.select(items.c.id).where(
        contains(items.c.id, "ids"),
        items.c.type == ItemType.FILE.value,
        items.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
    )
)


async def retain_by_metadata(tx: Transaction, instances: Sequence[OnFile]) -> None:
    """Part of a unit that writes instances: let the assignments of their templates retain the files they are on."""
    by_template: dict[str, list[OnFile]] = {}
    for one in instances:
        if one.template.enterprise_id is not None:
            by_template.setdefault(one.template.uuid, []).append(one)
    for uuid, found in by_template.items():
        template = found[0].template
        for assignment in await tx.all(_OF_TEMPLATE, enterprise_id=template.enterprise_id, uuid=uuid):
            if assignment.covers_until > tx.now:  # a retired policy takes nothing new in
                await retain_instances(tx, assignment, found)


async def retain_instances(tx: Transaction, assignment: Assignment, instances: Sequence[OnFile]) -> None:
    """Part of a unit: the same for one assignment and instances of its template."""
    matching = {one.item_id: one for one in instances if _matches(assignment, one.template, one.stored)}
    for item_id in await _files_of(tx, assignment.enterprise_id, matching):
        one = matching[item_id]
        await put_place(tx, assignment.id, item_id, start_at=_start(assignment, one.template, one.stored))


async def _files_of(reader: Reader, enterprise_id: int, item_ids: Iterable[int]) -> list[int]:
    ids = list(item_ids)
    return [one for (one,) in await reader.all(_FILES, ids=ids, enterprise_id=enterprise_id)] if ids else []


def _matches(assignment: Assignment, template: Template, stored: Mapping[str, Any]) -> bool:
    for wanted in assignment.filter_fields or ():
        field = next((one for one in template.fields if one.id == wanted["field"]), None)
        option = None if field is None else next((one for one in field.options if one.id == wanted["value"]), None)
        if field is None or option is None:
            return False
        value = stored.get(str(field.number))
        if option.number not in (value if isinstance(value, list) else [value]):
            return False
    return True


def _start(assignment: Assignment, template: Template, stored: Mapping[str, Any]) -> int | None:
    """When the retention begins: LATEST where its date is not known yet, None with the upload of each version."""
    if assignment.start_date_field in {None, UPLOAD_DATE}:
        return None
    field = next((one for one in template.fields if one.id == assignment.start_date_field), None)
    date = None if field is None else stored.get(str(field.number))
    return LATEST if date is None else parse_instant(date)
