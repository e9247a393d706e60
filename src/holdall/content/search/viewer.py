"""What a subject may see, as a search asks for it: own content, what was shared, and how much of it each role shows.

The rules are those of `content.access.decision`; a property test compares the two.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.db import query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import InsufficientPermissions, InsufficientScope
from holdall.content.access.actions import (
    ROLE_ACTIONS,
    Action,
    Role,
    actions_of_scopes,
)
from holdall.content.access.decision import manages_content
from holdall.content.access.place import Given
from holdall.content.barriers.walls import all_barred
from holdall.content.directory.tables import memberships
from holdall.content.hubs.grants import of_user
from holdall.content.identity.subject import Subject
from holdall.content.search.tiers import ANYWHERE
from holdall.content.sharing.collaboration_rows import in_force
from holdall.content.sharing.collaboration_tables import collaborations

_SHOWN_BY = {"file_content": Action.PREVIEW, "comments": Action.VIEW_COMMENTS}
"""The right that it takes to be told what a field says. The others are shown to everybody who may see the item."""

_USER = sa.bindparam("user_id", type_=sa.BigInteger)
_COLUMNS = rows_of(Given, collaborations)
_own = sa.select(*_COLUMNS).where(collaborations.c.user_id == _USER)
_shared = (
    sa.select(*_COLUMNS)
    .join_from(memberships, collaborations, collaborations.c.group_id == memberships.c.group_id)
    .where(memberships.c.user_id == _USER)
)
_GRANTS = query(sa.union(*(one.where(in_force(collaborations)) for one in (_own, _shared)), *of_user()), into=Given)


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """What a subject may see."""

    user_id: int
    root_id: int
    enterprise_id: int | None = None
    """The enterprise all of whose content is looked through; None where the subject's own and shared content is."""
    shown: Mapping[int, frozenset[str]]
    """The fields that the subject's roles show of each item that was shared with the subject, and of what is below."""
    linked: frozenset[int] = frozenset()
    """The items that links show, with what is below, as long as they are not in the trash; all fields but comments."""
    given: Sequence[Given] = ()
    """The collaborations that are in force for the subject."""
    barred: frozenset[int] = frozenset()
    """Owners whose content an information barrier keeps the subject from."""
    limit_id: int | None = None
    """The item that the token is limited to, with what is below."""

    @property
    def key(self) -> Hashable:
        """The same for viewers who may see the same."""
        return (self.user_id, self.enterprise_id, frozenset(self.given), self.linked, self.limit_id, self.barred)

    @property
    def is_guarded(self) -> bool:
        """Whether some of what was shared shows less than all fields."""
        return bool(self.linked) or any(fields != ANYWHERE for fields in self.shown.values())

    def shared_ids(self, field: str | None = None) -> list[int]:
        """The items that were shared, or those of them whose roles show a field."""
        return [item_id for item_id, fields in self.shown.items() if field is None or field in fields]


async def viewer_of(
    reader: Reader, subject: Subject, *, is_enterprise: bool = False, linked: Iterable[int] = ()
) -> Viewer | None:
    """What the subject may see, with items that links have opened (`linked`); None where the token shows no items by search.

    Raises InsufficientScope, and InsufficientPermissions for the whole enterprise's content to others than its
    administrators.
    """
    if Action.VIEW not in actions_of_scopes(subject.scopes):
        raise InsufficientScope("The token's scopes do not allow to see items")
    if is_enterprise and not manages_content(subject):
        raise InsufficientPermissions("Only administrators may search the content of the whole enterprise")
    limits = subject.restriction
    if limits is not None and limits.item_id is None:
        return None
    grants = await reader.all(_GRANTS, user_id=subject.user_id, now=reader.now)
    by_header = () if subject.link is None else (subject.link.item_id,)
    return Viewer(
        user_id=subject.user_id,
        root_id=subject.root_id,
        enterprise_id=subject.enterprise_id if is_enterprise else None,
        shown=_shown(grants),
        given=grants,
        barred=await all_barred(reader, subject.user_id),
        linked=frozenset((*linked, *by_header)),
        limit_id=limits.item_id if limits is not None else None,
    )


def _shown(grants: Iterable[Given]) -> dict[int, frozenset[str]]:
    shown: dict[int, frozenset[str]] = {}
    for one in grants:
        shown[one.item_id] = shown.get(one.item_id, frozenset()) | _SHOWN[Role(one.role)]
    return shown


_SHOWN = {
    role: frozenset(field for field in ANYWHERE if _SHOWN_BY.get(field, Action.VIEW) in actions)
    for role, actions in ROLE_ACTIONS.items()
}
