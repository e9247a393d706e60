"""Legal hold policies: made, found, changed and released.

https://developer.box.com/reference/resources/legal-hold-policy/
"""

from collections.abc import Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa

from holdall.base.clock import parse_instant
from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Conflict, InvalidParameter, NotFound
from holdall.content.events.outbox import emit
from holdall.content.governance.assignments import ENDING
from holdall.content.governance.people import require_governor
from holdall.content.governance.tables import governance_assignments, legal_hold_policies
from holdall.content.governance.texts import check_description, check_name
from holdall.content.identity.locking import lock_enterprise
from holdall.content.identity.subject import Subject
from holdall.content.orders import place_order

Status = Literal["active", "applying", "releasing", "released"]


class HoldPolicy(msgspec.Struct, frozen=True):
    """A legal hold policy. Instants in microseconds UTC, those of the filter as they were given."""

    id: int
    enterprise_id: int
    policy_name: str
    description: str
    is_ongoing: bool
    filter_started_at: str | None
    filter_ended_at: str | None
    release_notes: str
    created_by: int
    created_at: int
    modified_at: int
    deleted_at: int | None
    released_at: int | None
    is_applying: bool

    @property
    def status(self) -> Status:
        """What is going on with it."""
        if self.deleted_at is not None:
            return "releasing" if self.released_at is None else "released"
        return "applying" if self.is_applying else "active"


_applying = (
    sa.exists()
    .where(
        governance_assignments.c.legal_hold_policy_id == legal_hold_policies.c.id,
        governance_assignments.c.applied_at.is_(None),
    )
    .label("is_applying")
)
_ROW = sa.select(
    *(legal_hold_policies.c[name] for name in HoldPolicy.__struct_fields__ if name != "is_applying"), _applying
)
_ENTERPRISE = sa.bindparam("enterprise_id", type_=sa.BigInteger)
_OWN = legal_hold_policies.c.enterprise_id == _ENTERPRISE
_IS_IT = legal_hold_policies.c.id == sa.bindparam("policy_id", type_=sa.BigInteger)
_FIND = query(_ROW.where(_IS_IT, _OWN), into=HoldPolicy)
_LOCK = query(sa.select(legal_hold_policies.c.id).where(_IS_IT, _OWN).with_for_update())
_NAMED = query(
    sa.select(legal_hold_policies.c.id).where(
        _OWN, legal_hold_policies.c.name_key == sa.bindparam("name_key"), legal_hold_policies.c.deleted_at.is_(None)
    )
)
_PREFIX = sa.bindparam("prefix", type_=sa.Text)
_PAGE = query(
    _ROW.where(
        _OWN,
        legal_hold_policies.c.id > sa.bindparam("after", type_=sa.BigInteger),
        sa.func.substr(legal_hold_policies.c.name_key, 1, sa.func.length(_PREFIX)) == _PREFIX,
    )
    .order_by(legal_hold_policies.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=HoldPolicy,
)


async def find_hold(reader: Reader, subject: Subject, policy_id: int) -> HoldPolicy:
    """A policy of the subject's enterprise, a released one too; raises InsufficientPermissions or NotFound."""
    policy = await reader.one(_FIND, policy_id=policy_id, enterprise_id=subject.enterprise_id)
    if policy is None:
        raise NotFound(f"There is no legal hold policy with id {policy_id}")
    require_governor(subject)
    return policy


async def list_holds(
    reader: Reader, subject: Subject, *, prefix: str = "", after: int = 0, limit: int
) -> Sequence[HoldPolicy]:
    """The next policies of the enterprise whose names begin so, whatever their case; raises InsufficientPermissions."""
    require_governor(subject)
    return await reader.all(
        _PAGE, enterprise_id=subject.enterprise_id, prefix=prefix.casefold(), after=after, limit=limit
    )


async def create_hold(
    tx: Transaction,
    subject: Subject,
    *,
    policy_name: str,
    description: str = "",
    is_ongoing: bool = False,
    filter_started_at: str | None = None,
    filter_ended_at: str | None = None,
) -> HoldPolicy:
    """A unit: make a policy, which holds nothing until it is assigned to something.

    Raises InsufficientPermissions, BadRequest, or Conflict where another has the name.
    """
    require_governor(subject)
    check_name(policy_name)
    check_description("description", description)
    _check_filter(filter_started_at, filter_ended_at, is_ongoing=is_ongoing)
    await _require_free_name(tx, subject, policy_name)
    policy_id = tx.new_id()
    await tx.insert(
        legal_hold_policies,
        id=policy_id,
        enterprise_id=subject.enterprise_id,
        policy_name=policy_name,
        name_key=policy_name.casefold(),
        description=description,
        is_ongoing=is_ongoing,
        filter_started_at=filter_started_at,
        filter_ended_at=filter_ended_at,
        release_notes="",
        created_by=subject.user_id,
        created_at=tx.now,
        modified_at=tx.now,
    )
    policy = await find_hold(tx, subject, policy_id)
    await _tell(tx, subject, "LEGAL_HOLD_POLICY_CREATE", policy)
    return policy


async def change_hold(
    tx: Transaction,
    subject: Subject,
    policy_id: int,
    *,
    policy_name: str | None = None,
    description: str | None = None,
    release_notes: str | None = None,
) -> HoldPolicy:
    """A unit: change what a policy is called and what is noted of it; what is None stays.

    Raises NotFound, InsufficientPermissions, BadRequest, or Conflict.
    """
    policy = await lock_hold(tx, subject, policy_id)
    values = {"policy_name": policy_name, "description": description, "release_notes": release_notes}
    given = {name: value for name, value in values.items() if value is not None}
    for name in given.keys() - {"policy_name"}:
        check_description(name, given[name])
    if policy_name is not None:
        check_name(policy_name)
        await _require_free_name(tx, subject, policy_name, but=policy.id)
        given["name_key"] = policy_name.casefold()
    if given:
        await tx.update(legal_hold_policies, {"id": policy.id}, **given, modified_at=tx.now)
        policy = await find_hold(tx, subject, policy_id)
        await _tell(tx, subject, "LEGAL_HOLD_POLICY_UPDATE", policy)
    return policy


async def release_hold(tx: Transaction, subject: Subject, policy_id: int) -> None:
    """A unit: ask for the release of a policy. What it holds is held until background work has taken it away.

    Raises NotFound, InsufficientPermissions, or Conflict where it is released, or being released, already.
    """
    policy = await lock_hold(tx, subject, policy_id)
    if policy.deleted_at is not None:
        raise Conflict(f"The legal hold policy {policy_id} is {policy.status} already")
    await tx.update(legal_hold_policies, {"id": policy.id}, deleted_at=tx.now)
    await tx.update(governance_assignments, {"legal_hold_policy_id": policy.id}, deleted_at=tx.now)
    await _tell(tx, subject, "LEGAL_HOLD_POLICY_DELETE", policy)
    await place_order(tx, ENDING)


async def lock_hold(tx: Transaction, subject: Subject, policy_id: int) -> HoldPolicy:
    """Part of a unit: a policy that nobody else changes meanwhile; raises as `find_hold` does."""
    await tx.one(_LOCK, policy_id=policy_id, enterprise_id=subject.enterprise_id)
    return await find_hold(tx, subject, policy_id)


def _check_filter(started: str | None, ended: str | None, *, is_ongoing: bool) -> None:
    instants = {}
    for name, text in (("filter_started_at", started), ("filter_ended_at", ended)):
        if text is not None:
            try:
                instants[name] = parse_instant(text)
            except (ValueError, OverflowError) as error:
                raise InvalidParameter(name, str(error)) from None
    if not is_ongoing and not instants:
        raise BadRequest("A policy that is not ongoing needs filter_started_at and filter_ended_at")
    if not is_ongoing and len(instants) == 1:
        missing = "filter_ended_at" if "filter_started_at" in instants else "filter_started_at"
        raise InvalidParameter(missing, "is required, unless is_ongoing is true")
    if len(instants) > 1 and instants["filter_started_at"] > instants["filter_ended_at"]:
        raise InvalidParameter("filter_ended_at", "must not be before filter_started_at")


async def _require_free_name(tx: Transaction, subject: Subject, name: str, *, but: int | None = None) -> None:
    await lock_enterprise(tx, subject.enterprise_id)  # names are unique in it
    owner = await tx.value(_NAMED, enterprise_id=subject.enterprise_id, name_key=name.casefold())
    if owner is not None and owner != but:
        raise Conflict(f"There is a legal hold policy called {name!r} already")


async def _tell(tx: Transaction, subject: Subject, event_type: str, policy: HoldPolicy) -> None:
    await emit(
        tx, subject, event_type, source_type="legal_hold_policy", source_id=policy.id, policy_name=policy.policy_name
    )
