"""Who can reach what in a folder, and by which grant: a row for each person and each place where a role begins."""

from collections.abc import AsyncIterator, Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.clock import format_instant
from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.content.access.actions import Role
from holdall.content.access.place import Step, in_archive
from holdall.content.access.reach import find_places
from holdall.content.directory.tables import groups, memberships
from holdall.content.hubs.tables import hub_collaborations, hub_items
from holdall.content.identity.tables import users
from holdall.content.items.rows import TYPE_NAMES
from holdall.content.items.tables import items
from holdall.content.sharing.collaboration_rows import Collaboration, rows_on
from holdall.content.sharing.collaboration_tables import collaborations

PAGE = 500
NOBODY = 0


class Line(msgspec.Struct, frozen=True):
    """One person's role on one item and everything below it. Empty text stands for what does not apply."""

    item_id: str
    item_type: str
    path: str
    user_id: str
    login: str
    name: str
    role: str
    by: str
    """owner, collaboration, group, hub, or administrator."""
    group: str
    collaboration_id: str
    granted_on: str
    """The id of the item that the role was given on."""
    status: str
    expires_at: str


_folder = sa.bindparam("folder_id", type_=sa.BigInteger)
_tree = sa.select(items.c.id).where(items.c.id == _folder).cte("tree", recursive=True)
_tree = _tree.union_all(
    sa.select(items.c.id).join_from(
        _tree, items, sa.and_(items.c.parent_id == _tree.c.id, items.c.trashed_at.is_(None))
    )
)
_SHARED_BELOW = query(
    sa.union(
        *(
            sa.select(shared.c.item_id)
            .join_from(_tree, shared, shared.c.item_id == _tree.c.id)
            .where(shared.c.item_id != _folder)
            for shared in (collaborations, hub_items)
        )
    ).order_by("item_id")
)
_SHOWN_BY_HUBS = query(
    sa.select(
        hub_items.c.item_id,
        hub_collaborations.c.id,
        groups.c.name.label("group"),
        users.c.id,
        users.c.login,
        users.c.name,
    )
    .join_from(hub_items, hub_collaborations, hub_collaborations.c.hub_id == hub_items.c.hub_id)
    .outerjoin(groups, groups.c.id == hub_collaborations.c.group_id)
    .outerjoin(memberships, memberships.c.group_id == groups.c.id)
    .join(users, users.c.id == sa.func.coalesce(hub_collaborations.c.user_id, memberships.c.user_id))
    .where(contains(hub_items.c.item_id, "ids"), users.c.deleted_at.is_(None))
    .order_by(hub_items.c.item_id, hub_collaborations.c.id, users.c.login_key)
)
_MEMBERS = query(
    sa.select(memberships.c.group_id, users.c.id, users.c.login, users.c.name)
    .join_from(memberships, users, users.c.id == memberships.c.user_id)
    .where(contains(memberships.c.group_id, "ids"), users.c.deleted_at.is_(None))
    .order_by(users.c.login_key)
)
_PERSON = query(
    sa.select(users.c.id, users.c.login, users.c.name).where(users.c.id == sa.bindparam("user_id", type_=sa.BigInteger))
)
_ADMINISTRATORS = query(
    sa.select(users.c.id, users.c.login, users.c.name)
    .where(
        users.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
        sa.or_(users.c.role == "admin", users.c.role == "coadmin"),
        users.c.deleted_at.is_(None),
    )
    .order_by(users.c.login_key)
)


async def report_access(reader: Reader, folder_id: int) -> AsyncIterator[Line]:
    """Everybody who reaches the folder, by a role on it or above it, and then whom roles on items below it let in.

    Raises NotFound. A role holds for everything below the item that its line names.
    """
    place = (await find_places(reader, NOBODY, [folder_id])).get(folder_id)
    if place is None:
        raise NotFound(f"There is no item with id {folder_id}")
    blank = _blank(place.chain, place.item.type)
    owner_id = place.chain[-1].owner_id
    for person in await reader.all(_PERSON, user_id=owner_id):
        yield _of_person(blank, person, role="owner", by="owner", granted_on=str(place.chain[-1].id))
    for person in await reader.all(_ADMINISTRATORS, enterprise_id=place.item.enterprise_id):
        yield _of_person(blank, person, role="content manager", by="administrator")
    if in_archive(place.chain):
        return  # nobody else reaches what is there, whomever it was shared with
    async for line in _granted(reader, [step.id for step in place.chain], {folder_id: blank}, folder_id):
        yield line
    below = [item_id for (item_id,) in await reader.all(_SHARED_BELOW, folder_id=folder_id)]
    for start in range(0, len(below), PAGE):
        ids = below[start : start + PAGE]
        places = await find_places(reader, NOBODY, ids)
        blanks = {item_id: _blank(one.chain, one.item.type) for item_id, one in places.items()}
        async for line in _granted(reader, ids, blanks, None):
            yield line


async def _granted(
    reader: Reader, item_ids: Sequence[int], blanks: dict[int, Line], on_behalf_of: int | None
) -> AsyncIterator[Line]:
    """The lines of the collaborations on items and of the hubs that show them; with `on_behalf_of`, for that item."""
    after = 0
    while rows := await rows_on(reader, item_ids, after=after, limit=PAGE):
        groups_of_page = [row.group_id for row in rows if row.group_id is not None]
        members: dict[int, list[tuple[int, str, str]]] = {}
        for group_id, *person in await reader.all(_MEMBERS, ids=groups_of_page):
            members.setdefault(group_id, []).append((person[0], person[1], person[2]))
        for row in rows:
            blank = blanks[row.item_id if on_behalf_of is None else on_behalf_of]
            for line in _lines(blank, row, members):
                yield line
        after = rows[-1].id
    for item_id, collaboration_id, group, *person in await reader.all(_SHOWN_BY_HUBS, ids=list(item_ids)):
        line = msgspec.structs.replace(
            blanks[item_id if on_behalf_of is None else on_behalf_of],
            role=Role.HUB_VIEWER.value,
            by="hub",
            group=group or "",
            collaboration_id=str(collaboration_id),
            granted_on=str(item_id),
        )
        yield _of_person(line, person)


def _lines(blank: Line, row: Collaboration, members: dict[int, list[tuple[int, str, str]]]) -> list[Line]:
    line = msgspec.structs.replace(
        blank,
        role=row.role,
        by="collaboration" if row.group_id is None else "group",
        group=row.group_name or "",
        collaboration_id=str(row.id),
        granted_on=str(row.item_id),
        status=row.status,
        expires_at="" if row.expires_at is None else format_instant(row.expires_at),
    )
    if row.group_id is not None:
        return [_of_person(line, person) for person in members.get(row.group_id, [])]
    if row.user_id is None:
        return [msgspec.structs.replace(line, login=row.invite_email or "")]
    return [_of_person(line, (row.user_id, row.user_login or "", row.user_name or ""))]


def _of_person(line: Line, person: Sequence[object], **more: str) -> Line:
    user_id, login, name = person
    return msgspec.structs.replace(line, user_id=str(user_id), login=str(login), name=str(name), **more)


def _blank(chain: Sequence[Step], kind: int) -> Line:
    empty = dict.fromkeys(Line.__struct_fields__, "")
    path = "/".join(step.name for step in reversed(chain))
    return Line(
        **{**empty, "item_id": str(chain[0].id), "item_type": TYPE_NAMES[kind], "path": path, "status": "accepted"}
    )
