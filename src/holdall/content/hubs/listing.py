"""Lists of hubs: those that a user collaborates on, and all of an enterprise for its administrators.

https://developer.box.com/reference/v2025.0/get-hubs/ and .../get-enterprise-hubs/ (what is searched and sorted by what).
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Literal, NamedTuple

import msgspec
import sqlalchemy as sa

from holdall.base.db import Query, query
from holdall.base.db.database import Reader
from holdall.base.errors import InsufficientPermissions, InvalidParameter
from holdall.content.access import manages_content
from holdall.content.barriers.walls import all_barred
from holdall.content.hubs.standing import HUB_COLUMNS, RANKS, Hub, ranks
from holdall.content.hubs.tables import hubs
from holdall.content.identity.subject import Subject
from holdall.content.items.names import name_key
from holdall.content.terms.asking import due_outside

Scope = Literal["all", "editable", "view_only"]
Sort = Literal["name", "updated_at", "last_accessed_at", "view_count", "relevance"]
Direction = Literal["ASC", "DESC"]
MOST_WORDS = 10
LONGEST_QUERY = 500

_BY = {
    "name": hubs.c.title_key,
    "updated_at": hubs.c.updated_at,
    "last_accessed_at": hubs.c.accessed_at,
    "view_count": hubs.c.view_count,
}


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """Which hubs to list, in which order; `after` is the sort key and the id of the last hub of the page before."""

    query: str = ""
    scope: Scope = "all"
    sort: Sort = "relevance"
    direction: Direction | None = None
    """None is from A to Z for names, and from the most or the latest for the others."""
    after: tuple[int | str, int] | None = None
    limit: int = 100

    @property
    def is_descending(self) -> bool:
        """Whether the greatest comes first."""
        return (self.direction or ("ASC" if self.sort == "name" else "DESC")) == "DESC"


class Shape(NamedTuple):
    """What makes the query of a list another one."""

    is_enterprise: bool
    scope: Scope
    sort: Sort
    is_descending: bool
    words: int
    """How many words are searched for."""
    is_further: bool
    """Whether it begins after another page."""


class Page(msgspec.Struct, frozen=True):
    """Some hubs, and where the next page begins; None at the end."""

    entries: Sequence[Hub]
    after: tuple[int | str, int] | None


async def list_hubs(reader: Reader, subject: Subject, wish: Wish) -> Page:
    """A page of the hubs that the subject collaborates on; raises InvalidParameter."""
    if subject.restriction is not None:
        return Page([], None)
    return await _list(reader, subject, wish, is_enterprise=False)


async def list_enterprise_hubs(reader: Reader, subject: Subject, wish: Wish) -> Page:
    """A page of all hubs of the subject's enterprise; raises InvalidParameter, and InsufficientPermissions for all but administrators."""
    if not manages_content(subject) or subject.restriction is not None:
        raise InsufficientPermissions(
            "Only administrators and co-admins list the hubs of the enterprise, with the scope for its content"
        )
    return await _list(reader, subject, wish, is_enterprise=True)


async def _list(reader: Reader, subject: Subject, wish: Wish, *, is_enterprise: bool) -> Page:
    words = _words(wish.query)
    shape = Shape(is_enterprise, wish.scope, wish.sort, wish.is_descending, len(words), wish.after is not None)
    given: dict[str, Any] = {f"word_{number}": f"%{_escaped(word)}%" for number, word in enumerate(words)}
    if words:
        given |= {"whole": name_key(wish.query.strip()), "start": f"{_escaped(name_key(wish.query.strip()))}%"}
    if wish.after is not None:
        given |= {"key": wish.after[0], "id": wish.after[1]}
    rows = await reader.all(
        _build(shape), user_id=subject.user_id, enterprise_id=subject.enterprise_id, limit=wish.limit + 1, **given
    )
    page = rows[: wish.limit]
    after = (page[-1][1], page[-1][0].id) if len(rows) > wish.limit else None
    return Page(await _open_ones(reader, subject, [hub for hub, _ in page]), after)


async def _open_ones(reader: Reader, subject: Subject, found: list[Hub]) -> list[Hub]:
    """Those that no barrier and no terms of another enterprise keep the subject from."""
    barred = await all_barred(reader, subject.user_id)
    outside = {hub.enterprise_id for hub in found} - {subject.enterprise_id}
    due = await due_outside(reader, subject, outside) if outside else {}
    return [hub for hub in found if hub.created_by not in barred and hub.enterprise_id not in due]


def _words(text: str) -> list[str]:
    if len(text) > LONGEST_QUERY:
        raise InvalidParameter("query", f"must have {LONGEST_QUERY} characters at most")
    return name_key(text).split()[:MOST_WORDS]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


@cache
def _build(shape: Shape) -> Query[tuple[Hub, int | str]]:
    """The query of a list, whose last column is the sort key."""
    mine = ranks()
    key = _BY[shape.sort] if shape.sort != "relevance" else _relevance(shape.words)
    source = hubs if shape.is_enterprise else hubs.join(mine, mine.c.hub_id == hubs.c.id)
    statement = sa.select(*HUB_COLUMNS, key.label("key")).select_from(source)
    if shape.is_enterprise:
        enterprise_id = sa.bindparam("enterprise_id", type_=sa.BigInteger)
        statement = statement.where(hubs.c.enterprise_id == enterprise_id)
    elif shape.scope != "all":
        edits = mine.c.rank >= RANKS["editor"]
        statement = statement.where(edits if shape.scope == "editable" else sa.not_(edits))
    for number in range(shape.words):
        word = sa.bindparam(f"word_{number}", type_=sa.Text)
        texts = (hubs.c.title_key, hubs.c.description_key)
        statement = statement.where(sa.or_(*(text.like(word, escape="\\") for text in texts)))
    if shape.is_further:
        last, last_id = sa.bindparam("key", type_=key.type), sa.bindparam("id", type_=sa.BigInteger)
        here, there = sa.tuple_(key, hubs.c.id), sa.tuple_(last, last_id)
        statement = statement.where(here < there if shape.is_descending else here > there)
    order = (key.desc(), hubs.c.id.desc()) if shape.is_descending else (key.asc(), hubs.c.id.asc())
    limited = statement.order_by(*order).limit(sa.bindparam("limit", type_=sa.BigInteger))
    return query(limited, into=lambda *row: (Hub(*row[:-1]), row[-1]))


def _relevance(words: int) -> sa.ColumnElement[Any]:
    """How well a hub matches: by its whole title, by how that begins, by a word in it, or by its description alone.

    Without a query the hubs that were changed last are the most relevant.
    """
    if not words:
        return hubs.c.updated_at
    in_title = sa.and_(
        *(hubs.c.title_key.like(sa.bindparam(f"word_{number}", type_=sa.Text), escape="\\") for number in range(words))
    )
    return sa.case(
        (hubs.c.title_key == sa.bindparam("whole", type_=sa.Text), sa.literal_column("3")),
        (hubs.c.title_key.like(sa.bindparam("start", type_=sa.Text), escape="\\"), sa.literal_column("2")),
        (in_title, sa.literal_column("1")),
        else_=sa.literal_column("0"),
    )
