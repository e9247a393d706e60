"""What skills report: how far an invocation is, and the cards that are to be on its file.

https://developer.box.com/reference/put-skill-invocations-id/
"""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import Conflict, NotFound
from holdall.base.ids import number_in
from holdall.base.json_patch import Step
from holdall.content.identity.subject import Subject
from holdall.content.items.tables import ItemType
from holdall.content.metadata.instances import Place, apply_instance, change_instance
from holdall.content.metadata.template_rows import GLOBAL, SKILL_CARDS
from holdall.content.skills.rules import find_skill
from holdall.content.skills.tables import skill_invocations

Status = Literal["invoked", "processing", "success", "transient_failure", "permanent_failure"]


class Invocation(msgspec.Struct, frozen=True):
    """A row of `skill_invocations`. Instants in microseconds UTC."""

    id: str
    skill_id: int
    file_id: int
    version_id: int
    status: Status
    usage: dict[str, Any] | None
    created_at: int
    changed_at: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a skill says of a file: `version_id` only where it says so itself."""

    status: Status
    cards: Sequence[dict[str, Any]]
    file_id: int
    version_id: int | None = None
    usage: dict[str, Any] | None = None


_ROW = rows_of(Invocation, skill_invocations)
_BY_ID = query(
    sa.select(*_ROW).where(skill_invocations.c.id == sa.bindparam("id", type_=sa.Text)).with_for_update(), Invocation
)
_LATEST_ON = query(
    sa.select(*_ROW)
    .where(
        skill_invocations.c.skill_id == sa.bindparam("skill_id", type_=sa.BigInteger),
        skill_invocations.c.file_id == sa.bindparam("file_id", type_=sa.BigInteger),
    )
    .order_by(skill_invocations.c.event_sequence.desc())
    .limit(1)
    .with_for_update(),
    Invocation,
)
_LATEST = query(
    sa.select(*_ROW)
    .order_by(skill_invocations.c.created_at.desc(), skill_invocations.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    Invocation,
)


async def report(tx: Transaction, subject: Subject, identity: str, told: Report) -> Invocation:
    """A unit: note how far an invocation is, and put its cards on the file in the place of all that are there.

    `identity` is the id of the skill, of which the latest invocation on the file is meant, or of the invocation. Raises
    NotFound where the subject's application has no such invocation, or the file is not within the reach of its token;
    Forbidden; BadRequest for cards that are none.
    """
    invocation = await _find(tx, subject, identity, told)
    await _put_cards(tx, subject, told)
    changed = msgspec.structs.replace(
        invocation, status=told.status, usage=told.usage or invocation.usage, changed_at=tx.now
    )
    await tx.update(
        skill_invocations,
        {"id": invocation.id},
        status=changed.status,
        usage=changed.usage,
        changed_at=changed.changed_at,
    )
    return changed


async def latest_invocations(reader: Reader, limit: int) -> Sequence[Invocation]:
    """What skills were told of, the latest first, for the operator."""
    return await reader.all(_LATEST, limit=limit)


async def _find(tx: Transaction, subject: Subject, identity: str, told: Report) -> Invocation:
    skill_id = number_in(identity)
    if skill_id is None:
        invocation = await tx.one(_BY_ID, id=identity)
    else:
        invocation = await tx.one(_LATEST_ON, skill_id=skill_id, file_id=told.file_id)
    skill = None if invocation is None else await find_skill(tx, invocation.skill_id)
    if (
        invocation is None
        or skill is None
        or skill.application_id != subject.application_id
        or invocation.file_id != told.file_id
        or told.version_id not in {None, invocation.version_id}
    ):
        raise NotFound(f"Skill or invocation {identity} has not been told of file {told.file_id}")
    return invocation


async def _put_cards(tx: Transaction, subject: Subject, told: Report) -> None:
    place = Place(told.file_id, ItemType.FILE, GLOBAL, SKILL_CARDS)
    cards = list(told.cards)
    try:
        await apply_instance(tx, subject, place, {"cards": cards})
    except Conflict:
        await change_instance(tx, subject, place, [Step(op="add", path="/cards", value=cards)])
