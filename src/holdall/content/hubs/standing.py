"""A hub and what a subject is to it: who may see it, change what is in it, manage it, and invite whom.

https://docs.box.com/en/box-hubs/box-hubs-for-admins/box-hubs-permissions (roles). Nobody else learns that a hub is there.
"""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import Forbidden, InsufficientPermissions, InsufficientScope, NotFound
from holdall.content.access import manages_content
from holdall.content.barriers.walls import is_barred
from holdall.content.directory.tables import memberships
from holdall.content.hubs.tables import hub_collaborations, hubs
from holdall.content.identity.subject import Subject
from holdall.content.terms.asking import due_outside, terms_required

HubRole = Literal["co-owner", "editor", "viewer"]
ROLES: tuple[HubRole, ...] = ("co-owner", "editor", "viewer")
RANKS: Mapping[str, int] = {"viewer": 1, "editor": 2, "co-owner": 3}
"""The higher the number, the higher the role; 0 is an administrator who is not invited."""

CopyAccess = Literal["all", "company", "none"]
LinkAccess = Literal["open", "company", "collaborators"]


class Hub(msgspec.Struct, frozen=True):
    """A hub as its row tells it. Instants in microseconds UTC."""

    id: int
    enterprise_id: int
    title: str
    description: str
    created_by: int
    updated_by: int
    created_at: int
    updated_at: int
    accessed_at: int
    view_count: int
    is_ai_enabled: bool
    is_collaboration_restricted_to_enterprise: bool
    can_non_owners_invite: bool
    can_shared_link_be_created: bool
    can_public_shared_link_be_created: bool
    copy_hub_access: CopyAccess
    link_token: str | None
    link_access: LinkAccess | None


class Standing(msgspec.Struct, frozen=True):
    """A hub that the subject may see, and what the subject is to it."""

    hub: Hub
    subject: Subject
    rank: int
    """The highest of the subject's roles, by `RANKS`."""
    is_administrator: bool
    """Administrators of the hub's enterprise, whose token carries its content, manage all its hubs."""

    @property
    def is_manager(self) -> bool:
        """Whether the subject manages the hub: its settings, all of its collaborators, its end."""
        return self.rank == RANKS["co-owner"] or self.is_administrator

    @property
    def may_edit(self) -> bool:
        """Whether the subject changes what the hub shows."""
        return self.rank >= RANKS["editor"] or self.is_administrator

    @property
    def roles_to_give(self) -> tuple[HubRole, ...]:
        """The roles that the subject gives and takes: none above its own, and none at all for people from outside."""
        if self.is_manager:
            return ROLES
        if not self.hub.can_non_owners_invite or self.subject.enterprise_id != self.hub.enterprise_id:
            return ()
        return tuple(role for role in ROLES if RANKS[role] <= self.rank)

    def require_manager(self, what: str) -> None:
        """Raise InsufficientPermissions for all but co-owners and administrators; `what` completes "You may not"."""
        if not self.is_manager:
            raise InsufficientPermissions(f"You may not {what} hub {self.hub.id}: only its co-owners may")

    def require_editor(self) -> None:
        """Raise InsufficientPermissions for those who only view the hub."""
        if not self.may_edit:
            raise InsufficientPermissions(f"You may not change hub {self.hub.id}: only its editors and co-owners may")


HUB_COLUMNS = rows_of(Hub, hubs)
_USER = sa.bindparam("user_id", type_=sa.BigInteger)
_HUB = sa.bindparam("hub_id", type_=sa.BigInteger)
_rank = sa.case(*((hub_collaborations.c.role == role, rank) for role, rank in RANKS.items()), else_=0)


def ranks(*conditions: sa.ColumnElement[bool]) -> sa.Subquery:
    """The hubs that the user (`user_id`) collaborates on, directly or in a group, and the highest rank on each."""
    own = sa.select(hub_collaborations.c.hub_id, _rank.label("rank")).where(hub_collaborations.c.user_id == _USER)
    shared = (
        sa.select(hub_collaborations.c.hub_id, _rank.label("rank"))
        .join_from(memberships, hub_collaborations, hub_collaborations.c.group_id == memberships.c.group_id)
        .where(memberships.c.user_id == _USER)
    )
    given = sa.union_all(own.where(*conditions), shared.where(*conditions)).subquery()
    return sa.select(given.c.hub_id, sa.func.max(given.c.rank).label("rank")).group_by(given.c.hub_id).subquery()


_of_hub = ranks(hub_collaborations.c.hub_id == _HUB)
_FIND = query(
    sa.select(*HUB_COLUMNS, _of_hub.c.rank)
    .select_from(hubs.outerjoin(_of_hub, _of_hub.c.hub_id == hubs.c.id))
    .where(hubs.c.id == _HUB),
    into=lambda *row: (Hub(*row[:-1]), row[-1]),
)
_LOCK = query(sa.select(hubs.c.id).where(hubs.c.id == _HUB).with_for_update())


async def find_hub(reader: Reader, subject: Subject, hub_id: int) -> Standing:
    """The hub and what the subject is to it.

    Raises NotFound where there is none that the subject may know of, TermsRequired for somebody from outside who has not
    accepted the terms of the hub's enterprise.
    """
    found = await reader.one(_FIND, hub_id=hub_id, user_id=subject.user_id)
    standing = None if found is None else _standing(subject, *found)
    if standing is None or await is_barred(reader, subject.user_id, standing.hub.created_by):
        raise NotFound(f"There is no hub with id {hub_id}")
    if subject.enterprise_id != standing.hub.enterprise_id:
        due = await due_outside(reader, subject, [standing.hub.enterprise_id])
        if due:
            raise await terms_required(reader, subject, due[standing.hub.enterprise_id])
    return standing


async def find_hub_to_change(tx: Transaction, subject: Subject, hub_id: int) -> Standing:
    """The same inside a unit of work: until it commits, no other unit changes the hub, or who collaborates on it.

    Raises Forbidden too, where the subject's status lets it change nothing.
    """
    await tx.value(_LOCK, hub_id=hub_id)
    standing = await find_hub(tx, subject, hub_id)
    if subject.status != "active":
        raise Forbidden(f"Your status ({subject.status}) does not let you change hub {hub_id}")
    return standing


def check_may_make(subject: Subject) -> None:
    """Raise InsufficientScope for a token of one item, Forbidden for a user whose status allows no uploads."""
    if subject.restriction is not None:
        raise InsufficientScope("A token that is limited to one item makes no hubs")
    if subject.status in {"inactive", "cannot_delete_edit_upload"}:
        raise Forbidden(f"Your status ({subject.status}) does not let you make hubs")


def _standing(subject: Subject, hub: Hub, rank: int | None) -> Standing | None:
    is_administrator = manages_content(subject) and hub.enterprise_id == subject.enterprise_id
    if subject.restriction is not None or (rank is None and not is_administrator):
        return None
    return Standing(hub, subject, rank or 0, is_administrator)


def values_of(hub: Hub) -> dict[str, Any]:
    """The settings of a hub, as another may be made with them."""
    return {name: getattr(hub, name) for name in SETTINGS}


SETTINGS: Mapping[str, Any] = {
    "is_ai_enabled": True,
    "is_collaboration_restricted_to_enterprise": True,
    "can_non_owners_invite": True,
    "can_shared_link_be_created": True,
    "can_public_shared_link_be_created": False,
    "copy_hub_access": "company",
}
"""What co-owners may set, as it is at first. That people from outside are not invited at first, Box's documentation says."""
