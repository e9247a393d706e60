"""Those of the items that match which the viewer may see and which the filters let through: one statement, decided in it.

From the folders that hold the matches the statement goes up to the roots once, however many matches a folder holds. The
rules are those of `content.access.decision`.
"""

from functools import cache

import msgspec
import sqlalchemy as sa

from holdall.base.db import Query, contains, query
from holdall.content.items.tables import items
from holdall.content.search.engine import hits, is_hit
from holdall.content.search.filters import Trash, of_items, within
from holdall.content.search.viewer import Viewer

EVERYTHING = 2**63 - 1
"""Above every id."""
TAIL = -1
"""The id of the row that tells of the index: how many matches there were (`tier`), and the oldest (`modified_at`)."""


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """What a statement asks, its parameters aside."""

    dialect: str
    tiers: int
    """How many queries besides the widest tell the tiers; their parameters are tier_0, tier_1 and so on."""
    is_among: bool
    """Whether some items are asked about (`among`), or the newest `most` matches before an id (`before`)."""
    only_if_fewer: bool = False
    """Whether to answer nothing where there are `most` matches or more."""
    filters: frozenset[str]
    trash: Trash
    of_enterprise: bool
    is_limited: bool
    is_guarded: bool
    has_links: bool


class Match(msgspec.Struct, frozen=True):
    """An item that matches and may be seen; `tier` counts from the best, 0."""

    id: int
    tier: int
    modified_at: int


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
def statement(shape: Shape) -> Query[Match]:
    """The statement of a shape. One row, of the id TAIL, is no match.

    Parameters: `words` (the widest query), `tier_0` and so on, `among` or else `before` and `most`, those of the filters
    and of the viewer; where it is guarded, `words_with_all`, `words_without_comments` and `words_without_content` as well.
    """
    matches = hits(shape.dialect, "words", is_among=shape.is_among).cte("matches")
    found = _found(shape, matches).cte("found")
    top = _way_up(shape, found)
    seen = (
        sa.select(found.c.id, found.c.tier, found.c.modified_at)
        .select_from(found.outerjoin(top, sa.and_(top.c.start == found.c.parent_id, top.c.parent_id.is_(None))))
        .where(*_may_be_seen(shape, found, top), *_is_wanted(shape, found, top))
    )
    tail = sa.select(sa.literal(TAIL), sa.func.count(), sa.func.coalesce(sa.func.min(matches.c.id), 0))
    return query(sa.union_all(seen, tail.select_from(matches)), into=Match)


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


def _way_up(shape: Shape, found: sa.CTE) -> sa.CTE:
    """From each folder that holds something that was found, up to its root: what the folders on the way say.

    The last step of each way, that without a parent, has gathered all of it.
    """
    places = sa.select(found.c.parent_id).distinct().subquery()
    flags = {"is_shared": contains(items.c.id, "shared"), **_flags(shape)}
    first = sa.select(
        items.c.id.label("start"),
        items.c.parent_id,
        items.c.owner_id,
        items.c.trashed_at,
        items.c.trashed_by,
        sa.and_(items.c.trashed_at.is_not(None), items.c.trash_owner_id.is_(None)).label("is_cut_off"),
        *(flag.label(name) for name, flag in flags.items()),
    ).join_from(places, items, items.c.id == places.c.parent_id)
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


def _may_be_seen(shape: Shape, found: sa.CTE, top: sa.CTE) -> list[sa.ColumnElement[bool]]:
    """The conditions under which the viewer may see an item."""
    user_id = sa.bindparam("user_id", type_=sa.BigInteger)
    is_owner = sa.func.coalesce(top.c.owner_id, found.c.owner_id) == user_id
    is_shared = sa.or_(contains(found.c.id, "shared"), top.c.is_shared)
    shown: sa.ColumnElement[bool] = sa.or_(is_owner, is_shared, *_by_link(shape, found, top))
    if shape.of_enterprise:
        shown = sa.or_(shown, found.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger))
    has_place = sa.or_(
        sa.and_(top.c.owner_id.is_not(None), ~top.c.is_cut_off),
        # What was in the trash longer than the folder it had been in has no place but the trash.
        sa.and_(found.c.parent_id.is_(None), found.c.owner_id.is_not(None), found.c.trash_owner_id.is_not(None)),
    )
    conditions: list[sa.ColumnElement[bool]] = [has_place, shown]
    if shape.is_limited:
        conditions.append(
            sa.or_(top.c.is_in_limit, found.c.id == sa.bindparam("limit_id", type_=sa.BigInteger)),
        )
    if shape.is_guarded:
        conditions.append(_is_told(shape, found, top, is_owner))
    return conditions


def _by_link(shape: Shape, found: sa.CTE, top: sa.CTE) -> list[sa.ColumnElement[bool]]:
    """Whether a link shows an item: not from the trash. Nothing where there are no links."""
    if not shape.has_links:
        return []
    is_active = sa.func.coalesce(found.c.trashed_at, top.c.trashed_at, type_=sa.BigInteger).is_(None)
    return [sa.and_(is_active, sa.or_(contains(found.c.id, "linked"), top.c.is_linked))]


def _is_told(shape: Shape, found: sa.CTE, top: sa.CTE, is_owner: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """An item matches by what the viewer's roles show of it: not by its content for somebody who may only upload."""
    shows_all: sa.ColumnElement[bool] = sa.or_(is_owner, top.c.shows_comments, contains(found.c.id, "comments_shown"))
    if shape.of_enterprise:
        shows_all = sa.or_(shows_all, found.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger))
    by_link = _by_link(shape, found, top)
    shows_content = sa.or_(top.c.shows_content, contains(found.c.id, "content_shown"), *by_link)
    without_content = is_hit(shape.dialect, "words_without_content", found.c.id)
    return sa.case(
        (shows_all, is_hit(shape.dialect, "words_with_all", found.c.id)),
        (shows_content, is_hit(shape.dialect, "words_without_comments", found.c.id)),
        else_=without_content,
    )


def _is_wanted(shape: Shape, found: sa.CTE, top: sa.CTE) -> list[sa.ColumnElement[bool]]:
    """The conditions of the filters that ask where an item is."""
    trashed_at = sa.func.coalesce(found.c.trashed_at, top.c.trashed_at, type_=sa.BigInteger)
    trashed_by = sa.case((found.c.trashed_at.is_(None), top.c.trashed_by), else_=found.c.trashed_by)
    conditions = within(shape.filters, "deleted", trashed_at)
    if shape.trash != "all_items":
        conditions.append(trashed_at.is_(None) if shape.trash == "non_trashed_only" else trashed_at.is_not(None))
    if "deleter_ids" in shape.filters:
        conditions.append(contains(trashed_by, "deleter_ids"))
    if "owner_ids" in shape.filters:
        owner_id = sa.func.coalesce(top.c.owner_id, found.c.owner_id, type_=sa.BigInteger)
        conditions.append(contains(owner_id, "owner_ids"))
    if "ancestor_ids" in shape.filters:
        conditions.append(top.c.is_within)
    return conditions
