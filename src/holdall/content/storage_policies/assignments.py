"""Assignments of storage policies: an enterprise's holds for all its users who have none of their own.

https://developer.box.com/reference/resources/storage-policy-assignment/. An enterprise always has one: without a decision, the
first policy of the settings.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import Conflict, InvalidParameter, NotFound
from holdall.base.ids import number_in
from holdall.content.identity.locking import lock_enterprise
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.storage_policies.tables import storage_policy_assignments

AssigneeType = Literal["user", "enterprise"]


class Assignee(msgspec.Struct, frozen=True):
    """To whom a policy is assigned."""

    type: AssigneeType
    id: int

    @property
    def assignment_id(self) -> str:
        """The id of the one assignment to it."""
        return f"{self.type}_{self.id}"


class Assignment(msgspec.Struct, frozen=True):
    """A row of the table, or what holds for an enterprise without one."""

    id: str
    enterprise_id: int
    user_id: int | None
    store: str

    @property
    def assignee(self) -> Assignee:
        """To whom it is."""
        return Assignee("enterprise", self.enterprise_id) if self.user_id is None else Assignee("user", self.user_id)


_FIND = query(
    sa.select(*rows_of(Assignment, storage_policy_assignments)).where(
        storage_policy_assignments.c.id == sa.bindparam("id", type_=sa.Text)
    ),
    Assignment,
)
_USER = sa.select(users.c.id).where(
    users.c.id == sa.bindparam("user_id", type_=sa.BigInteger),
    users.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
    users.c.deleted_at.is_(None),
)
_FIND_USER, _LOCK_USER = query(_USER), query(_USER.with_for_update())


async def resolve(reader: Reader, subject: Subject, assignee: Assignee, policies: Sequence[str]) -> Assignment:
    """The assignment that holds for a user or the enterprise: its own, or the one that it inherits.

    Raises InsufficientPermissions, and NotFound for somebody of another enterprise.
    """
    _require_admin(subject)
    await _require_own(reader, subject, assignee)
    own = await reader.one(_FIND, id=assignee.assignment_id)
    return own or await _of_enterprise(reader, subject, policies)


async def find(reader: Reader, subject: Subject, assignment_id: str, policies: Sequence[str]) -> Assignment:
    """One assignment; raises InsufficientPermissions and NotFound."""
    assignee = await _assignee_in(reader, subject, assignment_id)
    if assignee.type == "enterprise":
        return await _of_enterprise(reader, subject, policies)
    own = await reader.one(_FIND, id=assignment_id)
    if own is None:
        raise NotFound(f"User {assignee.id} has no storage policy assignment of its own")
    return own


async def assign(
    tx: Transaction, subject: Subject, assignee: Assignee, policy: str, policies: Sequence[str]
) -> Assignment:
    """A unit: assign a policy to a user or the enterprise.

    Raises InsufficientPermissions, NotFound, InvalidParameter for a policy that is not there, and Conflict where there
    is an assignment: that one is to be changed.
    """
    _require_admin(subject)
    await _require_own(tx, subject, assignee)
    await _lock(tx, assignee, subject.enterprise_id)
    _require_policy(policy, policies)
    if await tx.one(_FIND, id=assignee.assignment_id) is not None:
        message = f"The {assignee.type} {assignee.id} has the assignment {assignee.assignment_id}: update that one"
        raise Conflict(message, context_info={"conflicts": [{"id": assignee.assignment_id}]})
    return await _insert(tx, subject.enterprise_id, assignee, policy)


async def assign_new_owner(
    tx: Transaction, enterprise_id: int, user_id: int, policy: str, policies: Sequence[str]
) -> None:
    """Part of a unit that makes an account: let its content go where the policy says; raises InvalidParameter."""
    _require_policy(policy, policies)
    await _insert(tx, enterprise_id, Assignee("user", user_id), policy)


async def change(
    tx: Transaction, subject: Subject, assignment_id: str, policy: str, policies: Sequence[str]
) -> Assignment:
    """A unit: put another policy in the place of the one that is assigned; raises as `find`, and InvalidParameter."""
    found = await find(tx, subject, assignment_id, policies)
    await _lock(tx, found.assignee, subject.enterprise_id)
    _require_policy(policy, policies)
    await tx.delete(storage_policy_assignments, id=found.id)
    return await _insert(tx, subject.enterprise_id, found.assignee, policy)


async def unassign(tx: Transaction, subject: Subject, assignment_id: str, policies: Sequence[str]) -> None:
    """A unit: give a user back to the enterprise's policy, or the enterprise to the server's; raises as `find`."""
    found = await find(tx, subject, assignment_id, policies)
    await tx.delete(storage_policy_assignments, id=found.id)


def _require_admin(subject: Subject) -> None:
    subject.require_admin("see and assign its storage policies")


async def _of_enterprise(reader: Reader, subject: Subject, policies: Sequence[str]) -> Assignment:
    assignee = Assignee("enterprise", subject.enterprise_id)
    own = await reader.one(_FIND, id=assignee.assignment_id)
    return own or Assignment(assignee.assignment_id, subject.enterprise_id, None, policies[0])


async def _insert(tx: Transaction, enterprise_id: int, assignee: Assignee, policy: str) -> Assignment:
    user_id = assignee.id if assignee.type == "user" else None
    assignment = Assignment(assignee.assignment_id, enterprise_id, user_id, policy)
    await tx.insert(storage_policy_assignments, **msgspec.structs.asdict(assignment))
    return assignment


async def _assignee_in(reader: Reader, subject: Subject, assignment_id: str) -> Assignee:
    """To whom an assignment of this id is."""
    _require_admin(subject)
    kind, _, number = assignment_id.partition("_")
    their_id = number_in(number)
    if kind not in {"user", "enterprise"} or their_id is None or assignment_id != f"{kind}_{their_id}":
        raise NotFound(f"There is no storage policy assignment {assignment_id!r}")
    assignee = Assignee("user" if kind == "user" else "enterprise", their_id)
    await _require_own(reader, subject, assignee)
    return assignee


async def _require_own(reader: Reader, subject: Subject, assignee: Assignee) -> None:
    """Raise NotFound for other enterprises and their users."""
    if assignee.type == "enterprise":
        is_own = assignee.id == subject.enterprise_id
    else:
        is_own = await reader.value(_FIND_USER, user_id=assignee.id, enterprise_id=subject.enterprise_id) is not None
    if not is_own:
        raise NotFound(f"There is no {assignee.type} {assignee.id} in the enterprise")


async def _lock(tx: Transaction, assignee: Assignee, enterprise_id: int) -> None:
    """Let nobody else assign a policy to it until the unit commits."""
    if assignee.type == "enterprise":
        await lock_enterprise(tx, enterprise_id)
    else:
        await tx.value(_LOCK_USER, user_id=assignee.id, enterprise_id=enterprise_id)


def _require_policy(policy: str, policies: Sequence[str]) -> None:
    if policy not in policies:
        raise InvalidParameter("storage_policy.id", f"{policy!r} is none of {', '.join(policies)}")
