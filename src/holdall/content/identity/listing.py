"""The users of an enterprise as a list: filtered, and read page by page."""

from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import InsufficientPermissions
from holdall.content.identity.scopes import holds
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.identity.users import User

UserType = Literal["all", "managed", "external"]


class Filter(msgspec.Struct, frozen=True):
    """Which users are asked for: https://developer.box.com/reference/get-users/."""

    term: str | None = None
    """The beginning of a name or login; of an external user, the whole login."""
    user_type: UserType = "managed"
    external_app_user_id: str | None = None


class Page(msgspec.Struct, frozen=True):
    """Some of the users found, in the order they were made."""

    users: list[User]
    total: int = 0
    has_more: bool = False


def _bound(name: str, kind: type[sa.types.TypeEngine[Any]] = sa.Text) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=kind)


def _starts_with(column: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    return sa.func.substr(column, 1, sa.func.length(_bound("term"))) == _bound("term")


_MANAGED = sa.and_(
    users.c.enterprise_id == _bound("enterprise", sa.BigInteger),
    users.c.deleted_at.is_(None),
    sa.or_(_bound("term") == "", _starts_with(users.c.login_key), _starts_with(users.c.name_key)),
    # Zero stands for every application, and for app users of everybody beside the managed ones.
    sa.or_(
        _bound("maker", sa.BigInteger) == 0,
        sa.and_(users.c.application_id == _bound("maker", sa.BigInteger), users.c.kind == "app"),
    ),
    sa.or_(
        _bound("external_id") == "",
        sa.and_(
            users.c.external_app_user_id == _bound("external_id"),
            users.c.application_id == _bound("application", sa.BigInteger),
        ),
    ),
)
_LIST = query(
    sa.select(*rows_of(User, users))
    .where(_MANAGED)
    .order_by(users.c.id)
    .limit(_bound("limit", sa.BigInteger))
    .offset(_bound("offset", sa.BigInteger)),
    User,
)
_COUNT = query(sa.select(sa.func.count()).select_from(users).where(_MANAGED))
_AFTER = query(
    sa.select(*rows_of(User, users))
    .where(users.c.id > _bound("after", sa.BigInteger), _MANAGED)
    .order_by(users.c.id)
    .limit(_bound("limit", sa.BigInteger)),
    User,
)
_EXTERNAL = query(
    sa.select(*rows_of(User, users)).where(
        users.c.login_key == _bound("term"),
        users.c.enterprise_id != _bound("enterprise", sa.BigInteger),
        users.c.deleted_at.is_(None),
        users.c.kind == "managed",
    ),
    User,
)


async def list_users(reader: Reader, subject: Subject, wanted: Filter, *, offset: int, limit: int) -> Page:
    """The users from the `offset`-th on, with the total of all; raises InsufficientPermissions."""
    external = await _find_external(reader, subject, wanted)
    if external is not None:
        return Page(external[offset : offset + limit], total=len(external))
    parameters = _parameters(subject, wanted)
    found = await reader.all(_LIST, **parameters, offset=offset, limit=limit)
    return Page(found, total=await reader.value(_COUNT, **parameters))


async def list_users_after(reader: Reader, subject: Subject, wanted: Filter, *, after: int, limit: int) -> Page:
    """The users whose ids are greater than `after`; raises InsufficientPermissions."""
    external = await _find_external(reader, subject, wanted)
    if external is not None:
        return Page([user for user in external if user.id > after])
    found = await reader.all(_AFTER, **_parameters(subject, wanted), after=after, limit=limit + 1)
    return Page(found[:limit], has_more=len(found) > limit)


async def _find_external(reader: Reader, subject: Subject, wanted: Filter) -> list[User] | None:
    """The one user of another enterprise with that login, where such are asked for; None where the list goes on."""
    if not subject.is_admin:
        raise InsufficientPermissions("Only admins, co-admins and service accounts list the enterprise's users")
    if wanted.user_type == "managed":
        return None
    found = []
    if wanted.term and wanted.external_app_user_id is None:
        found = await reader.all(_EXTERNAL, term=wanted.term.casefold(), enterprise=subject.enterprise_id)
    return found if found or wanted.user_type == "external" else None


def _parameters(subject: Subject, wanted: Filter) -> dict[str, object]:
    manages_all = holds(subject.scopes, "manage_managed_users")
    return {
        "enterprise": subject.enterprise_id,
        "term": (wanted.term or "").casefold(),
        "maker": 0 if manages_all else subject.application_id,
        "external_id": wanted.external_app_user_id or "",
        "application": subject.application_id,
    }
