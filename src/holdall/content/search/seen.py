"""Those of the items that match which the viewer may see and which the filters let through: one statement, decided in it.

From the folders that hold the matches the statement goes up to the roots once, however many matches a folder holds. The
rules are those of `content.access.decision`.
"""

from functools import cache

import msgspec
import sqlalchemy as sa

from holdall.base.db import Query, contains, json_rows, query
from holdall.content.items.tables import ItemType, items
from holdall.content.search.engine import hits, is_hit
from holdall.content.search.filters import Trash, of_items, within
from holdall.content.search.viewer import Viewer

EVERYTHING = 2**63 - 1
"""Above every id."""


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """What a statement asks, its parameters aside."""

    dialect: str
    tiers: int
    """How many queries besides the widest tell the tiers; their parameters are tier_0, tier_1 and so on."""
    is_among: bool
    """Whether some items are asked about (`among`), or the newest `most` matches before an id (`before`)."""
    is_given: bool = False
    """Whether it is known that all of these match."""
    only_if_fewer: bool = False
    """Whether to answer nothing where there are `most` matches or more."""
    filters: frozenset[str]
    trash: Trash
    of_enterprise: bool
    is_limited: bool
    is_guarded: bool
    has_links: bool


class Match(msgspec.Struct, frozen=True, array_like=True):
    """An item that matches and may be seen; `tier` counts from the best, 0."""

    id: int
    tier: int
    modified_at: int


class Answer(msgspec.Struct, frozen=True):
    """What a statement found: what may be seen, how many matches it looked at, and the id of the oldest."""

    seen: list[Match]
    looked_at: int
    oldest: int


_decode = msgspec.json.Decoder(list[Match]).decode


def shape_of_viewer(viewer: Viewer) -> dict[str, bool]:
    """The parts of a shape that the viewer decides."""
    return {
        "of_enterprise": viewer.enterprise_id is not None,
        "is_limited": viewer.limit_id is not None,
        "is_guarded": viewer.is_guarded,
        "has_links": bool(viewer.linked),
    }


def parameters_of(viewer: Viewer) -> dict[str, object]:
    """The viewer as parameters of a statement."""
    parameters: dict[str, object] = {"user_id": viewer.user_id, "shared": viewer.shared_ids()}
    if viewer.enterprise_id is not None:
        parameters["enterprise_id"] = viewer.enterprise_id
    if viewer.limit_id is not None:
        parameters["limit_id"] = viewer.limit_id
    if viewer.is_guarded:
        parameters["content_shown"] = viewer.shared_ids("file_content")
        parameters["comments_shown"] = viewer.shared_ids("comments")
    if viewer.linked:
        parameters["linked"] = list(viewer.linked)
    return parameters


@cache
def statement(shape: Shape) -> Query[Answer]:
    """The statement of a shape: it answers one row.

    Parameters: `words` (the widest query), `tier_0` and so on, `among` or else `before` and `most`, those of the filters
    and of the viewer; where it is guarded, `words_with_all`, `words_without_comments` and `words_without_content` as well.
    """
    matches = _matches(shape).cte("matches")
    found = _found(shape, matches).cte("found")
    place = _Place(shape, found)
    seen = sa.select(json_rows(found.c.id, found.c.tier, found.c.modified_at)).where(
        *_may_be_seen(shape, found, place), *_is_wanted(shape, found, place)
    )
    counts = [sa.select(one).select_from(matches) for one in (sa.func.count(), sa.func.min(matches.c.id))]
    return query(sa.select(seen.scalar_subquery(), *(one.scalar_subquery() for one in counts)), into=_answer)


def _answer(seen: str | None, looked_at: int, oldest: int | None) -> Answer:
    return Answer(_decode(seen) if seen else [], looked_at, oldest or 0)


def _matches(shape: Shape) -> sa.Select[int]:
    if shape.is_given:
        return sa.select(items.c.id).where(contains(items.c.id, "among"))
    return hits(shape.dialect, "words", is_among=shape.is_among)


def _found(shape: Shape, matches: sa.CTE) -> sa.Select[tuple[int, ...]]:
    """The items that match, each with its tier, as far as their own rows decide."""
    tiers = [hits(shape.dialect, f"tier_{place}", is_among=shape.is_among).subquery() for place in range(shape.tiers)]
    is_in = [(matches.c.id.in_(sa.select(tier.c.id)), place) for place, tier in enumerate(tiers)]
    tier = sa.case(*is_in, else_=shape.tiers) if is_in else sa.literal(0)
    found = (
        sa.select(
            items.c.id,
            tier.label("tier"),
            items.c.parent_id,
            items.c.owner_id,
            items.c.enterprise_id,
            items.c.modified_at,
            items.c.trashed_at,
            items.c.trashed_by,
            items.c.trash_owner_id,
        )
        .join_from(matches, items, items.c.id == matches.c.id)
        .where(*of_items(shape.filters))
    )
    if shape.only_if_fewer:
        count = sa.select(sa.func.count()).select_from(matches).scalar_subquery()
        found = found.where(count < sa.bindparam("most", type_=sa.BigInteger))
    return found


class _Place:
    """Where the items are that were found: what the folders above say of them."""

    def __init__(self, shape: Shape, found: sa.CTE) -> None:
        self._found = found
        self.up = _way_up(shape, found)

    def above(self, *conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        """Whether the end of the way up from an item's folder is like this.

        As a set of folders, which both databases look up in an index of their own making; as a join SQLite would go through
        all ways for each item.
        """
        ends = sa.select(self.up.c.start).where(self.up.c.parent_id.is_(None), *conditions)
        return self._found.c.parent_id.in_(ends)

    def first_trashed(
        self, own: sa.ColumnElement[bool] | None, above: sa.ColumnElement[bool] | None
    ) -> sa.ColumnElement[bool]:
        """Whether an item is in the trash by itself and `own` holds, or with a folder and `above` holds."""
        is_own, is_above = self._found.c.trashed_at.is_not(None), self.up.c.trashed_at.is_not(None)
        return sa.or_(
            is_own if own is None else sa.and_(is_own, own),
            sa.and_(~is_own, self.above(is_above if above is None else sa.and_(is_above, above))),
        )

    def is_active(self) -> sa.ColumnElement[bool]:
        """Whether an item is not in the trash, by itself or with a folder above it."""
        return sa.and_(self._found.c.trashed_at.is_(None), self.above(self.up.c.trashed_at.is_(None)))


def _way_up(shape: Shape, found: sa.CTE) -> sa.CTE:
    """From each folder that holds something that was found, up to its root: what the folders on the way say.

    The last step of each way, that without a parent, has gathered all of it.
    """
    flags = {"is_shared": contains(items.c.id, "shared"), **_flags(shape)}
    first = sa.select(
        items.c.id.label("start"),
        items.c.parent_id,
        items.c.owner_id,
        items.c.trashed_at,
        items.c.trashed_by,
        sa.and_(items.c.trashed_at.is_not(None), items.c.trash_owner_id.is_(None)).label("is_cut_off"),
        *(flag.label(name) for name, flag in flags.items()),
    ).where(
        items.c.id.in_(sa.select(found.c.parent_id)),
        # They are nothing else; said so that PostgreSQL expects few of them and looks each step up.
        items.c.type == ItemType.FOLDER.value,
    )
    up = first.cte("way_up", recursive=True)
    return up.union_all(
        sa.select(
            up.c.start,
            items.c.parent_id,
            items.c.owner_id,
            sa.func.coalesce(up.c.trashed_at, items.c.trashed_at),
            sa.case((up.c.trashed_at.is_(None), items.c.trashed_by), else_=up.c.trashed_by),
            sa.and_(items.c.trashed_at.is_not(None), items.c.trash_owner_id.is_(None)),
            *(sa.or_(up.c[name], flag) for name, flag in flags.items()),
        ).join_from(up, items, items.c.id == up.c.parent_id)
    )


def _flags(shape: Shape) -> dict[str, sa.ColumnElement[bool]]:
    """What else is gathered on the way up: whether any of the steps is one of some items."""
    flags: dict[str, sa.ColumnElement[bool]] = {}
    if "ancestor_ids" in shape.filters:
        flags["is_within"] = contains(items.c.id, "ancestor_ids")
    if shape.is_limited:
        flags["is_in_limit"] = items.c.id == sa.bindparam("limit_id", type_=sa.BigInteger)
    if shape.has_links:
        flags["is_linked"] = contains(items.c.id, "linked")
    if shape.is_guarded:
        flags["shows_content"] = contains(items.c.id, "content_shown")
        flags["shows_comments"] = contains(items.c.id, "comments_shown")
    return flags


def _may_be_seen(shape: Shape, found: sa.CTE, place: _Place) -> list[sa.ColumnElement[bool]]:
    """The conditions under which the viewer may see an item."""
    top, user_id = place.up, sa.bindparam("user_id", type_=sa.BigInteger)
    is_there: list[sa.ColumnElement[bool]] = [top.c.owner_id.is_not(None), ~top.c.is_cut_off]
    by_itself: list[sa.ColumnElement[bool]] = [contains(found.c.id, "shared")]
    if shape.of_enterprise:
        by_itself.append(found.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger))
    # What was in the trash longer than the folder it had been in has no place but the trash.
    is_left = sa.and_(found.c.parent_id.is_(None), found.c.trash_owner_id.is_not(None))
    shown = sa.or_(
        place.above(*is_there, sa.or_(top.c.owner_id == user_id, top.c.is_shared)),
        sa.and_(sa.or_(*by_itself), place.above(*is_there)),
        sa.and_(is_left, found.c.owner_id.is_not(None), sa.or_(found.c.owner_id == user_id, *by_itself)),
        *(sa.and_(place.above(*is_there), linked) for linked in _by_link(shape, found, place)),
    )
    conditions: list[sa.ColumnElement[bool]] = [shown]
    if shape.is_limited:
        limit_id = sa.bindparam("limit_id", type_=sa.BigInteger)
        conditions.append(sa.or_(found.c.id == limit_id, place.above(top.c.is_in_limit)))
    if shape.is_guarded:
        conditions.append(_is_told(shape, found, place))
    return conditions


def _is_owner(found: sa.CTE, place: _Place) -> sa.ColumnElement[bool]:
    user_id = sa.bindparam("user_id", type_=sa.BigInteger)
    return sa.or_(
        place.above(place.up.c.owner_id == user_id), sa.and_(found.c.parent_id.is_(None), found.c.owner_id == user_id)
    )


def _by_link(shape: Shape, found: sa.CTE, place: _Place) -> list[sa.ColumnElement[bool]]:
    """Whether a link shows an item: not from the trash. Nothing where there are no links."""
    if not shape.has_links:
        return []
    return [sa.and_(place.is_active(), sa.or_(contains(found.c.id, "linked"), place.above(place.up.c.is_linked)))]


def _is_told(shape: Shape, found: sa.CTE, place: _Place) -> sa.ColumnElement[bool]:
    """An item matches by what the viewer's roles show of it: not by its content for somebody who may only upload."""
    top = place.up
    shows_all = [_is_owner(found, place), contains(found.c.id, "comments_shown"), place.above(top.c.shows_comments)]
    if shape.of_enterprise:
        shows_all.append(found.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger))
    by_link = _by_link(shape, found, place)
    shows_content = sa.or_(contains(found.c.id, "content_shown"), place.above(top.c.shows_content), *by_link)
    return sa.case(
        (sa.or_(*shows_all), is_hit(shape.dialect, "words_with_all", found.c.id)),
        (shows_content, is_hit(shape.dialect, "words_without_comments", found.c.id)),
        else_=is_hit(shape.dialect, "words_without_content", found.c.id),
    )


def _is_wanted(shape: Shape, found: sa.CTE, place: _Place) -> list[sa.ColumnElement[bool]]:
    """The conditions of the filters that ask where an item is."""
    top = place.up
    conditions: list[sa.ColumnElement[bool]] = []
    if shape.trash == "non_trashed_only":
        conditions.append(place.is_active())
    elif shape.trash == "trashed_only":
        own, above = (_was_removed(shape, source) for source in (found, top))
        conditions.append(place.first_trashed(own, above))
    if "owner_ids" in shape.filters:
        is_top = sa.and_(found.c.parent_id.is_(None), contains(found.c.owner_id, "owner_ids"))
        conditions.append(sa.or_(is_top, place.above(contains(top.c.owner_id, "owner_ids"))))
    if "ancestor_ids" in shape.filters:
        conditions.append(place.above(top.c.is_within))
    return conditions


def _was_removed(shape: Shape, source: sa.CTE) -> sa.ColumnElement[bool] | None:
    """When, and by whom; None where that does not matter."""
    conditions = within(shape.filters, "deleted", source.c.trashed_at)
    if "deleter_ids" in shape.filters:
        conditions.append(contains(source.c.trashed_by, "deleter_ids"))
    return sa.and_(*conditions) if conditions else None
