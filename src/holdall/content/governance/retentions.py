"""Retention policies: made, found, changed, retired and deleted.

https://developer.box.com/reference/resources/retention-policy/
"""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
import sqlalchemy as sa
from msgspec import UNSET, UnsetType

from holdall.base.db import Transaction, contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Conflict, Forbidden, InvalidParameter, NotFound
from holdall.content.events.outbox import emit
from holdall.content.governance.assignments import ENDING
from holdall.content.governance.people import require_governor
from holdall.content.governance.tables import governance_assignments, retention_policies
from holdall.content.governance.texts import check_description, check_name
from holdall.content.identity.locking import lock_enterprise
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.orders import place_order

PolicyType = Literal["finite", "indefinite"]
DispositionAction = Literal["permanently_delete", "remove_retention"]
RetentionType = Literal["modifiable", "non_modifiable"]
INDEFINITE, NO_EXTENSION = "indefinite", "none"
LONGEST = 365_000
"""Days: the date after a thousand years can still be written."""


class RetentionPolicy(msgspec.Struct, frozen=True):
    """A retention policy. Instants in microseconds UTC, lengths in days."""

    id: int
    enterprise_id: int
    policy_name: str
    description: str
    retention_length: int | None
    disposition_action: str
    retention_type: str
    can_owner_extend_retention: bool
    max_extension_length: int | None
    are_owners_notified: bool
    recipients: list[int]
    created_by: int
    created_at: int
    modified_at: int
    retired_at: int | None

    @property
    def policy_type(self) -> PolicyType:
        """Whether it ends by itself."""
        return "indefinite" if self.retention_length is None else "finite"

    @property
    def status(self) -> Literal["active", "retired"]:
        """Whether it takes new content in."""
        return "active" if self.retired_at is None else "retired"


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a policy shall be like; what is UNSET stays as it is, or as it is at first."""

    policy_name: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    retention_length: int | UnsetType = UNSET
    disposition_action: DispositionAction | UnsetType = UNSET
    retention_type: RetentionType | UnsetType = UNSET
    can_owner_extend_retention: bool | UnsetType = UNSET
    max_extension_length: int | UnsetType = UNSET
    are_owners_notified: bool | UnsetType = UNSET
    recipients: list[int] | UnsetType = UNSET

    @property
    def values(self) -> dict[str, Any]:
        """The columns that are wished for."""
        return {name: value for name in self.__struct_fields__ if (value := getattr(self, name)) is not UNSET}


_FIRST: dict[str, Any] = {
    "description": "",
    "retention_length": None,
    "retention_type": "modifiable",
    "can_owner_extend_retention": False,
    "max_extension_length": None,
    "are_owners_notified": False,
    "recipients": [],
}

_ROW = sa.select(*rows_of(RetentionPolicy, retention_policies)).where(retention_policies.c.deleted_at.is_(None))
_OWN = retention_policies.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger)
_FIND = query(
    _ROW.where(retention_policies.c.id == sa.bindparam("policy_id", type_=sa.BigInteger), _OWN), into=RetentionPolicy
)
_LOCK = query(
    _ROW.where(retention_policies.c.id == sa.bindparam("policy_id", type_=sa.BigInteger), _OWN).with_for_update(),
    into=RetentionPolicy,
)
_BY_IDS = query(_ROW.where(contains(retention_policies.c.id, "ids")), into=RetentionPolicy)
_NAMED = query(
    sa.select(retention_policies.c.id).where(
        _OWN, retention_policies.c.name_key == sa.bindparam("name_key"), retention_policies.c.deleted_at.is_(None)
    )
)
_PREFIX = sa.bindparam("prefix", type_=sa.Text)
_TYPE = sa.bindparam("policy_type", type_=sa.Text)
_MAKER = sa.bindparam("created_by", type_=sa.BigInteger)
_PAGE = query(
    _ROW.where(
        _OWN,
        retention_policies.c.id > sa.bindparam("after", type_=sa.BigInteger),
        sa.func.substr(retention_policies.c.policy_name, 1, sa.func.length(_PREFIX)) == _PREFIX,
        sa.or_(_TYPE.is_(None), (_TYPE == INDEFINITE) == retention_policies.c.retention_length.is_(None)),
        sa.or_(_MAKER.is_(None), retention_policies.c.created_by == _MAKER),
    )
    .order_by(retention_policies.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=RetentionPolicy,
)
_COLLEAGUES = query(
    sa.select(users.c.id).where(
        contains(users.c.id, "ids"),
        users.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
        users.c.deleted_at.is_(None),
    )
)
_RETIRE = query(
    sa.update(governance_assignments)
    .where(governance_assignments.c.retention_policy_id == sa.bindparam("policy_id", type_=sa.BigInteger))
    .values(covers_until=sa.bindparam("now", type_=sa.BigInteger))
)


async def find_retention(reader: Reader, subject: Subject, policy_id: int) -> RetentionPolicy:
    """A policy of the subject's enterprise; raises InsufficientPermissions or NotFound."""
    policy = await reader.one(_FIND, policy_id=policy_id, enterprise_id=subject.enterprise_id)
    return _known(subject, policy_id, policy)


async def lock_retention(tx: Transaction, subject: Subject, policy_id: int) -> RetentionPolicy:
    """Part of a unit: the same, which nobody else changes meanwhile."""
    policy = await tx.one(_LOCK, policy_id=policy_id, enterprise_id=subject.enterprise_id)
    return _known(subject, policy_id, policy)


async def retentions_by_id(reader: Reader, policy_ids: Sequence[int]) -> dict[int, RetentionPolicy]:
    """Policies by id, whoever may see them."""
    return {one.id: one for one in await reader.all(_BY_IDS, ids=list(policy_ids))}


async def list_retentions(
    reader: Reader,
    subject: Subject,
    *,
    prefix: str = "",
    policy_type: PolicyType | None = None,
    created_by: int | None = None,
    after: int = 0,
    limit: int,
) -> Sequence[RetentionPolicy]:
    """The next policies of the enterprise whose names begin exactly so; raises InsufficientPermissions.

    Raises NotFound where `created_by` is no user of the enterprise.
    """
    require_governor(subject)
    if created_by is not None:
        await _require_colleagues(reader, subject, [created_by])
    return await reader.all(
        _PAGE,
        enterprise_id=subject.enterprise_id,
        prefix=prefix,
        policy_type=policy_type,
        created_by=created_by,
        after=after,
        limit=limit,
    )


async def create_retention(tx: Transaction, subject: Subject, policy_type: PolicyType, wish: Wish) -> RetentionPolicy:
    """A unit: make a policy, which retains nothing until it is assigned to something.

    Raises InsufficientPermissions, BadRequest, NotFound for a recipient, or Conflict where another has the name.
    """
    require_governor(subject)
    values = _FIRST | wish.values
    if (policy_type == "finite") is (values["retention_length"] is None):
        needed = "is required" if policy_type == "finite" else "cannot be given to what is indefinite"
        raise InvalidParameter("retention_length", needed)
    await _check(tx, subject, values)
    policy_id = tx.new_id()
    await tx.insert(
        retention_policies,
        id=policy_id,
        enterprise_id=subject.enterprise_id,
        name_key=values["policy_name"].casefold(),
        created_by=subject.user_id,
        created_at=tx.now,
        modified_at=tx.now,
        **values,
    )
    policy = await find_retention(tx, subject, policy_id)
    await tell_retention(tx, subject, "DATA_RETENTION_CREATE_RETENTION", policy)
    return policy


async def change_retention(
    tx: Transaction, subject: Subject, policy_id: int, wish: Wish, *, retire: bool = False
) -> RetentionPolicy:
    """A unit: change a policy, for all that it retains already; a retired one takes no new content in.

    Raises NotFound, InsufficientPermissions, BadRequest, Conflict, and Forbidden for what a policy that is not modifiable
    does not let anybody do: to shorten it, or to make it modifiable again.
    """
    policy = await lock_retention(tx, subject, policy_id)
    wanted = wish.values
    if policy.retention_type == "non_modifiable":
        _check_lengthening(policy, wanted)
    if policy.retention_length is None and "retention_length" in wanted:
        raise InvalidParameter("retention_length", "cannot be given to what is indefinite")
    if wanted.get("disposition_action", policy.disposition_action) != "permanently_delete":
        wanted.setdefault("max_extension_length", None)
    now = {name: getattr(policy, name) for name in Wish.__struct_fields__}
    await _check(tx, subject, now | wanted, but=policy.id)
    if "policy_name" in wanted:
        wanted["name_key"] = wanted["policy_name"].casefold()
    if retire and policy.retired_at is None:
        wanted["retired_at"] = tx.now
        await tx.run(_RETIRE, policy_id=policy.id, now=tx.now)
    await tx.update(retention_policies, {"id": policy.id}, modified_at=tx.now, **wanted)
    await tx.update(governance_assignments, {"retention_policy_id": policy.id}, look_at=0)
    return await find_retention(tx, subject, policy_id)


async def delete_retention(tx: Transaction, subject: Subject, policy_id: int) -> None:
    """A unit: delete a policy, which retains nothing from now on.

    Raises NotFound, InsufficientPermissions, or Forbidden for one that is not modifiable.
    """
    policy = await lock_retention(tx, subject, policy_id)
    require_modifiable(policy, "deleted")
    await tx.update(retention_policies, {"id": policy.id}, deleted_at=tx.now)
    await tx.update(governance_assignments, {"retention_policy_id": policy.id}, deleted_at=tx.now)
    await tell_retention(tx, subject, "DATA_RETENTION_REMOVE_RETENTION", policy)
    await place_order(tx, ENDING)


def require_modifiable(policy: RetentionPolicy, doing: str) -> None:
    """Raise Forbidden for a policy that is not modifiable."""
    if policy.retention_type == "non_modifiable":
        raise Forbidden(f"The retention policy {policy.id} is not modifiable, so it can be retired, but not {doing}")


async def tell_retention(
    tx: Transaction, subject: Subject, event_type: str, policy: RetentionPolicy, **more: Any
) -> None:
    """Part of a unit: write an event about a policy."""
    told = {"policy_name": policy.policy_name, "disposition_action": policy.disposition_action, **more}
    await emit(tx, subject, event_type, source_type="retention_policy", source_id=policy.id, **told)


def _known(subject: Subject, policy_id: int, policy: RetentionPolicy | None) -> RetentionPolicy:
    if policy is None:
        raise NotFound(f"There is no retention policy with id {policy_id}")
    require_governor(subject)
    return policy


def _check_lengthening(policy: RetentionPolicy, wanted: dict[str, Any]) -> None:
    if wanted.get("retention_type") == "modifiable":
        raise Forbidden(f"The retention policy {policy.id} cannot be made modifiable again")
    length = wanted.get("retention_length")
    if length is not None and policy.retention_length is not None and length < policy.retention_length:
        raise Forbidden(
            f"The retention policy {policy.id} is not modifiable, so it can be lengthened, but not shortened"
        )


async def _check(tx: Transaction, subject: Subject, values: dict[str, Any], *, but: int | None = None) -> None:
    check_name(values["policy_name"])
    check_description("description", values["description"])
    length, extension = values["retention_length"], values["max_extension_length"]
    deletes = values["disposition_action"] == "permanently_delete"
    if length is not None and not 1 <= length <= LONGEST:
        raise InvalidParameter("retention_length", f"must be 1 to {LONGEST} days")
    if length is None and deletes:
        raise InvalidParameter(
            "disposition_action", "of an indefinite policy is remove_retention: nothing else can come"
        )
    if extension and (length is None or not deletes):
        raise InvalidParameter("max_extension_length", "is for finite policies that delete permanently")
    if extension is not None and not 0 <= extension <= LONGEST:
        raise InvalidParameter("max_extension_length", f"must be none, or 1 to {LONGEST} days")
    await _require_colleagues(tx, subject, values["recipients"])
    await lock_enterprise(tx, subject.enterprise_id)  # names are unique in it
    name = values["policy_name"]
    owner = await tx.value(_NAMED, enterprise_id=subject.enterprise_id, name_key=name.casefold())
    if owner is not None and owner != but:
        raise Conflict(f"There is a retention policy called {name!r} already")


async def _require_colleagues(reader: Reader, subject: Subject, user_ids: Sequence[int]) -> None:
    if not user_ids:
        return
    found = {one for (one,) in await reader.all(_COLLEAGUES, ids=list(user_ids), enterprise_id=subject.enterprise_id)}
    missing = [one for one in user_ids if one not in found]
    if missing:
        raise NotFound(f"There is no user with id {missing[0]} in the enterprise")


def read_days(name: str, value: str | int | None, *, word: str) -> int | None:
    """A number of days in a body, given as a number or its text; None for the word that stands for none of them.

    Raises InvalidParameter.
    """
    if value is None or value == word:
        return None
    text = str(value)
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LONGEST))):
        raise InvalidParameter(name, f"must be a number of days, or {word}")
    return int(text)


def check_known_status(policy: RetentionPolicy, status: str | None) -> bool:
    """Whether a wished status retires a policy; raises BadRequest for another, and for one that shall come back."""
    if status in {None, policy.status}:
        return False
    if status != "retired":
        raise BadRequest(
            f"status: {status!r} is none that a {policy.status} policy can get; it can be retired, for good"
        )
    return True
