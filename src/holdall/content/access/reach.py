"""Finds items with their ancestors and the subject's grants on all of them: one query, whatever the depth.

Everything that grants or takes rights is read by that query and weighed in `decision`; handlers only name an action.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from holdall.base.db import Query, Transaction, contains, json_rows, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.content.access.actions import Action
from holdall.content.access.decision import Access, decide, decide_on_path
from holdall.content.access.place import Given, Place, Step, place_of, places_in, places_of
from holdall.content.barriers.walls import barred_owners
from holdall.content.directory.tables import memberships
from holdall.content.hubs import grants as of_hubs
from holdall.content.hubs.tables import hub_items
from holdall.content.identity.subject import Subject
from holdall.content.items.rows import FIND_ITEMS, ITEM_COLUMNS, PLAIN_COLUMNS, TYPE_NAMES, Item
from holdall.content.items.tables import ItemType, items
from holdall.content.sharing.collaboration_rows import in_force
from holdall.content.sharing.collaboration_tables import collaborations
from holdall.content.sharing.link_tables import shared_links
from holdall.content.terms.asking import due_outside, terms_required

ROOT_ALIAS = 0
"""The id by which every user speaks of their own root folder."""

_USER = sa.bindparam("user_id", type_=sa.BigInteger)
_ITEM = sa.bindparam("item_id", type_=sa.BigInteger)
# In the order of Step's fields; the options come as they are written, because most are empty and few are ever read.
_STEP = [
    sa.type_coerce(items.c.options, sa.Text) if name == "options" else items.c[name] for name in Step.__struct_fields__
]
_own = items.alias("own")
_OWN = [_own.c[column.name] for column in ITEM_COLUMNS]


def _way_up(start: sa.ColumnElement[bool], *, is_one: bool = False) -> sa.CTE:
    """The ids of items and of all that is above them, each once."""
    above = sa.select(items.c.id, items.c.parent_id).where(start).cte("up", recursive=True)
    further = sa.select(items.c.id, items.c.parent_id).join_from(above, items, items.c.id == above.c.parent_id)
    return above.union_all(further) if is_one else above.union(further)


def _steps(up: sa.CTE) -> sa.ScalarSelect[str]:
    """All steps of the way up, as one text (see `json_rows`)."""
    return sa.select(json_rows(*_STEP)).join_from(up, items, items.c.id == up.c.id).scalar_subquery()


def _given(up: sa.CTE) -> sa.ScalarSelect[str]:
    """The grants in force for the user on all of them, in the order of Given's fields; every lookup is by item."""
    given = collaborations.alias("given")
    member = sa.exists().where(memberships.c.group_id == given.c.group_id, memberships.c.user_id == _USER)
    of_items = (
        sa.select(*rows_of(Given, given))
        .join_from(up, given, given.c.item_id == up.c.id)
        .where(in_force(given), sa.or_(given.c.user_id == _USER, member))
    )
    every = sa.union_all(of_items, of_hubs.on_items(up)).subquery()
    return sa.select(json_rows(*every.c)).scalar_subquery()


def _barred(up: sa.CTE) -> sa.ScalarSelect[str]:
    """The owners of all of them whom an information barrier keeps the user from, as one text."""
    roots = items.alias("roots")
    return barred_owners(sa.select(roots.c.owner_id).join_from(up, roots, roots.c.id == up.c.id))


def _find_place() -> Query[Place]:
    """One item with the steps up to its root and the user's grants on them, in one row."""
    up = _way_up(items.c.id == _ITEM, is_one=True)
    has_link = sa.exists().where(shared_links.c.item_id == _own.c.id)
    told = (_steps(up), _given(up), _barred(up), has_link)
    return query(sa.select(*told, *_OWN).where(_own.c.id == _ITEM), into=place_of)


def _find_places() -> Query[list[Place]]:
    """The same for several items, all in one row: what they have in common is told once."""
    wanted = contains(items.c.id, "ids")
    up = _way_up(wanted)
    rows = sa.select(json_rows(*PLAIN_COLUMNS)).where(wanted).scalar_subquery()
    return query(sa.select(_steps(up), _given(up), _barred(up), rows), into=places_of)


_FIND_PLACE = _find_place()
_FIND_PLACES = _find_places()


def _granted(*conditions: sa.ColumnElement[bool]) -> sa.CompoundSelect[Any]:
    """The items that the user, or a group of the user's, was given a role on directly."""
    own = sa.select(collaborations.c.item_id).where(collaborations.c.user_id == _USER)
    shared = (
        sa.select(collaborations.c.item_id)
        .join_from(memberships, collaborations, collaborations.c.group_id == memberships.c.group_id)
        .where(memberships.c.user_id == _USER)
    )
    return sa.union(*(one.where(in_force(collaborations), *conditions) for one in (own, shared)))


_GRANTED_OF = query(
    sa.union(
        *_granted(contains(collaborations.c.item_id, "ids")).selects,
        *(
            one.with_only_columns(hub_items.c.item_id).where(contains(hub_items.c.item_id, "ids"))
            for one in of_hubs.of_user()
        ),
    )
)
_SEEN = collaborations.c.is_access_only.is_(False)
_GRANTED = query(_granted(_SEEN))

_with_path = _granted(_SEEN, collaborations.c.can_view_path.is_(True)).subquery()
_way = (
    sa.select(items.c.id, items.c.parent_id)
    .where(items.c.id.in_(sa.select(_with_path.c.item_id)), items.c.trashed_at.is_(None))
    .cte("way", recursive=True)
)
_way = _way.union(
    sa.select(items.c.id, items.c.parent_id).join_from(
        _way, items, sa.and_(items.c.id == _way.c.parent_id, items.c.trashed_at.is_(None))
    )
)
_IS_ON_WAY = query(sa.select(_way.c.id).where(_way.c.id == sa.bindparam("item_id", type_=sa.BigInteger)))
_WAY_ON = query(sa.select(_way.c.id).where(_way.c.parent_id == sa.bindparam("folder_id", type_=sa.BigInteger)))
"""What lies directly in a folder and is shared, or on the way to what is shared, with its path."""

_up_many = sa.select(items.c.id, items.c.parent_id).where(contains(items.c.id, "ids")).cte("up_many", recursive=True)
_up_many = _up_many.union(
    sa.select(items.c.id, items.c.parent_id).join_from(_up_many, items, items.c.id == _up_many.c.parent_id)
)
_FIND_ROOTS = query(sa.select(_up_many.c.id).where(_up_many.c.parent_id.is_(None)))
_LOCK_ITEMS = query(sa.select(items.c.id).where(contains(items.c.id, "ids")).order_by(items.c.id).with_for_update())


class Barred(NotFound):
    """Something that an information barrier hides; nobody is told that it is there."""

    def __init__(self, place: Place, kind: ItemType | None) -> None:
        self.place = place
        super().__init__(_missing(place.item.id, kind))


def _missing(item_id: int, kind: ItemType | None) -> str:
    return f"There is no {TYPE_NAMES[kind] if kind is not None else 'item'} with id {item_id}"


async def reach(reader: Reader, subject: Subject, item_id: int, kind: ItemType | None = None) -> Access:
    """The item with this id, in the trash or not, and what the subject may do to it.

    Raises NotFound where there is none, it is of another kind, or the subject may not know of it; TermsRequired where the
    item's enterprise asks people from outside to accept its terms. The id 0 is the subject's own root folder.
    """
    place = await reader.one(_FIND_PLACE, item_id=_own_root(subject, item_id), user_id=subject.user_id, now=reader.now)
    access = None
    if place is not None:
        access = decide(subject, place, reader.now)
        if access is None and place.is_barred:
            raise Barred(place, kind)
        if access is None and place.item.type == ItemType.FOLDER and await _is_on_way(reader, subject, item_id):
            access = decide_on_path(subject, place)
    if access is None or (kind is not None and access.item.type != kind):
        raise NotFound(_missing(item_id, kind))
    if access.is_from_outside:
        enterprise_id = access.item.enterprise_id
        due = await due_outside(reader, subject, [enterprise_id])
        if enterprise_id in due:
            raise await terms_required(reader, subject, due[enterprise_id])
    return access


async def reach_many(reader: Reader, subject: Subject, item_ids: Iterable[int]) -> dict[int, Access]:
    """The same for those of several items that a role of the subject's is on or above, by id; one query for them all."""
    places, now = await find_places(reader, subject.user_id, item_ids), reader.now
    return await open_ones(reader, {item_id: decide(subject, place, now) for item_id, place in places.items()})


async def reach_within(
    reader: Reader,
    subject: Subject,
    item_ids: Sequence[int],
    *,
    known: Mapping[int, Item],
    folders: Mapping[int, Step],
    given: Iterable[Given],
    barred: frozenset[int],
) -> dict[int, Access]:
    """The same for items whose folders, up to the root, were read a moment ago, with all that the subject was `given`.

    `barred` are the owners whose content an information barrier keeps the subject from.

    One query at most, for the items that are not known either. What is in another folder by now is left out.
    """
    missing, now = [item_id for item_id in item_ids if item_id not in known], reader.now
    found = await reader.all(FIND_ITEMS, ids=missing) if missing else []
    found += [known[item_id] for item_id in item_ids if item_id in known]
    granted = {one.item_id for one in given}
    seen: dict[int, Access | None] = {}
    alike: dict[tuple[int | None, int], Access | None] = {}
    for place in places_in(found, folders, given, barred):
        item = place.item
        is_plain = item.lock is None and item.trashed_at is None and not item.options and item.id not in granted
        key = (item.parent_id, item.enterprise_id)
        if is_plain and key in alike:
            access = alike[key]
            seen[item.id] = access.with_item(item) if access is not None else None
            continue
        seen[item.id] = access = decide(subject, place, now)
        if is_plain:
            alike[key] = access
    return await open_ones(reader, seen)


async def open_ones(reader: Reader, decided: Mapping[int, Access | None]) -> dict[int, Access]:
    """Those of some decisions of one subject that let it know of the item, now that others' terms are thought of.

    One query where the subject collaborates in other enterprises, and none otherwise.
    """
    known = {item_id: access for item_id, access in decided.items() if access is not None}
    outside = [access for access in known.values() if access.is_from_outside]
    if not outside:
        return known
    due = await due_outside(reader, outside[0].subject, {access.item.enterprise_id for access in outside})
    return {
        item_id: access
        for item_id, access in known.items()
        if access.item.enterprise_id not in due or not access.is_from_outside
    }


async def own_grants(reader: Reader, subject: Subject, item_ids: Iterable[int]) -> set[int]:
    """Those of the items that the subject, or a group of the subject's, was given a role on directly."""
    rows = await reader.all(_GRANTED_OF, ids=list(item_ids), user_id=subject.user_id, now=reader.now)
    return {item_id for (item_id,) in rows}


async def shared_with(reader: Reader, subject: Subject) -> dict[int, Access]:
    """What belongs to others and stands in the subject's All Files, by id.

    That is the highest active item of each grant, and with `can_view_path` the folder in its owner's root that leads to
    it. One query where nothing was shared with the subject, three at most.
    """
    granted = await reader.all(_GRANTED, user_id=subject.user_id, now=reader.now)
    reached = await reach_many(reader, subject, (item_id for (item_id,) in granted))
    tops: dict[int, Access] = {}
    ways: set[int] = set()
    for item_id, access in reached.items():
        if access.is_owner or access.is_trashed or any(g.depth > 0 and not g.is_access_only for g in access.grants):
            continue
        if len(access.folder_ids) > 1 and any(grant.shows_path for grant in access.grants):
            ways.add(access.folder_ids[-2])
        else:
            tops[item_id] = access
    return tops | await _reach_on_way(reader, subject, ways - tops.keys())


async def on_way_in(reader: Reader, subject: Subject, folder: Access) -> dict[int, Access]:
    """What the subject sees of a folder that only leads to what was shared with its path, by id; three queries."""
    rows = await reader.all(_WAY_ON, folder_id=folder.item.id, user_id=subject.user_id, now=reader.now)
    return await _reach_on_way(reader, subject, {item_id for (item_id,) in rows})


async def reach_active(
    reader: Reader, subject: Subject, item_id: int, kind: ItemType | None = None, action: Action = Action.VIEW
) -> Access:
    """The same for an item that is not in the trash and that the subject may do `action` to.

    Raises NotFound (with the code trashed for what is in the trash) or Forbidden.
    """
    access = await reach(reader, subject, item_id, kind)
    access.require_active()
    access.require(action)
    return access


async def reach_to_change(
    tx: Transaction, subject: Subject, item_id: int, kind: ItemType | None, action: Action
) -> Access:
    """The same inside a unit of work: until it commits, no other unit changes the tree that the item is in."""
    await lock_trees(tx, _own_root(subject, item_id))
    return await reach_active(tx, subject, item_id, kind, action)


async def lock_trees(tx: Transaction, *item_ids: int) -> None:
    """Keep the trees of these items as they are until the unit commits, by a lock on the row of each root.

    SQLite writes one unit at a time anyway. Elsewhere a tree may change hands while we wait for it, so we look again.
    """
    if tx.dialect == "sqlite":
        return
    locked: set[int] = set()
    while True:
        roots = {root for (root,) in await tx.all(_FIND_ROOTS, ids=list(item_ids))}
        if roots <= locked:
            return
        await tx.all(_LOCK_ITEMS, ids=sorted(roots - locked))
        locked |= roots


def _own_root(subject: Subject, item_id: int) -> int:
    return subject.root_id if item_id == ROOT_ALIAS else item_id


async def find_places(reader: Reader, user_id: int, item_ids: Iterable[int]) -> dict[int, Place]:
    """Those of the items that exist, with what is above them and the user's grants, whoever may see them; one query."""
    ids = list(item_ids)
    if not ids:
        return {}
    places = await reader.one(_FIND_PLACES, ids=ids, user_id=user_id, now=reader.now)
    return {place.item.id: place for place in places or ()}


async def _reach_on_way(reader: Reader, subject: Subject, item_ids: Iterable[int]) -> dict[int, Access]:
    """Items that are known to be shared, or on the way to what is."""
    found: dict[int, Access | None] = {}
    for item_id, place in (await find_places(reader, subject.user_id, item_ids)).items():
        access = decide(subject, place, reader.now) or decide_on_path(subject, place)
        if access is not None and not access.is_trashed:
            found[item_id] = access
    return await open_ones(reader, found)


async def _is_on_way(reader: Reader, subject: Subject, item_id: int) -> bool:
    found = await reader.value(_IS_ON_WAY, item_id=item_id, user_id=subject.user_id, now=reader.now)
    return found is not None
